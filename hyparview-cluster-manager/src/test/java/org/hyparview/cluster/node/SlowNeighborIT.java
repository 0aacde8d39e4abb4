package org.hyparview.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.plane.PlaneConfig;
import org.hyparview.cluster.protocol.registry.Entry;
import org.hyparview.cluster.protocol.registry.RegistryConfig;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.transport.CloseReason;
import org.junit.jupiter.api.Test;

/** A node of a cluster that doesn't read for a while: it keeps its links, and misses nothing. */
class SlowNeighborIT {

  private static final Bytes LONGEST = Bytes.of(new byte[Entry.MAX_VALUE_BYTES]);

  /** How many payloads must have been only announced. */
  private static final int ENOUGH = 10;

  /** Returns the defaults, except that no node waits long for the one that doesn't answer. */
  private static PlaneConfig config() {
    PlaneConfig defaults = PlaneConfig.DEFAULT;
    return new PlaneConfig(
        defaults.membership(),
        defaults.broadcast(),
        RegistryConfig.builder().completionTimeout(100).build(),
        defaults.failure());
  }

  private static PlaneNode node(String id) {
    return new PlaneNode(id, config(), new SplittableRandom(id.hashCode()));
  }

  @Test
  void whatANeighborDoesNotReadIsAnnouncedAndItsLinkIsKept() throws Exception {
    try (PlaneNode origin = node("origin");
        PlaneNode fast = node("fast");
        PlaneNode slow = node("slow")) {
      Peer contact = origin.join();
      fast.join(contact.address());
      slow.join(contact.address());
      for (PlaneNode node : List.of(origin, fast, slow)) {
        node.awaitNeighbors(2);
      }
      List<Bytes> keys;
      CountDownLatch awake = slow.block();
      try {
        keys = writeUntilAnnounced(origin);
        assertThat(keysOf(fast, keys.size())).containsExactlyInAnyOrderElementsOf(keys);
      } finally {
        awake.countDown();
      }
      assertThat(keysOf(slow, keys.size())).containsExactlyInAnyOrderElementsOf(keys);
      for (PlaneNode node : List.of(origin, fast, slow)) {
        assertThat(node.viewChanges()).isEmpty();
        assertThat(node.read(() -> node.plane().linkCounters().refusedFrames())).isZero();
        assertThat(node.read(() -> node.plane().linkCounters().closed(CloseReason.OVERFLOW)))
            .isZero();
      }
    }
  }

  /** Writes entries until enough payloads were only announced, or a neighbor is lost. */
  private static List<Bytes> writeUntilAnnounced(PlaneNode origin) throws Exception {
    List<Bytes> keys = new ArrayList<>();
    while (origin.read(() -> origin.plane().broadcastSender().gossipAnnounced()) < ENOUGH) {
      assertThat(origin.viewChanges()).isEmpty();
      Bytes key = Bytes.of((byte) (keys.size() >> 8), (byte) keys.size());
      keys.add(key);
      PlaneNode.await(
          origin.plane().change((plane, now) -> plane.putEntry("map", key, LONGEST, now)));
    }
    return keys;
  }

  private static List<Bytes> keysOf(PlaneNode node, int count) throws InterruptedException {
    List<Bytes> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keys.add(node.nextKey());
    }
    return keys;
  }
}
