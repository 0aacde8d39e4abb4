package org.hyparview.cluster.protocol.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.registry.RegistryEvent.EntryChanged;
import org.hyparview.cluster.protocol.registry.RegistryEvent.Outcome;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Update;
import org.hyparview.cluster.protocol.registry.RegistryNet.Node;
import org.junit.jupiter.api.Test;

/** The replicated maps. */
class RegistryEntriesTest {

  private static final Bytes KEY = Bytes.of((byte) 1);
  private static final Bytes ONE = Bytes.of((byte) 1);
  private static final Bytes TWO = Bytes.of((byte) 2);

  private final RegistryNet net = RegistryNet.joined(3);
  private final Node a = net.nodes.get(0);
  private final Node b = net.nodes.get(1);
  private final Node c = net.nodes.get(2);

  private long put(Node node, Bytes value) {
    long ticket = node.registry.putEntry("map", KEY, value, net.now);
    net.drain(node);
    return ticket;
  }

  private long remove(Node node) {
    long ticket = node.registry.removeEntry("map", KEY, net.now);
    net.drain(node);
    return ticket;
  }

  @Test
  void aWriteIsEverywhereWhenItIsCompleted() {
    long ticket = put(a, ONE);
    net.run();
    assertThat(a.reported.completed()).containsEntry(ticket, Outcome.ACKNOWLEDGED);
    assertThat(c.registry.entry("map", KEY)).isEqualTo(ONE);
    assertThat(c.registry.entries("map")).containsOnlyKeys(KEY);
    assertThat(c.registry.entries("another")).isEmpty();
    assertThat(c.registry.entry("another", KEY)).isNull();
  }

  @Test
  void aRemovalIsEverywhereWhenItIsCompleted() {
    put(a, ONE);
    net.run();
    long ticket = remove(b);
    net.run();
    assertThat(b.reported.completed()).containsEntry(ticket, Outcome.ACKNOWLEDGED);
    assertThat(c.registry.entry("map", KEY)).isNull();
    assertThat(c.registry.entries("map")).isEmpty();
    assertThat(c.reported.events()).contains(new EntryChanged("map", KEY, null));
  }

  @Test
  void theSameValueAgainIsNoChange() {
    put(a, ONE);
    net.run();
    c.reported.clear();
    put(b, ONE);
    net.run();
    assertThat(c.reported.events()).isEmpty();
    assertThat(net.isConverged()).isTrue();
  }

  @Test
  void ofTwoWritesTheLaterWinsEverywhereThoughTheyOvertakeEachOther() {
    put(a, ONE);
    net.run();
    Update first = net.broadcasts.get(net.broadcasts.size() - 1);
    put(b, TWO);
    net.run();
    c.registry.receiveBroadcast(first, net.now);
    net.drain(c);
    assertThat(c.registry.entry("map", KEY)).isEqualTo(TWO);
    assertThat(net.isConverged()).isTrue();
  }

  @Test
  void writesOfOneMomentHaveOneWinner() {
    put(a, ONE);
    put(b, TWO);
    net.run();
    assertThat(a.registry.entry("map", KEY)).isEqualTo(c.registry.entry("map", KEY));
    assertThat(b.registry.entry("map", KEY)).isEqualTo(c.registry.entry("map", KEY));
  }

  @Test
  void aNodeThatObservedAWriteWritesLaterThoughItsClockIsBehind() {
    EntryKey key = new EntryKey("map", KEY);
    long future = (RegistryNet.EPOCH + 3_600_000) << HybridClock.COUNTER_BITS;
    Update update = new Update(
        new Delta(b.registry.self(), new Stamp(1, 0), List.of()),
        List.of(new Entry(key, ONE, future, b.id())),
        false);
    a.registry.receiveBroadcast(update, net.now);
    net.drain(a);
    put(a, TWO);
    net.pass(20_000);
    assertThat(b.registry.entry("map", KEY)).isEqualTo(TWO);
    assertThat(net.isConverged()).isTrue();
  }

  @Test
  void entriesOutliveTheirWriter() {
    put(a, ONE);
    net.run();
    net.kill(a);
    b.registry.declareDead(a.id(), a.registry.self().incarnation(), net.now);
    net.drain(b);
    net.run();
    assertThat(b.registry.entry("map", KEY)).isEqualTo(ONE);
    Node joiner = net.add();
    net.link(joiner, b);
    net.run();
    assertThat(joiner.registry.entry("map", KEY)).isEqualTo(ONE);
  }

  @Test
  void aLostWriteIsFoundByTheDigest() {
    net.broadcastReaches = (from, to) -> false;
    put(a, ONE);
    net.pass(20_000);
    assertThat(c.registry.entry("map", KEY)).isEqualTo(ONE);
    remove(c);
    net.pass(20_000);
    assertThat(a.registry.entry("map", KEY)).isNull();
    assertThat(net.isConverged()).isTrue();
  }

