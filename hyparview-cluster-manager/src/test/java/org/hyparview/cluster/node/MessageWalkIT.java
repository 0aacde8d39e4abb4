package org.hyparview.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.hyparview.cluster.protocol.plane.PlaneConfig;
import org.hyparview.node.OverlayNode;
import org.hyparview.node.ViewChange;
import org.hyparview.node.ViewListener;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.PlumtreeConfig;
import org.hyparview.transport.LinkOptions;
import org.hyparview.transport.tcp.TcpTransport;
import org.junit.jupiter.api.Test;

/**
 * The way of a message from the socket to the machine, in methods and files of this project: short
 * enough for a reader to follow. A change that makes it longer needs a reason.
 */
class MessageWalkIT {

  private static final String CONTACT = "contact";

  /** The third of them joins when the contact has two neighbors to draw its sample from. */
  private static final List<String> JOINERS = List.of("first", "second", "third");

  /** Samples of one peer, so that it is drawn from two, and nothing periodic. */
  private static final HyParViewConfig MEMBERSHIP = new HyParViewConfig(
      5, 30, 6, 3, 1, 0, 6, 600_000, 60_000, 600_000, 500, 30_000, 24 * 3_600_000L);

  /** A source of chance that notes the methods through which a handler of joins was called. */
  private static final class Witness implements RandomGenerator {

    private final RandomGenerator random = new SplittableRandom(1);
    private final CompletableFuture<List<String>> walk = new CompletableFuture<>();

    @Override
    public long nextLong() {
      List<String> methods = StackWalker.getInstance()
          .walk(frames -> frames
              .map(Witness::name)
              .dropWhile(name -> !name.endsWith(".onJoin"))
              .filter(name -> name.startsWith("org.hyparview."))
              .toList());
      if (!methods.isEmpty()) {
        walk.complete(methods);
      }
      return random.nextLong();
    }

    private static String name(StackFrame frame) {
      return frame.getClassName() + "." + frame.getMethodName();
    }

    void assertThatItTakes(int methods, int files) throws Exception {
      List<String> seen = walk.get(60, TimeUnit.SECONDS);
      assertThat(seen).last().asString().endsWith("StreamLink.received");
      assertThat(seen).hasSizeLessThanOrEqualTo(methods);
      assertThat(seen.stream().map(Witness::file).distinct().toList())
          .hasSizeLessThanOrEqualTo(files);
    }

    private static String file(String name) {
      int end = name.indexOf('$');
      return name.substring(0, end < 0 ? name.lastIndexOf('.') : end);
    }
  }

  @Test
  void inTheClusterManager() throws Exception {
    PlaneConfig defaults = PlaneConfig.DEFAULT;
    PlaneConfig config =
        new PlaneConfig(MEMBERSHIP, defaults.broadcast(), defaults.registry(), defaults.failure());
    Witness witness = new Witness();
    List<PlaneNode> nodes = new ArrayList<>();
    try (PlaneNode contact = new PlaneNode(CONTACT, config, witness)) {
      Peer peer = contact.join();
      for (String id : JOINERS) {
        PlaneNode joiner = new PlaneNode(id, config, new SplittableRandom(id.hashCode()));
        nodes.add(joiner);
        joiner.join(peer.address());
      }
      witness.assertThatItTakes(10, 7);
      nodes.forEach(PlaneNode::close);
    }
  }

  @Test
  void inTheVerticle() throws Exception {
    Vertx vertx = Vertx.vertx();
    Witness witness = new Witness();
    PeerAddress contact = start(vertx, CONTACT, witness, List.of());
    for (String id : JOINERS) {
      start(vertx, id, new SplittableRandom(id.hashCode()), List.of(contact));
    }
    witness.assertThatItTakes(9, 6);
    PlaneNode.await(vertx.close());
  }

  /** Starts a node; returns when it has a neighbor, if it has a contact. */
  private static PeerAddress start(
      Vertx vertx, String id, RandomGenerator random, List<PeerAddress> contacts) throws Exception {
    Context context = ((VertxInternal) vertx).createEventLoopContext();
    CompletableFuture<ViewChange> joined = new CompletableFuture<>();
    OverlayNode node = new OverlayNode(
        vertx,
        new TcpTransport(vertx, "test", new LinkOptions().setHost("127.0.0.1").setPort(0)),
        new OverlayNode.Settings(MEMBERSHIP, PlumtreeConfig.DEFAULT, 1 << 20),
        random,
        new ViewListener() {
          @Override
          public void changed(ViewChange change) {
            joined.complete(change);
          }

          @Override
          public void isolated(String contacts) {}

          @Override
          public void renamed(Peer self) {}
        },
        (message, round, payload) -> {});
    Future<Peer> started = Future.future(promise -> context.runOnContext(
        go -> node.start(PeerId.of(id), 1, contacts, self -> {}).onComplete(promise)));
    PeerAddress address = PlaneNode.await(started).address();
    if (!contacts.isEmpty()) {
      joined.get(60, TimeUnit.SECONDS);
    }
    return address;
  }
}
