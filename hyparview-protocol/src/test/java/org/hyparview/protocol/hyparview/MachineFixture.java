package org.hyparview.protocol.hyparview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.hyparview.protocol.hyparview.HyParViewAction.Close;
import org.hyparview.protocol.hyparview.HyParViewAction.Connect;
import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.hyparview.HyParViewAction.Send;
import org.hyparview.protocol.hyparview.HyParViewAction.SendDirect;
import org.hyparview.protocol.hyparview.HyParViewEvent.PeerDown;
import org.hyparview.protocol.hyparview.HyParViewEvent.PeerUp;
import org.hyparview.protocol.hyparview.HyParViewMessage.Disconnect;
import org.hyparview.protocol.hyparview.HyParViewMessage.DisconnectReason;
import org.hyparview.protocol.hyparview.HyParViewMessage.Neighbor;
import org.hyparview.protocol.hyparview.HyParViewMessage.NeighborReply;
import org.hyparview.protocol.hyparview.HyParViewMessage.Outcome;
import org.hyparview.protocol.hyparview.HyParViewMessage.Priority;
import org.hyparview.protocol.hyparview.HyParViewMessage.Shuffle;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.machine.Output;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;

/**
 * One machine, driven by hand: gives it inputs and hands out what it asks for. After each input the
 * invariants are checked. This node is number 50, so that others have smaller and larger ids.
 */
final class MachineFixture {

  static final Peer SELF = peer(50);

  static final HyParViewConfig CONFIG = HyParViewConfig.DEFAULT;

  private static final int MOST_WAKES = 1_000;

  /** A neighbor and the link to it. */
  record LinkedPeer(Peer peer, long link) {}

  /** What inputs brought about, in order. */
  record Actions(List<Output<?>> all) {

    <T extends Output<?>> List<T> of(Class<T> kind) {
      return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The only action of its kind. */
    <T extends Output<?>> T the(Class<T> kind) {
      assertThat(of(kind)).as("%s in %s", kind.getSimpleName(), all).hasSize(1);
      return of(kind).get(0);
    }

    /** The links of the messages of a kind. */
    List<Long> linksOf(Class<? extends HyParViewMessage> kind) {
      return of(Send.class).stream()
          .filter(send -> kind.isInstance(send.message()))
          .map(Send::link)
          .toList();
    }

    <T extends HyParViewMessage> List<T> sent(Class<T> kind) {
      return of(Send.class).stream()
          .map(Send::message)
          .filter(kind::isInstance)
          .map(kind::cast)
          .toList();
    }

    <T extends HyParViewMessage> T theSent(Class<T> kind) {
      assertThat(sent(kind)).as("%s in %s", kind.getSimpleName(), all).hasSize(1);
      return sent(kind).get(0);
    }

    List<HyParViewMessage> on(long link) {
      return of(Send.class).stream()
          .filter(send -> send.link() == link)
          .map(Send::message)
          .toList();
    }

    <T extends HyParViewMessage> List<T> direct(Class<T> kind) {
      return of(SendDirect.class).stream()
          .map(SendDirect::message)
          .filter(kind::isInstance)
          .map(kind::cast)
          .toList();
    }

    List<Connect> connects() {
      return of(Connect.class);
    }

    List<Peer> ups() {
      return of(PeerUp.class).stream().map(PeerUp::peer).toList();
    }

    List<Peer> downs() {
      return of(PeerDown.class).stream().map(PeerDown::peer).toList();
    }

    List<Long> closed() {
      return of(Close.class).stream().map(Close::link).toList();
    }
  }

  final HyParView machine;
  final HyParViewConfig config;
  long now = 1_000_000;

  private long lastLink;
  private boolean member;

  MachineFixture(HyParViewConfig config, long seed) {
    this.config = config;
    machine = new HyParView(SELF, config, new SplittableRandom(seed));
  }

  MachineFixture(long seed) {
    this(CONFIG, seed);
  }

  MachineFixture() {
    this(1);
  }

  // Peers and messages

  /** A peer of two digits, so that the order of ids is that of numbers. */
  static Peer peer(int number) {
    return new Peer(
        PeerId.of(String.format("n%03d", number)),
        1_000L + number,
        new PeerAddress("10.0.0." + number, 7100));
  }

  static List<Peer> peers(int from, int to) {
    return IntStream.range(from, to).mapToObj(MachineFixture::peer).toList();
  }

  static Peer later(Peer peer) {
    return peer.withIncarnation(peer.incarnation() + 1);
  }

  static Peer earlier(Peer peer) {
    return peer.withIncarnation(peer.incarnation() - 1);
  }

  static ComponentLabel label(Peer root) {
    return label(root, 0);
  }

  static ComponentLabel label(Peer root, long beat) {
    return new ComponentLabel(root.id(), root.incarnation(), beat);
  }

  static Neighbor neighbor(Priority priority) {
    return new Neighbor(priority, label(SELF));
  }

  static NeighborReply reply(Outcome outcome, Peer... sample) {
    return new NeighborReply(outcome, 0, label(SELF), List.of(sample));
  }

  static NeighborReply stale(long incarnation) {
    return new NeighborReply(Outcome.STALE, incarnation, label(SELF), List.of());
  }