  @Test
  void removalsAreForgottenInTheEndAndNotTakenUpAgain() {
    put(a, ONE);
    net.run();
    remove(a);
    net.run();
    Update removal = net.broadcasts.get(net.broadcasts.size() - 1);
    long before = a.registry.hash();
    net.pass(RegistryConfig.DEFAULT.tombstoneRetention() + 20_000);
    assertThat(a.registry.hash()).isNotEqualTo(before);
    assertThat(net.isConverged()).isTrue();
    long after = a.registry.hash();
    a.registry.receiveBroadcast(removal, net.now);
    assertThat(a.registry.hash()).isEqualTo(after);
  }

  @Test
  void furtherEntriesThanAllowedAreRefusedHereAndIgnoredFromOthers() {
    RegistryNet small = new RegistryNet(1);
    Node node = small.add(RegistryConfig.builder().maxEntries(1).build());
    node.registry.putEntry("map", KEY, ONE, small.now);
    node.registry.putEntry("map", KEY, TWO, small.now);
    assertThatThrownBy(() -> node.registry.putEntry("map", TWO, ONE, small.now))
        .isInstanceOf(IllegalStateException.class);
    EntryKey another = new EntryKey("another", KEY);
    node.registry.receiveBroadcast(
        new Update(
            new Delta(a.registry.self(), new Stamp(1, 0), List.of()),
            List.of(new Entry(another, ONE, 5, a.id())),
            false),
        small.now);
    assertThat(node.registry.entry("another", KEY)).isNull();
  }

  private static Bytes key(int number) {
    return Bytes.of((byte) (number >> 8), (byte) number);
  }

  @Test
  void removedEntriesTakeNoRoomAndTheOldestAreForgotten() {
    RegistryNet small = new RegistryNet(1);
    Node node = small.add(RegistryConfig.builder().maxEntries(4).build());
    for (int i = 0; i < 100; i++) {
      node.registry.putEntry("map", key(i), ONE, small.now);
      node.registry.removeEntry("map", key(i), small.now);
    }
    for (int i = 200; i < 204; i++) {
      node.registry.putEntry("map", key(i), ONE, small.now);
    }
    assertThat(node.registry.entries("map")).hasSize(4);
  }

  @Test
  void nodesThatForgetRemovedEntriesStayInStep() {
    RegistryConfig four = RegistryConfig.builder().maxEntries(4).build();
    RegistryNet small = new RegistryNet(1);
    Node first = small.add(four);
    Node second = small.add(four);
    small.link(first, second);
    small.run();
    for (int i = 0; i < 20; i++) {
      first.registry.putEntry("map", key(i), ONE, small.now);
      small.drain(first);
      small.run();
      second.registry.removeEntry("map", key(i), small.now);
      small.drain(second);
      small.run();
    }
    small.pass(20_000);
    assertThat(small.isConverged()).isTrue();
    assertThat(first.registry.entries("map")).isEmpty();
  }

  @Test
  void theBytesOfAllEntriesAreBounded() {
    RegistryNet small = new RegistryNet(1);
    Node node = small.add(RegistryConfig.builder().maxEntryBytes(600_000).build());
    Bytes large = Bytes.of(new byte[250_000]);
    node.registry.putEntry("map", ONE, large, small.now);
    node.registry.putEntry("map", TWO, large, small.now);
    node.registry.putEntry("map", TWO, large, small.now);
    assertThatThrownBy(() -> node.registry.putEntry("map", key(3), large, small.now))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("600000 bytes");
    node.registry.removeEntry("map", ONE, small.now);
    node.registry.putEntry("map", key(3), large, small.now);
    assertThat(node.registry.entries("map")).containsOnlyKeys(TWO, key(3));
  }

  @Test
  void manyEntriesAreSummedUpAndTransferredInSeveralMessages() {
    byte[] value = new byte[200];
    for (int i = 0; i < 6_000; i++) {
      byte[] key = {(byte) (i >> 8), (byte) i, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
      a.registry.putEntry("map" + i % 3, Bytes.of(key), Bytes.of(value), net.now);
    }
    net.drain(a);
    net.broadcastReaches = (from, to) -> false;
    net.run();
    net.pass(40_000);
    assertThat(net.isConverged()).isTrue();
    assertThat(b.registry.entries("map1")).hasSize(2_000);
    assertThat(net.messages)
        .filteredOn(message -> message instanceof RegistryMessage.EntrySummary)
        .anyMatch(message -> ((RegistryMessage.EntrySummary) message).after() != null);
  }
}
