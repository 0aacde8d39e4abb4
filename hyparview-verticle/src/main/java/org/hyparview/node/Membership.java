package org.hyparview.node;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.hyparview.protocol.hyparview.HyParView;
import org.hyparview.protocol.hyparview.HyParViewAction;
import org.hyparview.protocol.hyparview.HyParViewAction.Cancel;
import org.hyparview.protocol.hyparview.HyParViewAction.Close;
import org.hyparview.protocol.hyparview.HyParViewAction.Connect;
import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.hyparview.HyParViewAction.Send;
import org.hyparview.protocol.hyparview.HyParViewAction.SendDirect;
import org.hyparview.protocol.hyparview.HyParViewEvent;
import org.hyparview.protocol.hyparview.HyParViewEvent.Isolated;
import org.hyparview.protocol.hyparview.HyParViewEvent.PeerDown;
import org.hyparview.protocol.hyparview.HyParViewEvent.PeerUp;
import org.hyparview.protocol.hyparview.HyParViewEvent.SelfChanged;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.hyparview.MembershipInputs;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.transport.Channel;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.LinkException;
import org.hyparview.wire.MembershipCodec;

/**
 * The executor of a membership machine: executes its actions on a {@link LinkHost}, and reports the
 * views to a listener. The machine may be a part of the hosted one.
 */
public final class Membership implements HyParViewAction.Handler, HyParViewEvent.Handler {

  private final LinkHost host;
  private final HyParView machine;
  private final ViewListener listener;
  private final Dials dials;
  private final ContactFailures contacts = new ContactFailures();
  private final MembershipCodec codec = new MembershipCodec();
  private final ActivePeers activePeers = new ActivePeers();
  private final DuplicateIds duplicateIds = new DuplicateIds();
  private final ViewCounters counters = new ViewCounters();

  /**
   * Creates an executor of membership actions, and sets up its channel.
   *
   * @param machine for reading only
   * @param inputs the inputs of the machine that the host runs
   */
  public Membership(
      LinkHost host, HyParView machine, MembershipInputs inputs, ViewListener listener) {
    this.host = host;
    this.machine = machine;
    this.listener = listener;
    dials = host.dials(new DialOutcome(inputs, contacts));
    host.on(
        Channel.MEMBERSHIP, "membership", HyParViewMessage.class, codec::decode, inputs::receive);
  }

  /** Returns both present views, as reported to the listener so far. */
  public Views views() {
    return activePeers.views(machine.self(), machine.passiveView());
  }

  /** Returns the sizes of the views and the counts of their changes so far. */
  JsonObject counters() {
    return counters.toJson(activePeers.size(), machine.passiveSize());
  }

  @Override
  public void onConnect(Connect action) {
    if (action.expected() == null) {
      contacts.dialed(action.request(), action.address());
    }
    dials.connect(action.request(), action.address(), action.expected());
  }

  @Override
  public void onCancel(Cancel action) {
    contacts.canceled(action.request());
    dials.cancel(action.request());
  }

  @Override
  public void onSend(Send action) {
    HyParViewMessage message = action.message();
    host.sent(message, host.send(action.link(), Channel.MEMBERSHIP, codec.encode(message)));
  }

  @Override
  public void onSendDirect(SendDirect action) {
    Buffer frame = codec.encode(action.message());
    host.sendDirect(action.to(), action.expected(), Channel.MEMBERSHIP, frame)
        .onComplete(done -> host.sent(action.message(), done.succeeded()));
  }

  @Override
  public void onClose(Close action) {
    host.close(action.link());
  }

  @Override
  public void onPeerUp(PeerUp event) {
    host.rely(event.link(), true);
    duplicateIds.up(event.peer(), LinkHost.clock());
    changed(activePeers.up(event, machine.passiveSize()));
  }

  @Override
  public void onPeerDown(PeerDown event) {
    host.rely(event.link(), false);
    changed(activePeers.down(event, machine.passiveSize()));
  }

  private void changed(ViewChange change) {
    counters.changed(change);
    ViewRecorder.changed(machine.self().id(), change);
    listener.changed(change);
  }

  @Override
  public void onIsolated(Isolated event) {
    counters.isolated();
    listener.isolated(contacts.toString());
  }

  @Override
  public void onSelfChanged(SelfChanged event) {
    counters.renamed();
    host.raiseIncarnation(event.self().incarnation());
    listener.renamed(event.self());
  }

  private record DialOutcome(MembershipInputs inputs, ContactFailures contacts)
      implements Dials.Outcome {

    @Override
    public void connected(long request, long link, Peer peer, long now) {
      contacts.connected(request);
      inputs.connected(request, link, peer, now);
    }

    @Override
    public void connectFailed(long request, Throwable cause, long now) {
      contacts.failed(request, cause);
      inputs.connectFailed(request, failureOf(cause), now);
    }

    private static ConnectFailure failureOf(Throwable cause) {
      CloseReason reason =
          cause instanceof LinkException e ? e.reason() : CloseReason.CONNECT_FAILED;
      return switch (reason) {
        case SELF -> ConnectFailure.SELF;
        case WRONG_PEER -> ConnectFailure.WRONG_PEER;
        default -> ConnectFailure.UNREACHABLE;
      };
    }
  }
}
