package org.hyparview.cluster.protocol.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.hyparview.cluster.Seeds;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.registry.RegistryNet.Node;
import org.hyparview.protocol.peer.PeerId;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories of a few registries, on links that come and go and with a broadcast that loses
 * messages at random. Invariants 1, 2 and 4 of {@link Registry} are checked by {@link Reported}
 * after each input; 3 here. Replay a seed with {@code -Dtest=RegistryPropertyTest
 * -Dhyparview.seed=SEED}.
 */
@Execution(ExecutionMode.CONCURRENT)
class RegistryPropertyTest {

  private static final int STEPS = 150;
  private static final int MAX_NODES = 8;

  private final Map<String, Stamp> stamps = new HashMap<>();

  private static LongStream seeds() {
    return Seeds.all(200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void allKnowTheSameInTheEnd(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RegistryNet net = RegistryNet.joined(3);
    net.broadcastReaches = (from, to) -> random.nextInt(4) > 0;
    net.delivered = message -> random.nextInt(20) > 0;
    for (int i = 0; i < STEPS; i++) {
      step(net, random);
      checkStamps(net);
    }
    net.broadcastReaches = (from, to) -> true;
    net.delivered = message -> true;
    linkAll(net);
    net.pass(60_000);
    List<Node> alive = net.nodes.stream().filter(node -> node.alive).toList();
    assertThat(net.isConverged()).isTrue();
    assertThat(alive).allSatisfy(node -> {
      assertThat(node.reported.nodes()).containsAll(alive.stream().map(Node::id).toList());
      assertThat(node.registry.wanted()).isZero();
    });
  }

  private static void step(RegistryNet net, SplittableRandom random) {
    List<Node> alive = net.nodes.stream().filter(node -> node.alive).toList();
    Node node = alive.get(random.nextInt(alive.size()));
    Node other = alive.get(random.nextInt(alive.size()));
    long incarnation = other.registry.self().incarnation();
    switch (random.nextInt(12)) {
      case 0 -> node.registry.declareDead(other.id(), incarnation, net.now);
      case 1 -> node.registry.refute(node.registry.self().incarnation(), net.now);
      case 2 -> relink(net, node, other);
      case 3 -> net.pass(random.nextInt(3_000));
      case 4 -> join(net, node);
      case 5 -> node.registry.putEntry("map", key(random), key(random), net.now);
      case 6 -> node.registry.removeEntry("map", key(random), net.now);
      case 7 -> node.registry.setNodeInfo(key(random), net.now);
      case 8 -> unregister(net, node);
      default -> node.registry.addRegistration(random.nextLong(Long.MAX_VALUE), "address", net.now);
    }
    net.drain(node);
    if (random.nextBoolean()) {
      net.run();
    }
  }

  private static Bytes key(SplittableRandom random) {
    return Bytes.of((byte) random.nextInt(4));
  }

  private static void unregister(RegistryNet net, Node node) {
    var own = node.registry.registrations(node.id());
    if (!own.isEmpty()) {
      node.registry.removeRegistration(own.firstKey(), net.now);
    }
  }

  private static void join(RegistryNet net, Node contact) {
    if (net.nodes.size() < MAX_NODES) {
      net.link(net.add(), contact);
    }
  }

  private static void relink(RegistryNet net, Node a, Node b) {
    if (a != b && a.links.containsKey(b.index)) {
      net.unlink(a, b);
    } else if (a != b) {
      net.link(a, b);
    }
  }

  private static void linkAll(RegistryNet net) {
    for (Node a : net.nodes) {
      for (Node b : net.nodes) {
        if (a.index < b.index && !a.links.containsKey(b.index)) {
          net.link(a, b);
        }
      }
    }
  }

  /** Invariant 3: incarnations never go back, nor do versions within one. */
  private void checkStamps(RegistryNet net) {
    for (Node at : net.nodes) {
      for (Node of : net.nodes) {
        PeerId id = of.id();
        Stamp stamp = at.registry.stamp(id);
        if (stamp != null) {
          Stamp before = stamps.put(at.index + " of " + id, stamp);
          assertThat(before == null || before.compareTo(stamp) <= 0)
              .as("%s knew %s of %s and now %s", at.id(), before, id, stamp)
              .isTrue();
        }
      }
    }
  }
}
