package org.hyparview.simulation.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.protocol.machine.Outbox;
import org.hyparview.protocol.overlay.Overlay;
import org.hyparview.protocol.plumtree.Answer;
import org.hyparview.protocol.plumtree.Fold;
import org.hyparview.protocol.plumtree.MessageId;
import org.hyparview.protocol.plumtree.PlumtreeConfig;
import org.hyparview.protocol.plumtree.PlumtreeEvent;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Asked;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Delivered;
import org.hyparview.protocol.plumtree.PlumtreeMessage;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Gossip;
import org.hyparview.simulation.host.OverlayHost;
import org.hyparview.simulation.metrics.BroadcastMetrics;
import org.hyparview.simulation.net.SimulatedNode;
import org.hyparview.simulation.net.Simulation;
import org.hyparview.simulation.net.SimulationOptions;
import org.jspecify.annotations.Nullable;

/**
 * A simulated overlay whose nodes broadcast, with a record of each message.
 *
 * <p>Nodes join, leave and fail by {@link #membership()}; time passes by {@link #simulation()}. A
 * message that is delivered twice to one incarnation of a node, or a broadcast that ends twice,
 * fails the run at once.
 */
public final class BroadcastCluster {

  /** The handler of questions at all nodes. */
  @FunctionalInterface
  public interface Respondent {

    /** Returns a node's reply to a question, or null if it never replies. */
    @Nullable
    Reply reply(SimulatedNode<OverlayHost> node, Asked question);
  }

  /** A reply to a question, and the milliseconds that it takes. */
  public record Reply(Answer answer, long delay) {}

  /**
   * The observer of each outcome of an acknowledged broadcast or a question, at the moment of the
   * report.
   */
  @FunctionalInterface
  public interface OutcomeObserver {

    /** See {@link BroadcastRecord#outcome}. */
    void ended(BroadcastCluster cluster, BroadcastRecord broadcast);
  }

  private final MembershipCluster<OverlayHost> membership;
  private final BroadcastCounts.Counter counter = new BroadcastCounts.Counter();
  private final Map<MessageId, BroadcastRecord> records = new LinkedHashMap<>();
  private OutcomeObserver outcomeObserver = (cluster, broadcast) -> {};

  private Respondent respondent = (node, question) -> new Reply(Answer.NONE, 0);

  private BroadcastCluster(
      SimulationOptions options, HyParViewConfig membershipConfig, PlumtreeConfig config) {
    Outbox<Overlay.Host> outbox = new Outbox<>();
    Watcher watcher = new Watcher();
    membership = new MembershipCluster<>(
        options,
        membershipConfig,
        (node, self, random) -> new OverlayHost(
            node, new Overlay(self, membershipConfig, config, random, outbox), watcher));
  }

  /** Creates a cluster without nodes. */
  public static BroadcastCluster of(
      SimulationOptions options, HyParViewConfig membership, PlumtreeConfig broadcast) {
    return new BroadcastCluster(options, membership, broadcast);
  }

  /** Returns the membership side: joins, failures and the graph of the overlay. */
  public MembershipCluster<OverlayHost> membership() {
    return membership;
  }

  /** Returns the simulation: time, faults and checks. */
  public Simulation<OverlayHost> simulation() {
    return membership.simulation();
  }

  /** Sets the observer of outcomes from now on. */
  public void observe(OutcomeObserver observer) {
    outcomeObserver = observer;
  }

  /** Sets the handler of questions from now on. */
  public void respond(Respondent handler) {
    respondent = handler;
  }

  // Broadcasts

  /** Sends a small message from a node now. */
  public BroadcastRecord broadcast(SimulatedNode<OverlayHost> from) {
    Call call = new Call(from);
    simulation().input(from, (host, now) -> call.id = host.broadcast(payload(), now));
    return record(call.get());
  }

  /**
   * Sends a small message from a node now, to be acknowledged within {@code timeout} milliseconds.
   */
  public BroadcastRecord broadcastAcknowledged(SimulatedNode<OverlayHost> from, long timeout) {
    Call call = new Call(from);
    simulation()
        .input(from, (host, now) -> call.id = host.broadcastAcknowledged(payload(), timeout, now));
    return record(call.get());
  }

