package org.hyparview.protocol.plumtree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.machine.Output;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.PlumtreeAction.Send;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Acknowledged;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Answered;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Asked;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Delivered;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Unacknowledged;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Ack;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Announcement;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Gossip;
import org.hyparview.protocol.plumtree.PlumtreeMessage.IHave;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Prune;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Question;
import org.jspecify.annotations.Nullable;

/** A broadcast machine, its inputs, and what came of each; invariants are checked after each. */
final class PlumtreeFixture {

  static final PlumtreeConfig CONFIG = PlumtreeConfig.DEFAULT;
  static final Peer SELF = peer(500);
  static final byte[] PAYLOAD = {1, 2, 3};
  private static final int MOST_WAKES = 10_000;

  /** What came of one input. */
  record Actions(List<Output<?>> all) {

    <T extends Output<?>> List<T> of(Class<T> kind) {
      return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The messages of a kind that were sent. */
    <T extends PlumtreeMessage> List<T> sent(Class<T> kind) {
      return of(Send.class).stream()
          .map(Send::message)
          .filter(kind::isInstance)
          .map(kind::cast)
          .toList();
    }

    /** All that was sent on a link. */
    List<PlumtreeMessage> to(long link) {
      return of(Send.class).stream()
          .filter(send -> send.link() == link)
          .map(Send::message)
          .toList();
    }

    /** The links on which messages of a kind were sent. */
    List<Long> linksOf(Class<? extends PlumtreeMessage> kind) {
      return of(Send.class).stream()
          .filter(send -> kind.isInstance(send.message()))
          .map(Send::link)
          .toList();
    }

    /** The messages that were delivered, or asked if they are questions. */
    List<MessageId> delivered() {
      return all.stream()
          .filter(output -> output instanceof Delivered || output instanceof Asked)
          .map(output -> output instanceof Asked asked ? asked.id() : ((Delivered) output).id())
          .toList();
    }

    /** The only outcome, of an acknowledged broadcast or a question. */
    PlumtreeEvent outcome() {
      List<PlumtreeEvent> outcomes = outcomes();
      assertThat(outcomes).hasSize(1);
      return outcomes.get(0);
    }

    List<PlumtreeEvent> outcomes() {
      return of(PlumtreeEvent.class).stream()
          .filter(event -> event instanceof Acknowledged
              || event instanceof Unacknowledged
              || event instanceof Answered)
          .toList();
    }
  }

  final Plumtree machine;
  final PlumtreeConfig config;
  long now = 1_000_000;

  @Nullable
  MessageId asked;

  boolean taken;

  PlumtreeFixture(PlumtreeConfig config) {
    this.config = config;
    machine = new Plumtree(SELF, config);
  }

  PlumtreeFixture() {
    this(CONFIG);
  }

  // Peers and messages

  static Peer peer(int number) {
    return new Peer(
        PeerId.of(String.format("n%03d", number)), 7, new PeerAddress("10.0.0.1", 7000 + number));
  }

  /** A message of some other node. */
  static MessageId id(int origin, long sequence) {
    return new MessageId(peer(origin).id(), 7, sequence);
  }

  static Gossip gossip(MessageId id, int round) {
    return new Gossip(id, round, 0, false, PAYLOAD);
  }

  static Gossip gossip(MessageId id) {
    return gossip(id, 2);
  }

  static Gossip shaping(MessageId id) {
    return new Gossip(id, 2, 0, true, PAYLOAD);
  }

  static Gossip shaping(MessageId id, int round) {
    return new Gossip(id, round, 0, true, PAYLOAD);
  }

  static Gossip acknowledged(MessageId id, int attempt) {
    return new Gossip(id, 2, attempt, false, PAYLOAD);
  }

  static Gossip question(MessageId id, int attempt, Fold fold, int millis) {
    return new Gossip(id, 2, attempt, false, PAYLOAD, new Question(fold, millis));
  }

