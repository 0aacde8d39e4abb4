package org.hyparview.cluster.protocol.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.registry.RegistryEvent.NodeDown;
import org.hyparview.cluster.protocol.registry.RegistryEvent.NodeUp;
import org.hyparview.cluster.protocol.registry.RegistryEvent.Outcome;
import org.hyparview.cluster.protocol.registry.RegistryEvent.RegistrationAdded;
import org.hyparview.cluster.protocol.registry.RegistryEvent.RegistrationRemoved;
import org.hyparview.cluster.protocol.registry.RegistryEvent.Returned;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Update;
import org.hyparview.cluster.protocol.registry.RegistryNet.Node;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.junit.jupiter.api.Test;

/** Changes of the own record, and the handling of those of others. */
class RegistryTest {

  private static final RegistryConfig DEFAULT = RegistryConfig.DEFAULT;

  private final RegistryNet net = RegistryNet.joined(3);
  private final Node a = net.nodes.get(0);
  private final Node b = net.nodes.get(1);
  private final Node c = net.nodes.get(2);

  private long register(Node node, long seq, String address) {
    long ticket = node.registry.addRegistration(seq, address, net.now);
    net.drain(node);
    return ticket;
  }

  private long unregister(Node node, long seq) {
    long ticket = node.registry.removeRegistration(seq, net.now);
    net.drain(node);
    return ticket;
  }

  // Changes

  @Test
  void aRegistrationIsEverywhereWhenItIsCompleted() {
    long ticket = register(a, 1, "address");
    net.run();
    assertThat(a.reported.completed()).containsEntry(ticket, Outcome.ACKNOWLEDGED);
    assertThat(b.registry.registrations(a.id())).containsEntry(1L, "address");
    assertThat(c.registry.registrations(a.id())).containsEntry(1L, "address");
  }

  @Test
  void theSizesAreThoseOfWhatIsHeld() {
    register(a, 1, "address");
    register(b, 1, "address");
    register(b, 2, "other");
    a.registry.putEntry("map", Bytes.EMPTY, Bytes.EMPTY, net.now);
    b.registry.removeEntry("map", Bytes.EMPTY, net.now);
    net.drain(a);
    net.run();
    a.registry.removeEntry("map", Bytes.EMPTY, net.now);
    net.drain(a);
    net.run();
    assertThat(a.registry.sizes()).isEqualTo(new RegistrySizes(3, 1, 0, 0, 1, 0));
  }

  @Test
  void theOwnRegistrationsAreReportedAtOnce() {
    register(a, 1, "address");
    assertThat(a.reported.events()).contains(new RegistrationAdded(a.id(), 1, "address"));
    unregister(a, 1);
    assertThat(a.reported.events()).contains(new RegistrationRemoved(a.id(), 1, "address"));
  }

  @Test
  void theChangesOfOneTurnAreOneBroadcast() {
    net.broadcasts.clear();
    for (int i = 0; i < 100; i++) {
      register(a, i, "address" + i);
    }
    net.run();
    assertThat(net.broadcasts).hasSize(1);
    assertThat(b.registry.registrations(a.id())).hasSize(100);
  }

  @Test
  void aRemovalRightAfterTheAdditionIsReportedInThatOrder() {
    long added = register(a, 1, "address");
    long removed = unregister(a, 1);
    net.run();
    assertThat(b.reported.events())
        .containsSubsequence(
            new RegistrationAdded(a.id(), 1, "address"),
            new RegistrationRemoved(a.id(), 1, "address"));
    assertThat(a.reported.completed()).containsKeys(added, removed);
  }

  @Test
  void theRemovalOfWhatIsNotThereIsCompletedAfterWhatWasBefore() {
    net.acknowledging = false;
    long before = register(a, 1, "address");
    long nothing = unregister(a, 99);
    net.run();
    assertThat(a.reported.completed()).doesNotContainKeys(before, nothing);
    a.registry.broadcastCompleted(2, true, net.now);
    net.drain(a);
    assertThat(a.reported.completed()).containsKeys(before, nothing);
  }