  static Disconnect evicted(Peer... sample) {
    return new Disconnect(DisconnectReason.EVICTED, List.of(sample));
  }

  static Disconnect leaving(Peer... sample) {
    return new Disconnect(DisconnectReason.LEAVING, List.of(sample));
  }

  // Inputs

  private Actions input(Consumer<HyParView> input) {
    input.accept(machine);
    List<Output<?>> actions = new ArrayList<>();
    while (!machine.outbox().isEmpty()) {
      actions.add(machine.outbox().poll());
    }
    Invariants.check(machine, config, member, now);
    return new Actions(actions);
  }

  Actions join(PeerAddress... contacts) {
    member = true;
    return input(m -> m.join(List.of(contacts), now));
  }

  Actions joinInOrder(PeerAddress... contacts) {
    member = true;
    return input(m -> m.joinInOrder(List.of(contacts), now));
  }

  /** Joins with no contacts, which asks for nothing. */
  MachineFixture joined() {
    assertThat(join().all()).isEmpty();
    return this;
  }

  Actions receive(long link, Peer from, HyParViewMessage message) {
    return input(m -> m.receive(link, from, message, now));
  }

  Actions receive(LinkedPeer from, HyParViewMessage message) {
    return receive(from.link, from.peer, message);
  }

  Actions connected(Connect connect, long link, Peer peer) {
    return input(m -> m.connected(connect.request(), link, peer, now));
  }

  Actions connectFailed(Connect connect, ConnectFailure reason) {
    return input(m -> m.connectFailed(connect.request(), reason, now));
  }

  Actions unreachable(Connect connect) {
    return connectFailed(connect, ConnectFailure.UNREACHABLE);
  }

  Actions linkLost(long link) {
    return input(m -> m.linkLost(link, now));
  }

  Actions leave() {
    member = false;
    return input(m -> m.leave(now));
  }

  Actions wake() {
    return input(m -> m.wake(now));
  }

  // Time

  /** Wakes the machine when it wants to be, which must be later than the last time. */
  Actions wakeAtDeadline() {
    assertThat(machine.deadline()).isGreaterThanOrEqualTo(now).isNotEqualTo(Machine.NEVER);
    now = machine.deadline();
    Actions actions = wake();
    assertThat(machine.deadline()).as("the deadline after a wake").isGreaterThan(now);
    return actions;
  }

  /** Wakes the machine until that comes of it, and gives what came of the last wake. */
  Actions until(Predicate<Actions> reached) {
    for (int wakes = 0; wakes < MOST_WAKES; wakes++) {
      Actions actions = wakeAtDeadline();
      if (reached.test(actions)) {
        return actions;
      }
    }
    throw new AssertionError("Not reached in " + MOST_WAKES + " wakes");
  }

  /** Lets time pass, and wakes the machine whenever it wants to be. */
  Actions pass(long millis) {
    long end = now + millis;
    List<Output<?>> actions = new ArrayList<>();
    for (int wakes = 0; machine.deadline() <= end; wakes++) {
      assertThat(wakes).as("wakes in %s ms", millis).isLessThan(MOST_WAKES);
      actions.addAll(wakeAtDeadline().all);
    }
    now = end;
    return new Actions(actions);
  }

  /** Lets one periodic step happen. */
  Actions tick() {
    return pass(config.shuffleInterval());
  }

  // Situations

  long newLink() {
    return ++lastLink;
  }

  /** Makes a peer a neighbor, at its own urgent request. */
  LinkedPeer neighbor(Peer peer) {
    long link = newLink();
    Actions actions = receive(link, peer, neighbor(Priority.HIGH));
    assertThat(actions.ups()).containsExactly(peer);
    return new LinkedPeer(peer, link);
  }

  /** Makes peers 0 to count - 1 neighbors. */
  List<LinkedPeer> neighbors(int count) {
    List<LinkedPeer> neighbors = new ArrayList<>();
    for (Peer peer : peers(0, count)) {
      neighbors.add(neighbor(peer));
    }
    return neighbors;
  }

  /** Lets a neighbor shuffle these peers into the passive view. */
  void knows(LinkedPeer teller, List<Peer> peers) {
    for (int i = 0; i < peers.size(); i += config.sampleSize()) {
      List<Peer> part = peers.subList(i, Math.min(peers.size(), i + config.sampleSize()));
      receive(teller, new Shuffle(teller.peer, 1, TimeToLive.of(1), label(SELF), part));
    }
    assertThat(machine.passiveView()).containsAll(peers);
  }

  void knows(LinkedPeer teller, Peer... peers) {
    knows(teller, Arrays.asList(peers));
  }

  /** Opens the link that was asked for, and gives its number. */
  long open(Connect connect) {
    return open(connect, peerOf(connect));
  }

  long open(Connect connect, Peer peer) {
    long link = newLink();
    connected(connect, link, peer);
    return link;
  }

  /** The peer that a link was asked for to. */
  static Peer peerOf(Connect connect) {
    return peers(0, 256).stream()
        .filter(peer -> peer.address().equals(connect.address()))
        .findFirst()
        .orElseThrow();
  }

  List<Peer> active() {
    return machine.activeView();
  }

  List<Peer> passive() {
    return machine.passiveView();
  }
}
