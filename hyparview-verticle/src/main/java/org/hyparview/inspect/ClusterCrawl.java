package org.hyparview.inspect;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetClient;
import java.util.List;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.Ranges;

/**
 * The way to a {@link ClusterSnapshot}: asks contacts, the neighbors that these name, and so on,
 * until all nodes have been asked. Nodes of the cluster manager name all members as well, so a
 * cluster whose overlay is in parts is found as a whole.
 *
 * <p>Safe for use by any thread, and for any number of crawls.
 */
public final class ClusterCrawl {

  /** The default of {@link #setMaxNodes}. */
  public static final int DEFAULT_MAX_NODES = 2_000;

  /** The default of {@link #setParallelism}. */
  public static final int DEFAULT_PARALLELISM = 16;

  private final Vertx vertx;
  private final InspectionOptions options;
  private volatile int maxNodes = DEFAULT_MAX_NODES;
  private volatile int parallelism = DEFAULT_PARALLELISM;

  /**
   * Creates a crawl that has not begun.
   *
   * @param options copied; their timeout is for each node
   */
  public ClusterCrawl(Vertx vertx, InspectionOptions options) {
    this.vertx = vertx;
    this.options = new InspectionOptions(options);
  }

  /** The nodes that are asked, 1 to 1,000,000; default 2,000. */
  public ClusterCrawl setMaxNodes(int nodes) {
    Ranges.check("maxNodes", nodes, 1, 1_000_000);
    maxNodes = nodes;
    return this;
  }

  /** The nodes that are asked at a time, 1 to 1,000; default 16. */
  public ClusterCrawl setParallelism(int nodes) {
    Ranges.check("parallelism", nodes, 1, 1_000);
    parallelism = nodes;
    return this;
  }

  /**
   * Looks at a cluster.
   *
   * @param contacts addresses of nodes, {@code host:port}; one that answers is enough
   * @return the cluster, or a {@link org.hyparview.transport.LinkException} if no contact answers
   * @throws IllegalArgumentException if there is no contact, or an address has another form
   */
  public Future<ClusterSnapshot> run(List<String> contacts) {
    if (contacts.isEmpty()) {
      throw new IllegalArgumentException("A crawl needs at least one contact");
    }
    List<PeerAddress> addresses =
        contacts.stream().map(PeerAddress::parse).distinct().toList();
    ContextInternal context = ((VertxInternal) vertx).getOrCreateContext();
    Promise<ClusterSnapshot> result = context.promise();
    context.runOnContext(go -> {
      NetClient net = InspectionClient.netClient(vertx, options);
      new CrawlRun(
              address -> InspectionClient.connect(vertx, net, options, address, () -> {}),
              options.getClusterName(),
              maxNodes,
              parallelism)
          .run(addresses)
          .onComplete(done -> net.close())
          .onComplete(result);
    });
    return result.future();
  }
}
