package org.hyparview.simulation.host;

import java.util.List;
import org.hyparview.protocol.hyparview.HyParView;
import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.hyparview.HyParViewEvent;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.overlay.Overlay;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.plumtree.Answer;
import org.hyparview.protocol.plumtree.Fold;
import org.hyparview.protocol.plumtree.MessageId;
import org.hyparview.protocol.plumtree.Plumtree;
import org.hyparview.protocol.plumtree.PlumtreeAction;
import org.hyparview.protocol.plumtree.PlumtreeEvent;
import org.hyparview.protocol.plumtree.PlumtreeMessage;
import org.hyparview.simulation.net.SimulatedNode;
import org.jspecify.annotations.Nullable;

/** The composed membership and broadcast machines on a simulated node. */
public final class OverlayHost extends MachineHost<Overlay.Host> implements MembershipHost {

  /** The observer of the events of a node's machines and of the broadcast messages they send. */
  public interface Observer extends HyParViewHost.Observer {

    @Override
    default void reported(SimulatedNode<?> node, HyParViewEvent event) {}

    /** Reports that a broadcast message is sent to a neighbor. */
    void sent(SimulatedNode<?> node, PlumtreeMessage message);

    /** Reports that a message is delivered to the user. */
    void delivered(SimulatedNode<?> node, PlumtreeEvent.Delivered delivery);

    /** Reports that a broadcast message comes in from a neighbor. */
    default void received(SimulatedNode<?> node, PlumtreeMessage message) {}

    /** Reports a question to the user, who gives the answer by {@link OverlayHost#answer}. */
    default void asked(SimulatedNode<?> node, PlumtreeEvent.Asked question) {}

    /**
     * Reports the outcome of an acknowledged broadcast, {@link PlumtreeEvent.Acknowledged} or
     * {@link PlumtreeEvent.Unacknowledged}, or of a question, {@link PlumtreeEvent.Answered}.
     */
    void ended(SimulatedNode<?> node, MessageId id, PlumtreeEvent outcome);
  }

  private final Overlay machine;
  private final Executor executor;

  /** Creates a host of a machine that has not joined. */
  public OverlayHost(SimulatedNode<?> node, Overlay machine, Observer observer) {
    super(machine);
    this.machine = machine;
    executor = new Executor(node, observer);
  }

  @Override
  public HyParView membership() {
    return machine.membership();
  }

  /** Returns the broadcast machine, for reading only; its inputs are this host's. */
  public Plumtree plumtree() {
    return machine.plumtree();
  }

  @Override
  public Peer self() {
    return machine.membership().self();
  }

  @Override
  public void join(List<PeerAddress> contacts, long now) {
    machine.join(contacts, now);
    drain();
  }

  @Override
  public void leave(long now) {
    machine.leave(now);
    drain();
  }

  /** See {@link Plumtree#broadcast}. */
  public MessageId broadcast(byte[] payload, long now) {
    MessageId id = machine.broadcast(payload, now);
    drain();
    return id;
  }

  /** See {@link Plumtree#broadcastAcknowledged}. */
  public MessageId broadcastAcknowledged(byte[] payload, long timeout, long now) {
    MessageId id = machine.broadcastAcknowledged(payload, timeout, now);
    drain();
    return id;
  }

  /** See {@link Plumtree#ask}. */
  public @Nullable MessageId ask(byte[] payload, Fold fold, long timeout, long now) {
    MessageId id = machine.ask(payload, fold, timeout, now);
    drain();
    return id;
  }

  /** See {@link Plumtree#answer}. */
  public boolean answer(MessageId id, Answer answer, long now) {
    boolean taken = machine.answer(id, answer, now);
    drain();
    return taken;
  }

  /** Sends each kind as it is; its type stands for its channel. */
  @Override
  public void receive(long link, Peer from, Object message, long now) {
    if (message instanceof PlumtreeMessage broadcast) {
      executor.observer.received(executor.node, broadcast);
      machine.receive(link, from, broadcast, now);
    } else {
      machine.receive(link, from, (HyParViewMessage) message, now);
    }
    drain();
  }

  @Override
  public void connected(long request, long link, Peer peer, long now) {
    machine.connected(request, link, peer, now);
    drain();
  }

  @Override
  public void connectFailed(long request, ConnectFailure reason, long now) {
    machine.connectFailed(request, reason, now);
    drain();
  }

  @Override
  protected Overlay.Host executor() {
    return executor;
  }

  /** The executor of both machines. */
  private static final class Executor extends MembershipActions
      implements Overlay.Host, PlumtreeAction.Handler, PlumtreeEvent.Handler {

    private final SimulatedNode<?> node;
    private final Observer observer;

    Executor(SimulatedNode<?> node, Observer observer) {
      super(node, observer);
      this.node = node;
      this.observer = observer;
    }

    @Override
    public void onAction(PlumtreeAction action) {
      action.dispatch(this);
    }

    @Override
    public void onEvent(PlumtreeEvent event) {
      event.dispatch(this);
    }

    @Override
    public void onSend(PlumtreeAction.Send action) {
      observer.sent(node, action.message());
      node.send(action.link(), action.message());
    }

    @Override
    public void onDelivered(PlumtreeEvent.Delivered event) {
      observer.delivered(node, event);
    }

    @Override
    public void onAcknowledged(PlumtreeEvent.Acknowledged event) {
      observer.ended(node, event.id(), event);
    }

    @Override
    public void onUnacknowledged(PlumtreeEvent.Unacknowledged event) {
      observer.ended(node, event.id(), event);
    }

    @Override
    public void onAsked(PlumtreeEvent.Asked event) {
      observer.asked(node, event);
    }

    @Override
    public void onAnswered(PlumtreeEvent.Answered event) {
      observer.ended(node, event.id(), event);
    }
  }
}
