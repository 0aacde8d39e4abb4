package org.hyparview.cluster.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hyparview.cluster.QuorumLossPolicy;
import org.hyparview.cluster.SharedDataException;
import org.hyparview.cluster.group.GroupNet.Node;
import org.hyparview.cluster.group.GroupNet.Outcome;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreQuery;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Groups of replicas as nodes join, leave, die and lose each other. */
class GroupNodeTest {

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 3", "4, 3", "5, 5", "9, 5"})
  void thereAreAsManyVotersAsTheClusterIsToHave(int nodes, int voters) {
    GroupNet net = GroupNet.of(nodes);
    assertThat(net.node(nodes - 1).add("c")).isEqualTo(1);
    net.awaitVoters(voters);
    assertThat(net.node(0).add("c")).isEqualTo(2);
  }

  @Test
  void nothingIsFoundedUntilSomeoneNeedsIt() {
    GroupNet net = GroupNet.of(3);
    net.pass(10_000);
    assertThat(net.leaders()).isEmpty();
  }

  /** Of a cluster that has its data already, they may know nothing for a moment. */
  @Test
  void newNodesThatMeetEachOtherFirstFoundNoGroupOfTheirOwn() {
    GroupNet net = GroupNet.of(2);
    net.node(1).add("c");
    net.awaitVoters(2);
    net.cut(Set.of("n0", "n1"));
    Outcome<StoreResult> change = net.startUnaware("n2").submit(new StoreOp.Add("c", 1));
    net.startUnaware("n3");
    net.pass(100);
    net.heal();
    assertChangesTheOnlyGroup(net, change);
  }

  private static void assertChangesTheOnlyGroup(GroupNet net, Outcome<StoreResult> second) {
    net.await(second);
    assertThat(second.value()).isEqualTo(new StoreResult.Amount(2));
    assertThat(net.announced).hasSize(1);
  }

  /** They may have met each other before their cluster, whose nodes answer late. */
  @Test
  void noGroupIsFoundedWhileOtherNodesMayStillAnswer() {
    GroupNet net = GroupNet.of(2);
    net.node(0).searching = true;
    Outcome<StoreResult> change = net.node(1).submit(new StoreOp.Add("c", 1));
    net.pass(2_000);
    assertThat(net.announced).isEmpty();
    net.node(0).searching = false;
    assertThat(net.passUntil(450, () -> change.done)).isTrue();
  }

  /** The founder need not be asked again: who wants a group has no connection to it, say. */
  @Test
  void aGroupIsFoundedAsSoonAsTheContactsAreChecked() {
    GroupNet net = GroupNet.of(2);
    net.pass(1_000);
    net.node(0).mayHaveUnmet = true;
    Outcome<StoreResult> change = net.node(1).submit(new StoreOp.Add("c", 1));
    assertThat(net.passUntil(100, () -> change.done)).isFalse();
    net.node(0).mayHaveUnmet = false;
    assertThat(net.passUntil(60, () -> net.announced.size() == 1)).isTrue();
  }

  /** The news that it spreads may take longer than the way to it. */
  @Test
  void aMemberThatWasJustMetIsAskedWhetherItKnowsOfAGroup() {
    GroupNet net = GroupNet.of(1);
    Node late = net.node(0);
    late.mayHaveUnmet = true;
    Outcome<StoreResult> change = late.submit(new StoreOp.Add("c", 1));
    net.cut(Set.of(late.id));
    net.start("n1").add("c");
    Node follower = net.start("n2");
    net.awaitVoters(2);
    net.pass(1_000);
    net.mend();
    follower.group.memberUp(late.peer);
    late.group.memberUp(follower.peer);
    late.mayHaveUnmet = false;
    net.pass(100);
    net.heal();
    assertChangesTheOnlyGroup(net, change);
  }