  @Test
  void theRemovalOfWhatIsNotThereIsCompletedAtOnceIfNothingWasBefore() {
    net.broadcasts.clear();
    long nothing = unregister(a, 99);
    net.run();
    assertThat(a.reported.completed()).containsEntry(nothing, Outcome.ACKNOWLEDGED);
    assertThat(net.broadcasts).isEmpty();
  }

  @Test
  void aChangeThatIsNotAcknowledgedIsCompletedAtItsTimeout() {
    net.acknowledging = false;
    long ticket = register(a, 1, "address");
    net.pass(DEFAULT.completionTimeout() - 1);
    assertThat(a.reported.completed()).doesNotContainKey(ticket);
    net.pass(1);
    assertThat(a.reported.completed()).containsEntry(ticket, Outcome.TIMED_OUT);
  }

  /** The last update may never be acknowledged, as its neighbors have just departed. */
  @Test
  void theLastMemberWaitsForNoOther() {
    net.acknowledging = false;
    long before = register(a, 1, "address");
    net.pass(100);
    assertThat(a.reported.completed()).doesNotContainKey(before);
    for (Node other : List.of(b, c)) {
      net.kill(other);
      a.registry.declareDead(other.id(), other.registry.self().incarnation(), net.now);
    }
    net.drain(a);
    assertThat(a.reported.completed()).containsEntry(before, Outcome.ACKNOWLEDGED);
    long after = register(a, 2, "address");
    net.pass(1);
    assertThat(a.reported.completed()).containsEntry(after, Outcome.ACKNOWLEDGED);
    a.registry.leave(net.now);
    net.drain(a);
    assertThat(a.reported.hasLeft()).isTrue();
  }

  @Test
  void aSeqCannotBeTakenTwice() {
    register(a, 1, "address");
    assertThatThrownBy(() -> a.registry.addRegistration(1, "other", net.now))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("other");
  }

  @Test
  void infoAndMetadataAreKnownToAll() {
    a.registry.setNodeInfo(Bytes.of((byte) 1), net.now);
    a.registry.setMetadata(Bytes.of((byte) 2), net.now);
    net.drain(a);
    net.run();
    assertThat(c.registry.nodeInfo(a.id())).isEqualTo(Bytes.of((byte) 1));
    assertThat(c.registry.metadata(a.id())).isEqualTo(Bytes.of((byte) 2));
  }

  @Test
  void thousandsOfRegistrationsNeedSeveralBroadcastsAndArriveAll() {
    net.broadcasts.clear();
    for (int i = 0; i < 5_000; i++) {
      register(a, i, "an.address.of.some.length.".repeat(8) + i);
    }
    net.run();
    assertThat(net.broadcasts).hasSizeBetween(3, 10);
    assertThat(b.registry.registrations(a.id())).hasSize(5_000);
    assertThat(a.reported.completed().values()).doesNotContain(Outcome.TIMED_OUT);
  }

  @Test
  void aJoinerGetsThousandsOfRegistrationsInMessagesOfBoundedSize() {
    for (int i = 0; i < 5_000; i++) {
      register(a, i, "an.address.of.some.length.".repeat(8) + i);
    }
    net.run();
    net.messages.clear();
    Node joiner = net.add();
    net.link(joiner, b);
    net.run();
    assertThat(joiner.registry.registrations(a.id())).hasSize(5_000);
    assertThat(joiner.reported.hasJoined()).isTrue();
    long states =
        net.messages.stream().filter(m -> m instanceof RegistryMessage.State).count();
    assertThat(states).isBetween(4L, 12L);
  }

  // Broadcasts that are lost or overtake each other

  @Test
  void anUpdateHoldsAllThatWasNotAcknowledged() {
    net.broadcastReaches = (from, to) -> to != b;
    register(a, 1, "one");
    net.run();
    net.broadcastReaches = (from, to) -> true;
    net.messages.clear();
    long ticket = register(a, 2, "two");
    net.run();
    assertThat(b.registry.registrations(a.id())).hasSize(2);
    assertThat(a.reported.completed()).containsEntry(ticket, Outcome.ACKNOWLEDGED);
    assertThat(net.messages).isEmpty();
  }