  /** Asks all nodes a question now, to be answered within {@code timeout} milliseconds. */
  public BroadcastRecord ask(SimulatedNode<OverlayHost> from, Fold fold, long timeout) {
    Call call = new Call(from);
    simulation().input(from, (host, now) -> call.id = host.ask(payload(), fold, timeout, now));
    return record(call.get());
  }

  private static byte[] payload() {
    return new byte[] {42};
  }

  /** The carrier of the id out of the input. */
  private static final class Call {
    private final SimulatedNode<OverlayHost> from;
    private @Nullable MessageId id;

    Call(SimulatedNode<OverlayHost> from) {
      this.from = from;
    }

    MessageId get() {
      if (id == null) {
        throw new IllegalStateException(from + " has sent nothing");
      }
      return id;
    }
  }

  // Records and figures

  /** Returns the record of a message. */
  public BroadcastRecord record(MessageId id) {
    BroadcastRecord found = records.get(id);
    if (found == null) {
      throw new IllegalStateException("No such message: " + id);
    }
    return found;
  }

  /** Returns the records of all messages that were not forgotten, in the order of sending. */
  public List<BroadcastRecord> records() {
    return List.copyOf(records.values());
  }

  /** Forgets all records, to save memory; their messages must have come to rest. */
  public void forgetRecords() {
    records.clear();
  }

  /** Returns the figures of a message, over the nodes that have lived since it was sent. */
  public BroadcastMetrics metrics(BroadcastRecord broadcast) {
    return broadcast.metrics(simulation().alive());
  }

  /** Returns the number of messages sent so far. */
  public BroadcastCounts counts() {
    return counter.counts();
  }

  private BroadcastRecord start(SimulatedNode<OverlayHost> origin, MessageId id) {
    int[] lives = new int[simulation().size()];
    for (int i = 0; i < lives.length; i++) {
      SimulatedNode<OverlayHost> node = simulation().node(i);
      lives[i] = node.isAlive() ? node.life() : 0;
    }
    BroadcastRecord started = new BroadcastRecord(id, origin, simulation().now(), lives);
    records.put(id, started);
    return started;
  }

  /** The observer of the hosts. */
  private final class Watcher implements OverlayHost.Observer {

    @Override
    public void sent(SimulatedNode<?> node, PlumtreeMessage message) {
      message.dispatch(counter);
      Gossip gossip = message.asGossip();
      if (gossip != null) {
        BroadcastRecord sent = records.get(gossip.id());
        if (sent != null) {
          sent.sent();
        }
      }
    }

    @Override
    public void received(SimulatedNode<?> node, PlumtreeMessage message) {
      MessageId answered = message.answersTo();
      BroadcastRecord question = answered == null ? null : records.get(answered);
      if (question != null) {
        question.answersCame(node);
      }
    }

    @Override
    public void delivered(SimulatedNode<?> node, Delivered delivery) {
      delivered(node, delivery.id(), delivery.round());
    }

    private void delivered(SimulatedNode<?> node, MessageId id, int round) {
      BroadcastRecord known = records.get(id);
      if (known == null && round == 0) {
        known = start(simulation().node(node.index()), id);
      }
      if (known != null) {
        known.delivered(node, round, simulation().now());
      }
    }

    @Override
    public void asked(SimulatedNode<?> node, Asked question) {
      delivered(node, question.id(), question.round());
      SimulatedNode<OverlayHost> asked = simulation().node(node.index());
      Reply reply = respondent.reply(asked, question);
      if (reply != null) {
        int life = node.life();
        simulation().at(simulation().now() + reply.delay, () -> {
          if (asked.isAlive() && asked.life() == life) {
            simulation().input(asked, (host, now) -> host.answer(question.id(), reply.answer, now));
          }
        });
      }
    }

    @Override
    public void ended(SimulatedNode<?> node, MessageId id, PlumtreeEvent outcome) {
      BroadcastRecord ended = record(id);
      ended.ended(outcome, simulation().now());
      outcomeObserver.ended(BroadcastCluster.this, ended);
    }
  }
}