  static Ack answers(MessageId id, int attempt, @Nullable FoldResult answers) {
    return new Ack(id, attempt, true, List.of(), 0, answers);
  }

  static IHave ihave(MessageId... ids) {
    return new IHave(Arrays.stream(ids).map(id -> new Announcement(id, 2, 0)).toList());
  }

  static IHave ihave(MessageId id, int round, int attempt) {
    return new IHave(List.of(new Announcement(id, round, attempt)));
  }

  static Ack ack(MessageId id, int attempt) {
    return new Ack(id, attempt, true, List.of());
  }

  static Ack unclean(MessageId id, int attempt, Peer... missing) {
    return new Ack(id, attempt, false, Arrays.stream(missing).map(Peer::id).toList());
  }

  // Inputs

  private Actions input(Consumer<Plumtree> input) {
    input.accept(machine);
    List<Output<?>> actions = new ArrayList<>();
    Output<?> action = machine.outbox().poll();
    while (action != null) {
      if (action instanceof Send send) {
        assertThat(machine.neighbors().at(send.link())).as("2: %s", send).isNotNull();
      }
      actions.add(action);
      action = machine.outbox().poll();
    }
    PlumtreeInvariants.check(machine, config, now);
    return new Actions(actions);
  }

  Actions broadcast() {
    return input(m -> m.broadcast(PAYLOAD, now));
  }

  Actions broadcastAcknowledged(long timeout) {
    return input(m -> m.broadcastAcknowledged(PAYLOAD, timeout, now));
  }

  /** Asks a question, whose id is {@link #asked} afterwards, or null if it was not asked. */
  Actions ask(Fold fold, long timeout) {
    return input(m -> asked = m.ask(PAYLOAD, fold, timeout, now));
  }

  /** Gives an answer; {@link #taken} says whether it was taken. */
  Actions answer(MessageId id, Answer answer) {
    return input(m -> taken = m.answer(id, answer, now));
  }

  Actions up(long link) {
    return up(peer((int) link), link);
  }

  Actions up(Peer peer, long link) {
    return input(m -> m.neighborUp(peer, link, now));
  }

  /** Makes peers 1 to count neighbors, each at the link of its number. */
  PlumtreeFixture neighbors(int count) {
    for (int link = 1; link <= count; link++) {
      up(link);
    }
    pass(config.settleTime() + 1);
    return this;
  }

  /** Makes links lazy. */
  PlumtreeFixture lazy(long... links) {
    for (long link : links) {
      receive(link, Prune.INSTANCE);
    }
    return this;
  }

  Actions down(long link) {
    return input(m -> m.neighborDown(link, now));
  }

  Actions linkLost(long link) {
    return input(m -> m.linkLost(link, now));
  }

  Actions receive(long link, PlumtreeMessage message) {
    return input(m -> m.receive(link, peer((int) link), message, now));
  }

  Actions renamed(Peer self) {
    return input(m -> m.renamed(self));
  }

  Actions wake() {
    return input(m -> m.wake(now));
  }

  // Time

  /** Lets time pass, and wakes the machine whenever it wants to be. */
  Actions pass(long millis) {
    long end = now + millis;
    List<Output<?>> actions = new ArrayList<>();
    for (int wakes = 0; machine.deadline() <= end; wakes++) {
      assertThat(wakes).as("wakes in %s ms", millis).isLessThan(MOST_WAKES);
      now = Math.max(now, machine.deadline());
      actions.addAll(wake().all);
      assertThat(machine.deadline()).as("the deadline after a wake").isGreaterThan(now);
    }
    now = end;
    return new Actions(actions);
  }

  boolean isEager(long link) {
    Neighbor neighbor = machine.neighbors().at(link);
    if (neighbor == null) {
      throw new AssertionError("There is no neighbor at link " + link);
    }
    return neighbor.eager;
  }

  boolean isResting() {
    return machine.deadline() == Machine.NEVER;
  }
}