  @Test
  void oldAndDoubledUpdatesChangeNothing() {
    register(a, 1, "one");
    net.run();
    Update old = net.broadcasts.get(net.broadcasts.size() - 1);
    unregister(a, 1);
    net.run();
    b.reported.clear();
    b.registry.receiveBroadcast(old, net.now);
    b.registry.receiveBroadcast(net.broadcasts.get(net.broadcasts.size() - 1), net.now);
    net.drain(b);
    assertThat(b.reported.events()).isEmpty();
    assertThat(b.registry.registrations(a.id())).isEmpty();
  }

  @Test
  void anUpdateThatIsPartlyKnownIsAppliedFromThere() {
    Stamp base = stamp(b, a);
    Peer owner = a.registry.self();
    RecordOp one = new RecordOp.AddRegistration(1, "one");
    RecordOp two = new RecordOp.AddRegistration(2, "two");
    b.registry.receiveBroadcast(update(new Delta(owner, base, List.of(one))), net.now);
    b.registry.receiveBroadcast(update(new Delta(owner, base, List.of(one, two))), net.now);
    net.drain(b);
    assertThat(b.registry.registrations(a.id())).hasSize(2);
  }

  @Test
  void aGapIsPulled() {
    net.broadcastReaches = (from, to) -> to != b;
    for (int i = 0; i < 5_000; i++) {
      register(a, i, "an.address.of.some.length." + i);
    }
    net.run();
    net.broadcastReaches = (from, to) -> true;
    register(a, 5_000, "the last");
    net.run();
    assertThat(b.registry.registrations(a.id())).hasSize(5_001);
    assertThat(b.registry.wanted()).isZero();
  }

  @Test
  void deltasThatWereEarlyAreAppliedAfterWhatIsPulled() {
    Peer owner = a.registry.self();
    net.delivered = message -> false;
    Stamp known = stamp(b, a);
    RecordOp later = new RecordOp.AddRegistration(9, "later");
    b.registry.receiveBroadcast(update(new Delta(owner, known.plus(1), List.of(later))), net.now);
    net.drain(b);
    assertThat(b.registry.registrations(a.id())).isEmpty();
    RecordOp first = new RecordOp.AddRegistration(8, "first");
    RegistryMessage.RecordPart part =
        new RegistryMessage.RecordPart(owner, known.version() + 1, 0, true, List.of(first));
    b.registry.receive(
        b.linkTo(a), new RegistryMessage.State(List.of(part), List.of(), List.of(), true), net.now);
    net.drain(b);
    assertThat(b.registry.registrations(a.id())).hasSize(2);
  }

  @Test
  void whatBroadcastsMissedIsFoundByTheDigest() {
    net.broadcastReaches = (from, to) -> false;
    register(a, 1, "address");
    register(b, 1, "another");
    net.pass(3 * DEFAULT.digestInterval());
    assertThat(net.isConverged()).isTrue();
    assertThat(c.registry.registrations(a.id())).hasSize(1);
  }

  @Test
  void equalReplicasExchangeDigestsOnly() {
    net.pass(1);
    net.messages.clear();
    net.pass(60_000);
    assertThat(net.messages).isNotEmpty().allMatch(m -> m instanceof RegistryMessage.Digest);
    assertThat(net.messages.size()).isLessThanOrEqualTo(3 * 60_000 / 2_500);
  }

  @Test
  void aPullThatIsNotAnsweredIsMadeElsewhere() {
    net.broadcastReaches = (from, to) -> false;
    register(a, 1, "address");
    net.delivered = message -> !(message instanceof RegistryMessage.State);
    net.pass(10_000);
    assertThat(c.registry.registrations(a.id())).isEmpty();
    net.delivered = message -> true;
    net.pass(20_000);
    assertThat(net.isConverged()).isTrue();
  }

  @Test
  void whatNoNodeHasIsGivenUp() {
    Peer ghost = new Peer(PeerId.of("ghost"), 5, new PeerAddress("host", 1));
    RecordOp op = new RecordOp.RemoveRegistration(1);
    b.registry.receiveBroadcast(update(new Delta(ghost, new Stamp(5, 3), List.of(op))), net.now);
    net.drain(b);
    assertThat(b.registry.wanted()).isOne();
    net.run();
    assertThat(b.registry.wanted()).isZero();
    assertThat(b.reported.nodes()).doesNotContain(ghost.id());
  }