  @Test
  void theAnswerOfANewMemberIsNotAwaitedForLong() {
    GroupNet net = GroupNet.of(2);
    net.pass(1_000);
    Node silent = net.start("n2");
    net.pass(10);
    net.pause(silent);
    Outcome<StoreResult> change = net.node(0).submit(new StoreOp.Add("c", 1));
    assertThat(net.passUntil(400, () -> change.done)).isTrue();
  }

  /** It was in its cluster, so it need not look for it as long as one that has met no node. */
  @Test
  void theLastNodeOfAClusterFoundsAGroupAsSoonAsNodesTogetherDo() {
    GroupNet net = GroupNet.of(2);
    Outcome<StoreResult> change = net.node(1).submit(new StoreOp.Add("c", 1));
    net.pass(50);
    net.leave(net.node(0), 1_000);
    assertThat(net.passUntil(450, () -> change.done)).isTrue();
  }

  /** Its founder leaves before there is a group: who is left is isolated, and searches again. */
  @Test
  void anIsolatedNodeWaitsOnlyForTheEndOfItsSearch() {
    GroupNet net = GroupNet.of(2);
    Node left = net.node(1);
    Outcome<StoreResult> change = left.submit(new StoreOp.Add("c", 1));
    net.pass(200);
    net.leave(net.node(0), 1_000);
    net.pass(50);
    left.searching = true;
    assertThat(net.passUntil(100, () -> change.done)).isFalse();
    left.searching = false;
    assertThat(net.passUntil(70, () -> change.done)).isTrue();
  }

  @Test
  void aLeaderThatDiesIsReplacedAtOnceAndNothingIsLost() {
    GroupNet net = GroupNet.of(3);
    net.node(2).add("c");
    net.awaitVoters(3);
    Node leader = net.leader();
    Node client = net.livingBut(leader);
    net.kill(leader);
    long died = net.now();
    assertThat(client.add("c")).isEqualTo(2);
    assertThat(net.now() - died).isLessThan(net.detection + 300L);
    net.awaitVoters(2);
    assertThat(client.count("c")).isEqualTo(2);
  }

  @Test
  void ofTwoNodesTheRemainingOneGoesOnWhicheverLed() {
    for (int dead = 0; dead < 2; dead++) {
      GroupNet net = GroupNet.of(2);
      net.node(1).add("c");
      net.awaitVoters(2);
      net.kill(net.node(dead));
      Node left = net.node(1 - dead);
      assertThat(left.add("c")).as("dead " + dead).isEqualTo(2);
      assertThat(left.count("c")).isEqualTo(2);
    }
  }

  /** Silence is no proof: the leader's side goes on, the other fails in time. */
  @Test
  void ofTwoNodesThatLoseEachOtherOnlyOneGoesOn() {
    GroupNet net = GroupNet.of(2);
    net.node(1).add("c");
    net.awaitVoters(2);
    Node leader = net.leader();
    Node other = net.node(0) == leader ? net.node(1) : net.node(0);
    net.cut(Set.of(other.id));
    net.pass(3_000);
    assertThat(leader.add("c")).isEqualTo(2);
    long asked = net.now();
    Outcome<StoreResult> failed = other.submit(new StoreOp.Add("c", 1));
    net.passUntil(20_000, () -> failed.done);
    assertThat(failed.failure).isInstanceOf(SharedDataException.class);
    assertThat(net.now() - asked).isLessThan(net.timeout + 200);
    assertThat(net.leaders()).containsExactly(leader);
    net.heal();
    net.awaitVoters(2);
    assertThat(other.count("c")).isEqualTo(2);
  }

  private static GroupNet two(QuorumLossPolicy policy) {
    GroupNet net = new GroupNet(1, GroupNet.config(policy));
    net.start("n0");
    net.start("n1");
    net.node(1).add("c");
    net.awaitVoters(2);
    assertThat(net.leader()).isEqualTo(net.node(0));
    return net;
  }

