package org.hyparview.dashboard;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.hyparview.inspect.ClusterCrawl;
import org.hyparview.inspect.ClusterSnapshot;
import org.hyparview.inspect.InspectionClient;
import org.hyparview.inspect.InspectionOptions;
import org.hyparview.inspect.SnapshotNode;
import org.hyparview.protocol.peer.PeerAddress;

/**
 * A running cluster, which is looked at through the ports of its nodes: the dashboard is no member
 * of it.
 *
 * <p>The contacts are asked first, and with them some nodes of the snapshot before, so that the
 * cluster stays in sight when all contacts have gone.
 */
public final class InspectedCluster implements ClusterSource {

  /** How many nodes of the snapshot before are asked beside the contacts. */
  private static final int REMEMBERED = 5;

  private final Vertx vertx;
  private final InspectionOptions options;
  private final Supplier<List<String>> contacts;
  private final ClusterCrawl crawl;
  private Map<String, String> addresses = Map.of();
  private List<String> remembered = List.of();

  /**
   * Creates a source.
   *
   * @param options copied; name, TLS and timeouts as the nodes have them
   * @param contacts addresses of nodes, {@code host:port}; one that answers is enough
   * @throws IllegalArgumentException if there is no contact, or an address has another form
   */
  public InspectedCluster(Vertx vertx, InspectionOptions options, List<String> contacts) {
    this(vertx, options, fixed(contacts));
  }

  /**
   * Creates a source with contacts that change.
   *
   * @param options copied; name, TLS and timeouts as the nodes have them
   * @param contacts called for each snapshot, on the context of the verticle; must not block.
   *     Returns addresses of nodes, {@code host:port}, or an empty list if none is known
   */
  public InspectedCluster(Vertx vertx, InspectionOptions options, Supplier<List<String>> contacts) {
    this.vertx = vertx;
    this.options = new InspectionOptions(options);
    this.contacts = contacts;
    crawl = new ClusterCrawl(vertx, options);
  }

  private static Supplier<List<String>> fixed(List<String> contacts) {
    if (contacts.isEmpty()) {
      throw new IllegalArgumentException("A dashboard needs at least one contact");
    }
    contacts.forEach(PeerAddress::parse);
    List<String> copy = List.copyOf(contacts);
    return () -> copy;
  }

  @Override
  public Future<JsonObject> snapshot() {
    Set<String> asked = new LinkedHashSet<>(contacts.get());
    asked.addAll(remembered);
    if (asked.isEmpty()) {
      return Future.failedFuture("No node is known");
    }
    return crawl.run(List.copyOf(asked)).map(this::seen);
  }

  private JsonObject seen(ClusterSnapshot snapshot) {
    Map<String, String> known = new HashMap<>();
    List<String> reachable = new ArrayList<>();
    for (SnapshotNode node : snapshot.nodes()) {
      known.put(node.id(), node.address());
      if (node.reachable() && reachable.size() < REMEMBERED) {
        reachable.add(node.address());
      }
    }
    addresses = known;
    remembered = reachable;
    return snapshot.toJson();
  }

  @Override
  public Future<JsonObject> status(String id) {
    String address = addresses.get(id);
    return address == null
        ? Future.failedFuture("No node of the cluster has the id " + id)
        : InspectionClient.connect(vertx, options, address)
            .compose(client -> client.status().eventually(client::close));
  }
}