  @Test
  void whatIsNeverAnsweredIsGivenUp() {
    Peer ghost = new Peer(PeerId.of("ghost"), 5, new PeerAddress("host", 1));
    RecordOp op = new RecordOp.RemoveRegistration(1);
    net.delivered = message -> false;
    b.registry.receiveBroadcast(update(new Delta(ghost, new Stamp(5, 3), List.of(op))), net.now);
    net.drain(b);
    net.pass(4 * DEFAULT.pullTimeout());
    assertThat(b.registry.wanted()).isZero();
  }

  // Death and return

  @Test
  void onlyTheDeadLoseWhatTheyHad() {
    register(a, 1, "of a");
    register(b, 1, "of b");
    net.run();
    net.kill(a);
    c.reported.clear();
    declareDead(c, a);
    assertThat(c.reported.events())
        .containsExactly(
            new RegistrationRemoved(a.id(), 1, "of a"),
            new NodeDown(a.registry.self(), DownReason.DEAD));
    assertThat(c.gone).containsExactly(a.id());
    assertThat(c.registry.registrations(b.id())).hasSize(1);
  }

  @Test
  void noOtherNodeBringsTheDeadBack() {
    register(a, 1, "of a");
    net.run();
    net.kill(a);
    c.reported.clear();
    declareDead(c, a);
    net.pass(60_000);
    assertThat(c.reported.nodes()).doesNotContain(a.id());
    assertThat(c.reported.events(NodeUp.class)).isEmpty();
  }

  @Test
  void aTombstoneFromANeighborIsAClaim() {
    net.unlink(a, c);
    declareDead(c, a);
    net.pass(10_000);
    assertThat(b.reported.nodes()).contains(a.id());
    assertThat(b.claims).isNotEmpty().allMatch(claim -> claim.id().equals(a.id()));
  }

  @Test
  void onlyALaterIncarnationBringsANodeBack() {
    register(a, 1, "of a");
    net.run();
    Peer former = a.registry.self();
    declareDead(c, a);
    net.run();
    assertThat(a.registry.self().isLaterThan(former)).isTrue();
    assertThat(a.reported.events()).contains(new Returned(a.registry.self()));
    assertThat(c.reported.events())
        .containsSubsequence(
            new NodeDown(former, DownReason.DEAD),
            new NodeUp(a.registry.self()),
            new RegistrationAdded(a.id(), 1, "of a"));
    assertThat(net.isConverged()).isTrue();
  }

  @Test
  void aNodeThatMissedTheDeathMissesTheReturn() {
    register(a, 1, "of a");
    net.run();
    b.reported.clear();
    declareDead(c, a);
    net.run();
    assertThat(b.reported.events()).isEmpty();
    assertThat(b.changed).contains(a.registry.self());
  }

  @Test
  void thousandsOfRegistrationsComeBackWithTheirOwner() {
    for (int i = 0; i < 5_000; i++) {
      register(a, i, "an.address.of.some.length." + i);
    }
    net.run();
    declareDead(b, a);
    declareDead(c, a);
    net.run();
    long ticket = register(a, 6_000, "after the return");
    net.run();
    assertThat(a.reported.completed()).containsEntry(ticket, Outcome.ACKNOWLEDGED);
    assertThat(b.registry.registrations(a.id())).hasSize(5_001);
    assertThat(net.isConverged()).isTrue();
  }

  @Test
  void aChangeUnderWayIsCompletedWhenTheReturnIsAcknowledged() {
    net.acknowledging = false;
    long ticket = register(a, 1, "of a");
    net.run();
    net.acknowledging = true;
    a.registry.heardOfOwnDeath(a.registry.self().incarnation(), net.now);
    net.drain(a);
    net.run();
    assertThat(a.reported.completed()).containsEntry(ticket, Outcome.ACKNOWLEDGED);
  }