  @Test
  void withThePolicyWaitNoReplicaGoesOnWithoutAQuorum() {
    GroupNet net = two(QuorumLossPolicy.WAIT);
    net.kill(net.node(0));
    net.pass(5_000);
    Outcome<StoreResult> failed = net.node(1).submit(new StoreOp.Add("c", 1));
    net.passUntil(20_000, () -> failed.done);
    assertThat(failed.failure).isInstanceOf(SharedDataException.class);
    assertThat(net.leaders()).isEmpty();
  }

  /** Both sides go on, as the policy allows, and one of them loses what it did. */
  @Test
  void recoveryOnSilenceMayLoseASide() {
    GroupNet net = two(QuorumLossPolicy.RECOVER);
    net.cut(Set.of("n1"));
    net.pass(3_000);
    assertThat(net.node(0).add("c")).isEqualTo(2);
    assertThat(net.node(1).add("c")).isEqualTo(2);
    net.heal();
    net.awaitVoters(2);
    assertThat(net.node(0).count("c")).isEqualTo(2);
    assertThat(net.node(1).count("c")).isEqualTo(2);
  }

  /** Time continues under the next leader from where it was. */
  @Test
  void anEntryExpiresInTimeWhicheverNodeLeads() {
    GroupNet net = GroupNet.of(3);
    net.node(2).add("c");
    net.awaitVoters(3);
    Node leader = net.leader();
    Node client = net.livingBut(leader);
    Bytes key = Bytes.of((byte) 1);
    long begin = net.now();
    net.await(client.submit(new StoreOp.Put("m", key, key, 2_000)));
    net.pass(1_000);
    net.kill(leader);
    net.pass(begin + 1_990 - net.now());
    Outcome<StoreResult> before = client.query(new StoreQuery.Get("m", key));
    net.await(before);
    assertThat(before.value()).isEqualTo(new StoreResult.Value(key));
    // While there was no leader time went on all the same, but for the news of the last batch.
    net.pass(begin + 2_100 - net.now());
    Outcome<StoreResult> after = client.query(new StoreQuery.Get("m", key));
    net.await(after);
    assertThat(after.value()).isEqualTo(StoreResult.Value.NOTHING);
    Outcome<StoreResult> size = client.query(new StoreQuery.Size("m"));
    net.await(size);
    assertThat(size.value()).isEqualTo(new StoreResult.Amount(0));
  }

  @Test
  void theMajorityGoesOnAndTheMinorityComesBack() {
    GroupNet net = GroupNet.of(5);
    net.node(2).add("c");
    net.awaitVoters(5);
    Node leader = net.leader();
    Node friend = net.livingBut(leader);
    net.cut(Set.of(leader.id, friend.id));
    Node client = net.livingBut(leader, friend);
    assertThat(client.add("c")).isEqualTo(2);
    net.heal();
    net.awaitVoters(5);
    assertThat(leader.add("c")).isEqualTo(3);
    assertThat(friend.count("c")).isEqualTo(3);
  }

  @Test
  void whenAllReplicasAreLostTheRestStartsAgain() {
    GroupNet net = GroupNet.of(9);
    net.node(2).add("c");
    net.awaitVoters(5);
    List<String> voters = net.leader().group.voters();
    net.living().stream().filter(node -> voters.contains(node.id)).forEach(net::kill);
    assertThat(net.living().get(0).add("c")).isEqualTo(1);
  }

  /** A node that starts in a cluster may see no other node for a moment. */
  @Test
  void aLoneNodeBootstrapsNothingInItsFirstSecond() {
    GroupNet net = GroupNet.of(1);
    Outcome<StoreResult> first = net.node(0).submit(new StoreOp.Add("c", 1));
    net.pass(900);
    assertThat(net.leaders()).isEmpty();
    net.await(first);
    assertThat(net.now()).isLessThan(1_200);
  }

