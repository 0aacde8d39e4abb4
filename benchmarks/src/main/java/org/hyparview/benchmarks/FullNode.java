package org.hyparview.benchmarks;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.hyparview.protocol.hyparview.HyParView;
import org.hyparview.protocol.hyparview.HyParViewAction.Connect;
import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.protocol.hyparview.HyParViewEvent.PeerUp;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.hyparview.HyParViewMessage.ForwardJoin;
import org.hyparview.protocol.hyparview.HyParViewMessage.Join;
import org.hyparview.protocol.hyparview.HyParViewMessage.NeighborReply;
import org.hyparview.protocol.hyparview.TimeToLive;
import org.hyparview.protocol.machine.Outbox;
import org.hyparview.protocol.machine.Output;
import org.hyparview.protocol.peer.Peer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A machine with full views, and the least of a host: it numbers links, keeps the time and takes
 * the outputs, but does nothing of what they ask for.
 */
final class FullNode {

  private static final int SEED = 42;

  private final HyParViewConfig config;
  private final HyParView machine;
  private final Outbox<HyParView.Host> outbox;
  private long now;
  private long lastLink;
  private @Nullable PeerUp newest;
  private @Nullable Peer asked;

  /** A node whose neighbors are the nodes 1 and up, and whose candidates are the next ones. */
  FullNode(HyParViewConfig config, Blackhole blackhole) {
    this.config = config;
    machine = new HyParView(Nodes.node(0), config, new SplittableRandom(SEED));
    outbox = machine.outbox();
    machine.join(List.of(), now);
    int next = 1;
    while (machine.activeSize() < config.activeViewSize()) {
      receiveOnNewLink(Nodes.node(next++), new Join(Nodes.label()));
      drain(blackhole);
    }
    TimeToLive leavingTrace = TimeToLive.of(config.passiveRandomWalkLength());
    while (machine.passiveSize() < config.passiveViewSize()) {
      receive(new ForwardJoin(Nodes.node(next++), leavingTrace));
      drain(blackhole);
    }
  }

  /** Gives the node one contact, to which its heal probes go. */
  void setContact(Peer contact) {
    machine.join(List.of(contact.address()), now);
  }

  /** A message from the newest neighbor. */
  void receive(HyParViewMessage message) {
    PeerUp neighbor = Objects.requireNonNull(newest);
    machine.receive(neighbor.link(), neighbor.peer(), message, now);
  }

  /** A message that is the first on its link. */
  void receiveOnNewLink(Peer from, HyParViewMessage message) {
    machine.receive(++lastLink, from, message, now);
  }

  /** The link that the machine has asked for is open. */
  void connect(Connect action) {
    Peer peer =
        new Peer(Objects.requireNonNull(action.expected()), Nodes.INCARNATION, action.address());
    asked = peer;
    machine.connected(action.request(), ++lastLink, peer, now);
  }

  /** The peer that was connected last answers. */
  void answer(NeighborReply reply) {
    machine.receive(lastLink, Objects.requireNonNull(asked), reply, now);
  }

  /** The link that the machine has asked for can't be opened. */
  void failToConnect(Connect action) {
    machine.connectFailed(action.request(), ConnectFailure.UNREACHABLE, now);
  }

  /** Lets time pass to the next deadline. */
  void wake() {
    now = machine.deadline();
    machine.wake(now);
  }

  /** Takes all outputs and gives the last of them, or null if there was none. */
  @Nullable
  Output<?> drain(Blackhole blackhole) {
    Output<?> last = null;
    for (Output<?> output = outbox.poll(); output != null; output = outbox.poll()) {
      blackhole.consume(output);
      if (output instanceof PeerUp up) {
        newest = up;
      }
      last = output;
    }
    return last;
  }

  /** Takes all outputs, the last of which is known to be of a kind. */
  <O extends Output<?>> O drain(Class<O> kindOfLast, Blackhole blackhole) {
    return kindOfLast.cast(Objects.requireNonNull(drain(blackhole)));
  }

  /**
   * Requires that the views are as full as at first and nothing is pending.
   *
   * @throws IllegalStateException if the benchmark has measured something else than it says
   */
  void checkSteady() {
    if (machine.activeSize() != config.activeViewSize()
        || machine.passiveSize() != config.passiveViewSize()
        || machine.pendingRequests() != 0) {
      throw new IllegalStateException("The state drifted: "
          + machine.activeSize() + " neighbors, "
          + machine.passiveSize() + " candidates, "
          + machine.pendingRequests() + " requests");
    }
  }
}
