package org.hyparview.protocol.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.hyparview.protocol.hyparview.ComponentLabel;
import org.hyparview.protocol.hyparview.HyParViewAction;
import org.hyparview.protocol.hyparview.HyParViewAction.Connect;
import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.protocol.hyparview.HyParViewEvent.Isolated;
import org.hyparview.protocol.hyparview.HyParViewEvent.PeerDown;
import org.hyparview.protocol.hyparview.HyParViewEvent.PeerUp;
import org.hyparview.protocol.hyparview.HyParViewEvent.SelfChanged;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.hyparview.HyParViewMessage.Neighbor;
import org.hyparview.protocol.hyparview.HyParViewMessage.NeighborReply;
import org.hyparview.protocol.hyparview.HyParViewMessage.Outcome;
import org.hyparview.protocol.hyparview.HyParViewMessage.Priority;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.Answer;
import org.hyparview.protocol.plumtree.Fold;
import org.hyparview.protocol.plumtree.MessageId;
import org.hyparview.protocol.plumtree.PlumtreeAction;
import org.hyparview.protocol.plumtree.PlumtreeConfig;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Acknowledged;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Answered;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Asked;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Delivered;
import org.hyparview.protocol.plumtree.PlumtreeMessage;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Ack;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Announcement;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Gossip;
import org.hyparview.protocol.plumtree.PlumtreeMessage.IHave;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Prune;
import org.junit.jupiter.api.Test;

/** That the two machines hear of each other what they must, and in the right order. */
class OverlayTest {

  private static final Peer SELF = peer(0);
  private static final byte[] PAYLOAD = {7};

  private final Overlay overlay =
      new Overlay(SELF, HyParViewConfig.DEFAULT, PlumtreeConfig.DEFAULT, new SplittableRandom(1));
  private long now = 1_000;

  private static Peer peer(int number) {
    return new Peer(PeerId.of("n" + number), 7, new PeerAddress("10.0.0.1", 7000 + number));
  }

  private static Neighbor neighbor() {
    return new Neighbor(Priority.HIGH, new ComponentLabel(SELF.id(), 7, 0));
  }

  private static NeighborReply reply(Outcome outcome, long incarnation) {
    return new NeighborReply(outcome, incarnation, new ComponentLabel(SELF.id(), 7, 0), List.of());
  }

  /** What comes of an input, in order. */
  private List<Object> input(Consumer<Overlay> input) {
    input.accept(overlay);
    List<Object> outputs = new ArrayList<>();
    while (!overlay.outbox().isEmpty()) {
      outputs.add(overlay.outbox().poll());
    }
    return outputs;
  }

  private List<Object> receive(long link, HyParViewMessage message) {
    return input(o -> o.receive(link, peer((int) link), message, now));
  }

  private List<Object> receive(long link, PlumtreeMessage message) {
    return input(o -> o.receive(link, peer((int) link), message, now));
  }