  /** The older one stays, and the other side is notified of what it has lost. */
  @Test
  void ofTwoGroupsThatMeetOneStays() {
    GroupNet net = GroupNet.of(2);
    net.cut(Set.of("n1"));
    net.pass(2_000);
    assertThat(net.node(0).add("c")).isEqualTo(1);
    net.pass(100);
    net.await(net.node(1).acquire("l", 1_000));
    assertThat(net.node(1).add("c")).isEqualTo(1);
    assertThat(net.leaders()).hasSize(2);
    net.heal();
    net.awaitVoters(2);
    assertThat(net.leader()).isEqualTo(net.node(0));
    assertThat(net.node(1).count("c")).isEqualTo(1);
    assertThat(net.node(1).losses).containsExactly("data", "locks [l]");
    assertThat(net.node(0).losses).isEmpty();
    assertThat(net.node(1).add("c")).isEqualTo(2);
  }

  /**
   * A node learns from a leader that hands over to another, whose snapshot is older. The learner
   * waits for the rest of the later one, of which the new leader has nothing.
   */
  @Test
  void aLearnerOfALeavingLeaderLearnsTheRestFromTheNextOne() {
    GroupNet net = GroupNet.of(2);
    for (int i = 0; i < 55; i++) {
      net.await(net.node(0).submit(put(i, 70_000)));
    }
    net.awaitVoters(2);
    Node leader = net.leader();
    Node heir = net.node(0) == leader ? net.node(1) : net.node(0);
    heir.group.replica().snapshot();
    net.await(net.node(0).submit(put(55, 100)));
    leader.group.replica().snapshot();
    net.bytesPerMilli = 2_000;
    Node fresh = net.start("n2");
    net.pass(500);
    net.leave(leader, 25_000);
    assertThat(net.passUntil(10_000, () -> leader.dead)).as("left").isTrue();
    net.leave(heir, 25_000);
    assertThat(net.passUntil(4_500, () -> heir.dead)).as("the heir, too").isTrue();
    Outcome<StoreResult> size = fresh.query(new StoreQuery.Size("m"));
    net.await(size);
    assertThat(size.value()).isEqualTo(new StoreResult.Amount(56));
  }

  /** A snapshot takes two seconds to send, and under load there is a later one each 0.1 s. */
  @Test
  void aLearnerUnderLoadCatchesUp() {
    GroupNet net = GroupNet.of(1);
    for (int i = 0; i < 40; i++) {
      net.await(net.node(0).submit(put(i, 100_000)));
    }
    net.bytesPerMilli = 2_000;
    Node fresh = net.start("n1");
    List<Outcome<StoreResult>> load = new ArrayList<>();
    while (net.voters() < 2 && net.now() < 30_000) {
      load.add(net.node(0).submit(new StoreOp.Add("c", 1)));
      net.pass(2);
    }
    assertThat(net.voters()).isEqualTo(2);
    net.bytesPerMilli = Integer.MAX_VALUE;
    net.await(load.get(load.size() - 1));
    assertThat(fresh.count("c")).isEqualTo(load.size());
  }

  private static StoreOp.Put put(int key, int bytes) {
    return new StoreOp.Put("m", Bytes.of((byte) key), Bytes.of(new byte[bytes]), 0);
  }

  @Test
  void aLeavingNodeHandsOverAtOnce() {
    GroupNet net = GroupNet.of(3);
    net.node(2).add("c");
    net.awaitVoters(3);
    Node leader = net.leader();
    List<String> left = new ArrayList<>();
    leader.group.leave(1_000, () -> left.add("left"));
    assertThat(net.passUntil(900, () -> !left.isEmpty())).isTrue();
    net.detection = 0;
    net.kill(leader);
    long gone = net.now();
    Node client = net.living().get(0);
    assertThat(client.add("c")).isEqualTo(2);
    assertThat(net.now() - gone).isLessThan(100);
  }