  @Test
  void aRefutationRaisesTheIncarnationEverywhereAndChangesNothingElse() {
    register(a, 1, "of a");
    net.run();
    b.reported.clear();
    Peer former = a.registry.self();
    a.registry.refute(former.incarnation(), net.now);
    net.drain(a);
    net.run();
    assertThat(b.changed).contains(former.withIncarnation(former.incarnation() + 1));
    assertThat(b.reported.events()).isEmpty();
    assertThat(net.isConverged()).isTrue();
  }

  @Test
  void anOldSuspicionIsNotRefutedAgain() {
    Peer former = a.registry.self();
    a.registry.refute(former.incarnation(), net.now);
    net.drain(a);
    net.run();
    net.broadcasts.clear();
    a.registry.refute(former.incarnation(), net.now);
    net.drain(a);
    net.run();
    assertThat(net.broadcasts).isEmpty();
  }

  @Test
  void aDeclarationThatWasRefutedIsIgnored() {
    long former = a.registry.self().incarnation();
    a.registry.refute(former, net.now);
    net.drain(a);
    net.run();
    b.registry.declareDead(a.id(), former, net.now);
    net.drain(b);
    assertThat(b.reported.nodes()).contains(a.id());
  }

  @Test
  void noNodeDeclaresItselfDead() {
    a.registry.declareDead(a.id(), Long.MAX_VALUE, net.now);
    net.drain(a);
    assertThat(a.reported.nodes()).contains(a.id());
  }

  @Test
  void aTombstoneIsForgottenInTheEnd() {
    net.kill(a);
    declareDead(b, a);
    declareDead(c, a);
    net.pass(DEFAULT.tombstoneRetention() - 60_000);
    assertThat(b.registry.tombstones()).hasSize(1);
    net.pass(120_000);
    assertThat(b.registry.tombstones()).isEmpty();
    assertThat(net.isConverged()).isTrue();
  }

  // Leaving

  @Test
  void aLeavingNodeIsRemovedEverywhereAtOnce() {
    register(a, 1, "of a");
    net.run();
    long ticket = register(a, 2, "too");
    a.registry.leave(net.now);
    net.drain(a);
    net.run();
    assertThat(a.reported.hasLeft()).isTrue();
    assertThat(b.reported.events(NodeDown.class))
        .containsExactly(new NodeDown(a.registry.self(), DownReason.LEFT));
    assertThat(c.reported.nodes()).doesNotContain(a.id());
    assertThat(a.reported.completed()).containsKey(ticket);
    net.kill(a);
    net.pass(20_000);
    assertThat(net.isConverged()).isTrue();
  }

  @Test
  void whatWasWrittenBeforeLeavingArrivesBeforeIt() {
    a.registry.putEntry("map", Bytes.of((byte) 1), Bytes.of((byte) 2), net.now);
    net.run();
    a.registry.removeEntry("map", Bytes.of((byte) 1), net.now);
    net.broadcastReaches = (from, to) -> false;
    net.flush(a);
    net.run();
    net.broadcastReaches = (from, to) -> true;
    b.reported.clear();
    a.registry.leave(net.now);
    net.drain(a);
    net.run();
    assertThat(b.reported.events())
        .containsSubsequence(
            new RegistryEvent.EntryChanged("map", Bytes.of((byte) 1), null),
            new NodeDown(a.registry.self(), DownReason.LEFT));
  }

