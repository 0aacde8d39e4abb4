package org.hyparview.cluster.protocol.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hyparview.cluster.protocol.registry.RegistryNet.EPOCH;

import java.util.List;
import java.util.Objects;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.registry.RegistryMessage.MemberSummary;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Offer;
import org.hyparview.cluster.protocol.registry.RegistryMessage.State;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Update;
import org.hyparview.cluster.protocol.registry.RegistryNet.Node;
import org.hyparview.protocol.peer.Incarnations;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.junit.jupiter.api.Test;

/** The bounds within which a registry believes what others claim. */
class RegistryBoundsTest {

  private static final long DAY = 86_400_000;
  private static final long GREATEST_TIMESTAMP = Long.MAX_VALUE >> 1;
  private static final Bytes KEY = Bytes.of((byte) 1);
  private static final Bytes ONE = Bytes.of((byte) 1);
  private static final Bytes TWO = Bytes.of((byte) 2);

  private final RegistryNet net = RegistryNet.joined(3);
  private final Node a = net.nodes.get(0);
  private final Node b = net.nodes.get(1);
  private final Node c = net.nodes.get(2);

  private void broadcastToAll(Update update) {
    for (Node node : net.nodes) {
      node.registry.receiveBroadcast(update, net.now);
      net.drain(node);
    }
    net.run();
  }

  private static Update farewell(Peer owner, long incarnation) {
    Peer claimed = owner.withIncarnation(incarnation);
    return new Update(new Delta(claimed, new Stamp(incarnation, 0), List.of()), List.of(), true);
  }

  private static Update write(Node origin, PeerId writer, long timestamp) {
    Peer owner = origin.registry.self();
    Entry entry = new Entry(new EntryKey("map", KEY), ONE, timestamp, writer);
    Stamp known = Objects.requireNonNull(origin.registry.stamp(origin.id()));
    return new Update(new Delta(owner, known, List.of()), List.of(entry), false);
  }

  private static long timestamp(long millis) {
    return millis << HybridClock.COUNTER_BITS;
  }

  private void put(Node node, Bytes value) {
    node.registry.putEntry("map", KEY, value, net.now);
    net.drain(node);
    net.run();
  }

  private void demandWhole() {
    net.pass(30_000);
    assertThat(net.isConverged()).isTrue();
    for (Node node : net.nodes) {
      assertThat(node.registry.members()).hasSize(3);
    }
  }

  // Incarnations

  @Test
  void aFarewellInTheLastIncarnationRemovesNoMember() {
    broadcastToAll(farewell(a.registry.self(), Long.MAX_VALUE));
    assertThat(b.registry.members()).hasSize(3);
    assertThat(b.disbelieved).hasSize(1);
    demandWhole();
  }

  @Test
  void aDeathInTheLastIncarnationIsNotBelieved() {
    for (Node node : List.of(b, c)) {
      node.registry.declareDead(a.id(), Long.MAX_VALUE, net.now);
      net.drain(node);
    }
    a.registry.refute(Long.MAX_VALUE, net.now);
    a.registry.heardOfOwnDeath(Long.MAX_VALUE, net.now);
    net.drain(a);
    assertThat(a.registry.self().incarnation()).isLessThan(Long.MAX_VALUE);
    assertThat(a.disbelieved).hasSize(2);
    demandWhole();
  }

  @Test
  void aTombstoneInTheLastIncarnationIsNotBelieved() {
    Tombstone tombstone = new Tombstone(a.id(), Long.MAX_VALUE, DownReason.LEFT, EPOCH + net.now);
    b.registry.receive(b.linkTo(c), new Offer(List.of(), List.of(tombstone), List.of()), net.now);
    net.drain(b);
    a.registry.receive(a.linkTo(c), new Offer(List.of(), List.of(tombstone), List.of()), net.now);
    net.drain(a);
    assertThat(b.disbelieved).hasSize(1);
    assertThat(a.disbelieved).hasSize(1);
    demandWhole();
  }

  @Test
  void aRecordInTheLastIncarnationIsNotBelieved() {
    Peer owner = a.registry.self().withIncarnation(Long.MAX_VALUE);
    Delta delta = new Delta(owner, new Stamp(Long.MAX_VALUE, 0), List.of());
    broadcastToAll(new Update(delta, List.of(), false));
    demandWhole();
    assertThat(b.registry.members()).doesNotContain(owner);
  }

  /** It can always go above what others may believe. */
  @Test
  void aNodeComesBackFromADeathInTheHighestPlausibleIncarnation() {
    for (int i = 0; i < 10; i++) {
      long highest = a.registry.self().incarnation() + Incarnations.MAX_STEP;
      broadcastToAll(farewell(a.registry.self(), highest));
      assertThat(b.registry.members()).hasSize(2);
      demandWhole();
    }
    assertThat(a.registry.self().incarnation()).isGreaterThan(EPOCH + 10 * Incarnations.MAX_STEP);
  }