  private static <T> List<T> only(Class<T> kind, List<Object> actions) {
    return actions.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static List<PlumtreeMessage> broadcasts(List<Object> actions) {
    return only(PlumtreeAction.Send.class, actions).stream()
        .map(PlumtreeAction.Send::message)
        .toList();
  }

  @Test
  void aPeerThatIsUpGetsBroadcasts() {
    receive(1, neighbor());
    List<Object> actions = input(o -> o.broadcast(PAYLOAD, now));
    MessageId id = new MessageId(SELF.id(), 7, 0);
    assertThat(only(Delivered.class, actions)).extracting(Delivered::id).containsExactly(id);
    assertThat(broadcasts(actions)).containsExactly(new Gossip(id, 0, 0, true, PAYLOAD));
  }

  @Test
  void aPeerIsUpBeforeItIsToldOfMessages() {
    MessageId id = overlay.broadcast(PAYLOAD, now);
    input(o -> {});
    List<Object> actions = receive(1, neighbor());
    PlumtreeAction told =
        new PlumtreeAction.Send(1, new IHave(List.of(new Announcement(id, 0, 0))));
    assertThat(actions).containsSubsequence(new PeerUp(peer(1), 1), told);
  }

  @Test
  void aPeerThatIsDownGetsNoMore() {
    receive(1, neighbor());
    List<Object> lost = input(o -> o.linkLost(1, now));
    assertThat(only(PeerDown.class, lost)).hasSize(1);
    assertThat(broadcasts(input(o -> o.broadcast(PAYLOAD, now)))).isEmpty();
  }

  @Test
  void broadcastMessagesAreReceivedFromNeighborsOnly() {
    Gossip gossip = new Gossip(new MessageId(peer(9).id(), 7, 0), 0, 0, false, PAYLOAD);
    assertThat(receive(1, gossip)).isEmpty();
    receive(1, neighbor());
    assertThat(only(Delivered.class, receive(1, gossip))).hasSize(1);
  }

  @Test
  void acknowledgementsAreReported() {
    receive(1, neighbor());
    input(o -> o.broadcastAcknowledged(PAYLOAD, 1_000, now));
    MessageId id = new MessageId(SELF.id(), 7, 0);
    assertThat(receive(1, new Ack(id, 1, true, List.of())))
        .containsExactly(new Acknowledged(id, 1));
  }

  @Test
  void dialsPassThrough() {
    List<Object> joined = input(o -> o.join(List.of(peer(1).address()), now));
    Connect connect = only(Connect.class, joined).get(0);
    input(o -> o.connected(connect.request(), 1, peer(1), now));
    List<Object> accepted = receive(1, reply(Outcome.ACCEPTED, 0));
    assertThat(only(PeerUp.class, accepted)).containsExactly(new PeerUp(peer(1), 1));
    assertThat(overlay.membership().activeView()).containsExactly(peer(1));
  }

  @Test
  void failedDialsPassThrough() {
    List<Object> joined = input(o -> o.join(List.of(peer(1).address()), now));
    Connect connect = only(Connect.class, joined).get(0);
    List<Object> failed =
        input(o -> o.connectFailed(connect.request(), ConnectFailure.UNREACHABLE, now));
    assertThat(only(Isolated.class, failed)).hasSize(1);
  }

  @Test
  void aNodeWithoutNeighborsAnswersItsOwnQuestion() {
    List<Object> asked = input(o -> o.ask(PAYLOAD, Fold.SUM, 1_000, now));
    MessageId question = only(Asked.class, asked).get(0).id();
    List<Object> answered =
        input(o -> assertThat(o.answer(question, Answer.of(42), now)).isTrue());
    Answered result = only(Answered.class, answered).get(0);
    assertThat(result.id()).isEqualTo(question);
    assertThat(result.reachedAll()).isTrue();
    assertThat(overlay.answer(question, Answer.of(1), now)).isFalse();
  }

  @Test
  void aNewIncarnationIsThatOfTheMessagesToo() {
    List<Object> joined = input(o -> o.join(List.of(peer(1).address()), now));
    Connect connect = only(Connect.class, joined).get(0);
    input(o -> o.connected(connect.request(), 1, peer(1), now));
    List<Object> stale = receive(1, reply(Outcome.STALE, 20));
    assertThat(only(SelfChanged.class, stale)).hasSize(1);
    assertThat(overlay.broadcast(PAYLOAD, now)).isEqualTo(new MessageId(SELF.id(), 21, 0));
    assertThat(overlay.plumtree().self()).isEqualTo(overlay.membership().self());
  }

  @Test
  void leavingEndsTheNeighborhoodForBoth() {
    receive(1, neighbor());
    List<Object> left = input(o -> o.leave(now));
    assertThat(only(PeerDown.class, left)).hasSize(1);
    assertThat(broadcasts(input(o -> o.broadcast(PAYLOAD, now)))).isEmpty();
  }

  @Test
  void theEarlierOfTheTwoDeadlinesCountsAndEachMachineIsWokenAtItsOwn() {
    input(o -> o.join(List.of(), now));
    receive(1, neighbor());
    receive(2, neighbor());
    receive(2, Prune.INSTANCE);
    receive(1, new Gossip(new MessageId(peer(9).id(), 7, 0), 0, 0, false, PAYLOAD));
    long flush = now + PlumtreeConfig.DEFAULT.ihaveInterval();
    assertThat(overlay.deadline()).isEqualTo(flush).isEqualTo(overlay.plumtree().deadline());
    now = flush;
    List<Object> woken = input(o -> o.wake(now));
    assertThat(broadcasts(woken)).hasSize(1).allMatch(IHave.class::isInstance);
    assertThat(overlay.deadline())
        .isEqualTo(Math.min(overlay.membership().deadline(), overlay.plumtree().deadline()));
    now = overlay.membership().deadline();
    input(o -> o.wake(now));
    assertThat(overlay.deadline()).isGreaterThan(now);
  }

  @Test
  void contactsInOrderAreAskedFromTheFirstOn() {
    List<PeerAddress> contacts =
        List.of(peer(4).address(), peer(3).address(), peer(5).address());
    assertThat(input(overlay -> overlay.joinInOrder(contacts, now)))
        .singleElement()
        .isInstanceOfSatisfying(
            HyParViewAction.Connect.class,
            dial -> assertThat(dial.address()).isEqualTo(contacts.get(0)));
  }

  @Test
  void whomTheHostBindsToIsAskedOnce() {
    List<Object> asked = input(overlay -> overlay.bind(peer(3), now));
    assertThat(asked)
        .singleElement()
        .isInstanceOfSatisfying(
            HyParViewAction.Connect.class,
            dial -> assertThat(dial.address()).isEqualTo(peer(3).address()));
    assertThat(input(overlay -> overlay.bind(peer(3), now))).isEmpty();
  }

  @Test
  void nobodyIsBoundToItselfNorAfterItHasLeft() {
    assertThat(input(overlay -> overlay.bind(SELF, now))).isEmpty();
    input(overlay -> overlay.leave(now));
    assertThat(input(overlay -> overlay.bind(peer(3), now))).isEmpty();
  }
}
