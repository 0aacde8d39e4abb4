package org.hyparview.simulation.net;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * The links, dials, messages and timers between the nodes, with the faults that affect them.
 *
 * <p>A link keeps the order of all that is sent on it, its close included. A cut, or a node that
 * vanished, is noticed at the other end after the time in which missed heartbeats reveal it
 * ({@link #silence}); a node that crashed is noticed as soon as its reset arrives.
 */
final class Network {

  /** The observer of each input to a node. */
  interface Observer {
    void touched(SimulatedNode<?> node);
  }

  private final EventQueue eventQueue;
  private final SplittableRandom random;
  private final Latency latency;
  private final long silence;
  private final long refusal;
  private final LinkTable links = new LinkTable();
  private final Map<PeerAddress, SimulatedNode<?>> byAddress = new HashMap<>();
  private final Trace trace = new Trace();
  private final Observer observer;

  private Partition partition = Partition.NONE;
  private boolean someAreSlow;
  private double loss;
  private double duplicateDials;
  private long underWay;
  private long delivered;
  private long dials;

  Network(
      EventQueue eventQueue,
      SplittableRandom random,
      Latency latency,
      long silence,
      long refusal,
      Observer observer) {
    this.eventQueue = eventQueue;
    this.random = random;
    this.latency = latency;
    this.silence = silence;
    this.refusal = refusal;
    this.observer = observer;
  }

  // For the simulation

  void add(SimulatedNode<?> node) {
    byAddress.put(node.address(), node);
  }

  void setLoss(double probability) {
    loss = probability;
  }

  void setDuplicateDials(double probability) {
    duplicateDials = probability;
  }

  /** Delays all actions of this node. */
  void slow(SimulatedNode<?> node, long millis) {
    node.slowness = millis;
    someAreSlow = true;
  }

  Trace trace() {
    return trace;
  }

  /** Returns the number of messages, dials and closes on their way; timers don't count. */
  long underWay() {
    return underWay;
  }

  /** Returns the number of received messages. */
  long delivered() {
    return delivered;
  }

  /** Returns the number of dials. */
  long dials() {
    return dials;
  }

  /** Cuts the network in a new way; the cut links are found dead by their silence. */
  void cut(Partition newPartition) {
    partition = newPartition;
  }

  boolean isCut(SimulatedNode<?> a, SimulatedNode<?> b) {
    return partition != Partition.NONE
        && (partition.cuts(a.index(), b.index()) || partition.cuts(b.index(), a.index()));
  }

  /** Reports the loss of cut links at both ends. */
  void loseCutLinks(SimulatedNode<?> node) {
    for (LinkEnd end : node.ends()) {
      if (end.open && isCut(node, end.other.owner)) {
        lost(end);
      }
    }
  }

  /** Ends an incarnation: its peers notice by a reset, or by its silence. */
  void die(SimulatedNode<?> node, boolean silently) {
    for (LinkEnd end : node.die(silently)) {
      end.open = false;
      links.remove(end);
      later(
          silently ? eventQueue.now() + silence : eventQueue.now() + delay(node, end.other.owner),
          () -> lost(end.other));
    }
  }

  // For nodes

  void dial(Dial dial) {
    dials++;
    underWay++;
    SimulatedNode<?> target = byAddress.get(dial.to);
    long delay = target == null ? 1 : delay(dial.from, target);
    eventQueue.add(eventQueue.now() + delay, dial);
  }

  void send(SimulatedNode<?> from, long link, Object message) {
    LinkEnd end = links.get(link);
    if (end != null && end.owner == from) {
      transmit(end, message);
      if (end.twin != null) {
        repeat(end.twin, message);
        end.twin = null;
      }
    }
  }

  void close(SimulatedNode<?> from, long link) {
    LinkEnd end = links.get(link);
    if (end != null && end.owner == from) {
      close(end);
    }
  }

  void sendDirect(
      SimulatedNode<?> from, PeerAddress to, @Nullable PeerId expected, Object message) {
    SimulatedNode<?> target = byAddress.get(to);
    if (target != null && target != from && !isLost()) {
      underWay++;
      long handshake = delay(from, target) + delay(target, from);
      long arrival = eventQueue.now() + handshake + delay(from, target);
      eventQueue.add(arrival, new DirectMessage(this, from, target, expected, message));
    }
  }

  // Dials

  void dialArrived(Dial dial) {
    SimulatedNode<?> target = byAddress.get(dial.to);
    long back = target == null ? 1 : delay(target, dial.from);
    if (target != null && isCut(dial.from, target)) {
      dial.fail(ConnectFailure.UNREACHABLE);
      back = silence;
    } else if (target == null || !target.isAlive()) {
      dial.fail(ConnectFailure.UNREACHABLE);
      back = Math.max(back, refusal);
    } else if (target == dial.from) {
      dial.fail(ConnectFailure.SELF);
    } else if (dial.expected != null
        && !dial.expected.equals(target.host().self().id())) {
      dial.fail(ConnectFailure.WRONG_PEER);
    } else if (dial.from.isWaitingFor(dial)) {
      establish(dial, target);
    } else {
      dial.fail(ConnectFailure.UNREACHABLE);
    }
    eventQueue.add(eventQueue.now() + back, dial);
  }

  private void establish(Dial dial, SimulatedNode<?> target) {
    LinkEnd near = link(dial.from, target, false);
    dial.succeed(near);
    if (duplicateDials > 0 && random.nextDouble() < duplicateDials) {
      LinkEnd twin = link(dial.from, target, false);
      near.twin = twin;
      later(eventQueue.now() + silence, () -> close(twin));
    }
  }

  void dialEnded(Dial dial) {
    underWay--;
    LinkEnd near = dial.near();
    SimulatedNode<?> from = dial.from;
    if (!from.finish(dial)) {
      if (near != null && near.open) {
        close(near);
      }
    } else if (near != null && near.open) {
      trace.add(eventQueue.now(), near.number, 1);
      from.host().connected(dial.request, near.number, near.peer, eventQueue.now());
      settled(from);
    } else {
      trace.add(eventQueue.now(), dial.request, 2);
      from.host().connectFailed(dial.request, dial.failure(), eventQueue.now());
      settled(from);
    }
  }

  // Probes

  void probe(SimulatedNode<?> from, PeerAddress to, long timeout, ProbeListener listener) {
    underWay++;
    SimulatedNode<?> target = byAddress.get(to);
    Probe probe = new Probe(this, from, target, eventQueue.now() + timeout, listener);
    eventQueue.add(eventQueue.now() + (target == null ? 1 : delay(from, target)), probe);
  }

  void probeArrived(Probe probe) {
    SimulatedNode<?> target = probe.to;
    long back = eventQueue.now() + (target == null ? 1 : delay(target, probe.from));
    boolean heard = target == null || !(target.hasVanished() || isCut(probe.from, target));
    if (!heard || isLost() || back > probe.deadline) {
      probe.beSilent();
      back = probe.deadline;
    } else if (target != null && target.isAlive()) {
      probe.answer(target.host().self());
    }
    eventQueue.add(back, probe);
  }

  void probeEnded(Probe probe) {
    underWay--;
    SimulatedNode<?> from = probe.from;
    if (from.isAlive() && from.life() == probe.life) {
      trace.add(eventQueue.now(), from.index(), 4);
      probe.tell(eventQueue.now());
      settled(from);
    }
  }

  // Messages

  private void transmit(LinkEnd from, Object message) {
    if (!isLost()) {
      carry(from, new Delivery(this, from.other, message));
    }
  }

  /** Repeats the first message on a duplicated link on its twin. */
  private void repeat(LinkEnd twin, Object message) {
    if (twin.open) {
      transmit(twin, message);
    }
  }

  private boolean isLost() {
    return loss > 0 && random.nextDouble() < loss;
  }

  private void carry(LinkEnd from, EventQueue.Event event) {
    long arrival = eventQueue.now() + delay(from);
    if (arrival < from.lastArrival) {
      arrival = from.lastArrival;
    }
    from.lastArrival = arrival;
    if (from.temporary) {
      from.underWay++;
    }
    underWay++;
    eventQueue.add(arrival, event);
  }

  void deliver(LinkEnd to, Object message) {
    underWay--;
    if (to.open && (partition == Partition.NONE || !isCut(to.other.owner, to.owner))) {
      receive(to, message);
    }
    if (to.temporary) {
      to.other.underWay--;
      discardIfIdle(to);
    }
  }

  private void receive(LinkEnd to, Object message) {
    delivered++;
    long now = eventQueue.now();
    trace.add(now, to.number, message);
    to.host.receive(to.number, to.peer, message, now);
    settled(to.owner);
  }

  void deliverDirect(DirectMessage direct) {
    underWay--;
    SimulatedNode<?> from = direct.from;
    SimulatedNode<?> to = direct.to;
    boolean fits = from.life() == direct.life && from.isAlive() && to.isAlive() && !isCut(from, to);
    if (!fits
        || (direct.expected != null && !direct.expected.equals(to.host().self().id()))) {
      return;
    }
    LinkEnd near = link(from, to, true);
    receive(near.other, direct.message);
    discardIfIdle(near);
  }

  /** Ends an idle temporary link. No node relies on it, so none is notified. */
  private void discardIfIdle(LinkEnd end) {
    if (end.underWay == 0 && end.other.underWay == 0) {
      discard(end);
      discard(end.other);
    }
  }

  // Links

  private LinkEnd link(SimulatedNode<?> from, SimulatedNode<?> to, boolean temporary) {
    LinkEnd near = new LinkEnd(from, to, temporary);
    LinkEnd far = new LinkEnd(to, from, temporary);
    near.other = far;
    far.other = near;
    links.add(near);
    links.add(far);
    from.addEnd(near);
    to.addEnd(far);
    return near;
  }

  private void close(LinkEnd end) {
    if (end.open) {
      discard(end);
      if (end.twin != null) {
        close(end.twin);
      }
      carry(end, new LinkClosed(this, end.other));
    }
  }

  /** Handles a close by the peer. A cut delays the notice of a close; then silence reveals it. */
  void closedByPeer(LinkEnd end) {
    underWay--;
    if (end.temporary) {
      end.other.underWay--;
    }
    if (isCut(end.other.owner, end.owner)) {
      later(eventQueue.now() + silence, () -> lost(end));
    } else {
      lost(end);
    }
  }

  private void lost(LinkEnd end) {
    if (end.open) {
      discard(end);
      trace.add(eventQueue.now(), end.number, 3);
      end.owner.host().linkLost(end.number, eventQueue.now());
      settled(end.owner);
      if (end.other.open) {
        later(eventQueue.now(), () -> lost(end.other));
      }
    }
  }

  private void discard(LinkEnd end) {
    if (end.open) {
      end.open = false;
      links.remove(end);
      end.owner.removeEnd(end);
    }
  }

  private void later(long time, Runnable what) {
    eventQueue.add(time, new EventQueue.Event() {
      @Override
      void happen() {
        what.run();
      }
    });
  }

  /**
   * Returns the delay on a link. Without slow nodes the receiver is not examined, which saves
   * fetching it.
   */
  private long delay(LinkEnd from) {
    long millis = latency.millis(from.owner.index(), from.peerIndex, random);
    return someAreSlow ? millis + from.other.owner.slowness : millis;
  }

  private long delay(SimulatedNode<?> from, SimulatedNode<?> to) {
    return latency.millis(from.index(), to.index(), random) + to.slowness;
  }

  // Timers

  /** Sets the timer of a node after an input, and notifies the observer. */
  void settled(SimulatedNode<?> node) {
    arm(node);
    observer.touched(node);
  }

  /**
   * Ensures that a timer expires by the node's deadline. A running timer for a later deadline
   * stays: it will be needed again.
   */
  private void arm(SimulatedNode<?> node) {
    long deadline = node.host().deadline();
    if (node.isAlive() && node.setTimer(deadline)) {
      long time = Math.max(deadline, eventQueue.now()) + node.slowness;
      eventQueue.add(time, new TimerFired(this, node, deadline));
    }
  }

  void wake(TimerFired timer) {
    SimulatedNode<?> node = timer.node;
    if (node.life() != timer.life || !node.isAlive()) {
      return;
    }
    node.endTimer(timer.deadline);
    if (node.host().deadline() <= eventQueue.now()) {
      node.host().wake(eventQueue.now());
      settled(node);
    } else {
      arm(node);
    }
  }
}