  @Test
  void aNodeThatStartsGoesAboveAnyFormerIncarnationThatIsBelieved() {
    PeerId id = PeerId.of("d");
    PeerAddress address = new PeerAddress("host", 9);
    broadcastToAll(farewell(new Peer(id, 0, address), Incarnations.MAX_FIRST));
    Node d = net.add(new Peer(id, EPOCH + net.now, address), RegistryConfig.DEFAULT);
    net.link(d, a);
    net.pass(20_000);
    assertThat(a.registry.members()).hasSize(4);
    assertThat(c.registry.members()).hasSize(4);
  }

  @Test
  void theFirstIncarnationOfANodeIsBounded() {
    Peer stranger =
        new Peer(PeerId.of("d"), Incarnations.MAX_FIRST + 1, new PeerAddress("host", 9));
    Delta delta = new Delta(stranger, new Stamp(stranger.incarnation(), 0), List.of());
    broadcastToAll(new Update(delta, List.of(), false));
    broadcastToAll(new Update(delta, List.of(), true));
    assertThat(b.registry.members()).hasSize(3);
    assertThat(b.registry.tombstones()).isEmpty();
  }

  /** With a clock that has moved on since, however old its last incarnation is. */
  @Test
  void aRestartUnderTheSameIdIsBelieved() {
    net.kill(a);
    for (Node node : List.of(b, c)) {
      node.registry.declareDead(a.id(), a.registry.self().incarnation(), net.now);
      net.drain(node);
    }
    net.now += DAY / 2;
    long later = EPOCH + net.now + DAY / 2;
    Node again =
        net.add(new Peer(a.id(), later, a.registry.self().address()), RegistryConfig.DEFAULT);
    net.link(again, b);
    net.pass(20_000);
    assertThat(c.registry.members()).contains(again.registry.self());
  }

  // Entries

  @Test
  void anEntryWithTheGreatestTimestampIsNotBelieved() {
    broadcastToAll(write(a, a.id(), GREATEST_TIMESTAMP));
    put(b, TWO);
    demandWhole();
    for (Node node : net.nodes) {
      assertThat(node.registry.entry("map", KEY)).isEqualTo(TWO);
    }
    assertThat(c.disbelieved).isNotEmpty();
  }

  @Test
  void anEntryWithTheGreatestTimestampIsNotPulledEither() {
    Entry entry = new Entry(new EntryKey("map", KEY), ONE, GREATEST_TIMESTAMP, a.id());
    b.registry.receive(b.linkTo(a), new State(List.of(), List.of(entry), List.of(), true), net.now);
    b.registry.receive(
        b.linkTo(a), new Offer(List.of(), List.of(), List.of(entry.stamp())), net.now);
    net.drain(b);
    assertThat(b.registry.wanted()).isZero();
    assertThat(b.registry.entry("map", KEY)).isNull();
  }

  @Test
  void anEntryWithTheGreatestPlausibleTimestampCanBeOverwritten() {
    broadcastToAll(write(a, a.id(), timestamp(EPOCH + net.now + DAY)));
    net.pass(10);
    put(b, TWO);
    demandWhole();
    assertThat(c.registry.entry("map", KEY)).isEqualTo(TWO);
  }

  @Test
  void aNodeWritesOnlyAsItself() {
    broadcastToAll(write(a, c.id(), timestamp(EPOCH + net.now)));
    assertThat(b.registry.entry("map", KEY)).isNull();
    assertThat(b.disbelieved).hasSize(1);
  }

  // Wrong clocks

  private Node withClock(long millis) {
    Node node = net.add(
        new Peer(PeerId.of("wrong"), millis, new PeerAddress("host", 9)), RegistryConfig.DEFAULT);
    net.link(node, a);
    net.link(node, b);
    net.pass(20_000);
    return node;
  }

  @Test
  void aNodeWhoseClockIsLateBelievesTheOthers() {
    put(a, ONE);
    Node late = withClock(1_000);
    assertThat(late.registry.entry("map", KEY)).isEqualTo(ONE);
    put(late, TWO);
    assertThat(c.registry.entry("map", KEY)).isEqualTo(TWO);
  }

  @Test
  void aNodeWhoseClockIsFarAheadIsBelieved() {
    Node early = withClock(EPOCH + net.now + 4_000 * DAY);
    put(early, ONE);
    assertThat(c.registry.entry("map", KEY)).isEqualTo(ONE);
    put(c, TWO);
    assertThat(early.registry.entry("map", KEY)).isEqualTo(TWO);
  }

  @Test
  void oneNeighborThatLiesAboutItsClockChangesNothing() {
    a.registry.receive(
        a.linkTo(c), new MemberSummary(null, null, List.of(), List.of(), Long.MAX_VALUE), net.now);
    net.drain(a);
    net.delivered = message -> !(message instanceof RegistryMessage.Digest);
    a.registry.receiveBroadcast(write(c, c.id(), GREATEST_TIMESTAMP - 1), net.now);
    net.drain(a);
    assertThat(a.registry.entry("map", KEY)).isNull();
  }
}