  @Test
  void aLastUpdateThatIsNotAcknowledgedEndsAfterAWhile() {
    net.acknowledging = false;
    a.registry.leave(net.now);
    net.drain(a);
    net.run();
    assertThat(a.reported.hasLeft()).isFalse();
    net.pass(DEFAULT.leaveTimeout());
    assertThat(a.reported.hasLeft()).isTrue();
    assertThat(a.registry.deadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aNodeThatNeverJoinedLeavesAtOnce() {
    Node joiner = net.add();
    joiner.registry.leave(net.now);
    joiner.registry.leave(net.now);
    net.drain(joiner);
    assertThat(joiner.reported.hasLeft()).isTrue();
  }

  @Test
  void aNodeThatHasLeftChangesNothingAndIgnoresInputs() {
    a.registry.leave(net.now);
    net.drain(a);
    net.run();
    long ticket = a.registry.removeRegistration(1, net.now);
    long added = a.registry.addRegistration(5, "late", net.now);
    long put = a.registry.putEntry("map", Bytes.EMPTY, Bytes.EMPTY, net.now);
    assertThat(a.registry.outbox().poll())
        .isEqualTo(new RegistryEvent.Completed(ticket, Outcome.LEFT));
    assertThat(a.registry.outbox().size()).isEqualTo(2);
    assertThat(put).isGreaterThan(added);
    a.registry.declareDead(b.id(), Long.MAX_VALUE, net.now);
    a.registry.receiveBroadcast(net.broadcasts.get(0), net.now);
    a.registry.receive(a.linkTo(b), new RegistryMessage.InSync(), net.now);
    a.registry.wake(net.now);
    a.registry.flush(net.now);
    a.registry.heardOfOwnDeath(Long.MAX_VALUE - 1, net.now);
    assertThat(a.registry.outbox().size()).isEqualTo(2);
  }

  // Bounds

  @Test
  void furtherRegistrationsThanAllowedAreRefusedHereAndIgnoredFromOthers() {
    RegistryNet small = new RegistryNet(1);
    Node node = small.add(RegistryConfig.builder().maxRegistrations(1).build());
    node.registry.alone(small.now);
    node.registry.addRegistration(1, "one", small.now);
    assertThatThrownBy(() -> node.registry.addRegistration(2, "two", small.now))
        .isInstanceOf(IllegalStateException.class);
    Peer other = new Peer(PeerId.of("other"), 5, new PeerAddress("host", 1));
    node.registry.receiveBroadcast(
        update(new Delta(
            other,
            new Stamp(5, 0),
            List.of(
                new RecordOp.AddRegistration(1, "one"), new RecordOp.AddRegistration(2, "two")))),
        small.now);
    small.drain(node);
    assertThat(node.registry.registrations(other.id())).hasSize(1);
  }

  @Test
  void furtherNodesThanAllowedAreIgnored() {
    RegistryNet small = new RegistryNet(1);
    Node node = small.add(RegistryConfig.builder().maxMembers(2).build());
    for (int i = 0; i < 5; i++) {
      Peer other = new Peer(PeerId.of("other" + i), 5, new PeerAddress("host", 1));
      node.registry.receiveBroadcast(
          update(new Delta(other, new Stamp(5, 0), List.of())), small.now);
    }
    small.drain(node);
    assertThat(node.registry.members()).hasSize(2);
  }

  @Test
  void theOldestTombstonesGoWhenThereAreTooMany() {
    RegistryNet small = new RegistryNet(1);
    Node node = small.add(RegistryConfig.builder().maxTombstones(2).build());
    for (int i = 0; i < 5; i++) {
      small.now++;
      node.registry.declareDead(PeerId.of("other" + i), 5, small.now);
    }
    assertThat(node.registry.tombstones())
        .extracting(tombstone -> tombstone.id().toString())
        .containsExactly("other3", "other4");
  }

  @Test
  void aRecordThatAPeerSpoilsIsStillARecord() {
    Stamp base = stamp(b, a);
    Delta odd = new Delta(
        a.registry.self(),
        base,
        List.of(
            new RecordOp.AddRegistration(1, "one"),
            new RecordOp.AddRegistration(1, "one"),
            new RecordOp.AddRegistration(1, "other"),
            new RecordOp.RemoveRegistration(5)));
    b.registry.receiveBroadcast(update(odd), net.now);
    net.drain(b);
    assertThat(b.registry.registrations(a.id())).containsExactly(Map.entry(1L, "other"));
  }

  @Test
  void messagesOfStrangersAreIgnored() {
    a.registry.receive(9_999, new RegistryMessage.Digest(1, true, 0), net.now);
    assertThat(a.registry.outbox().isEmpty()).isTrue();
  }

  private static Stamp stamp(Node at, Node of) {
    return Objects.requireNonNull(at.registry.stamp(of.id()), "stamp");
  }

  private static Update update(Delta delta) {
    return new Update(delta, List.of(), false);
  }

  private void declareDead(Node by, Node dead) {
    by.registry.declareDead(dead.id(), dead.registry.self().incarnation(), net.now);
    net.drain(by);
  }
}