  @Test
  void locksAreGrantedInTurnWithGreaterTokens() {
    GroupNet net = GroupNet.of(3);
    Outcome<Long> first = net.node(0).acquire("l", 1_000);
    net.await(first);
    Outcome<Long> second = net.node(1).acquire("l", 5_000);
    Outcome<Long> third = net.node(2).acquire("l", 10);
    assertThat(net.passUntil(1_000, () -> third.done)).isTrue();
    assertThat(third.failure).hasMessage("Timed out waiting to get lock l");
    assertThat(second.done).isFalse();
    net.node(0).group.release("l", first.value());
    net.await(second);
    assertThat(second.value()).isGreaterThan(first.value());
  }

  @Test
  void theLocksOfADeadNodeAreReleased() {
    GroupNet net = GroupNet.of(4);
    Node holder = net.node(3);
    net.await(holder.acquire("l", 1_000));
    net.awaitVoters(3);
    Outcome<Long> next = net.node(1).acquire("l", 5_000);
    net.pass(100);
    assertThat(next.done).isFalse();
    net.kill(holder);
    net.await(next);
  }

  @Test
  void aPausedNodeLosesItsLocksAndGoesOn() {
    GroupNet net = GroupNet.of(4);
    Node holder = net.node(3);
    Outcome<Long> held = holder.acquire("l", 1_000);
    net.await(held);
    net.awaitVoters(3);
    net.cut(Set.of(holder.id));
    Outcome<Long> next = net.node(1).acquire("l", 5_000);
    net.await(next);
    assertThat(next.value()).isGreaterThan(held.value());
    net.heal();
    net.pass(1_000);
    assertThat(holder.add("c")).isEqualTo(1);
    assertThat(holder.losses).containsExactly("locks [l]");
  }

  @Test
  void whatIsTooBigOrTooMuchIsRefused() {
    GroupNet net = GroupNet.of(1);
    Outcome<StoreResult> big = net.node(0).submit(new StoreOp.Add("c".repeat(1 << 20), 1));
    assertThat(big.failure).hasMessageContaining("too big").hasMessageContaining("maxFrameSize");
    List<Outcome<StoreResult>> many = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      many.add(net.node(0).submit(new StoreOp.Add("c" + "x".repeat(20_000), 1)));
    }
    net.pass(3_000);
    assertThat(many.stream().filter(outcome -> outcome.failure != null).count()).isPositive();
    assertThat(many)
        .filteredOn(outcome -> outcome.failure != null)
        .allSatisfy(outcome -> assertThat(outcome.failure).hasMessageContaining("maxPendingBytes"));
    assertThat(many).allSatisfy(outcome -> assertThat(outcome.done).isTrue());
  }

  /** What only one log has of such a change could keep all others from being elected. */
  @Test
  void aLeaderThatIsCutOffProposesNoOtherMembers() {
    GroupNet net = GroupNet.of(3);
    net.node(2).add("c");
    net.awaitVoters(3);
    Node leader = net.leader();
    net.cut(Set.of(leader.id));
    net.pass(5_000);
    assertThat(leader.group.replica().latestMembers())
        .isEqualTo(leader.group.replica().members());
    net.heal();
    net.awaitVoters(3);
    assertThat(leader.add("c")).isEqualTo(2);
  }

  @Test
  void thatEnoughReplicasHaveNoLeaderIsSaidUntilTheyHaveOne() {
    GroupNet net = GroupNet.of(3);
    Node client = net.node(2);
    client.add("c");
    net.awaitVoters(3);
    net.loss = 1;
    Outcome<StoreResult> change = client.submit(new StoreOp.Add("c", 1));
    Outcome<StoreResult> question = client.query(new StoreQuery.Count("c"));
    net.passUntil(20_000, () -> change.done && question.done);
    assertThat(change.failure).hasMessageContaining("none of them leads");
    assertThat(question.failure).hasMessageContaining("none of them leads");
    net.loss = 0;
    net.pass(5_000);
    assertThat(client.count("c")).isBetween(1L, 2L);
  }
}
