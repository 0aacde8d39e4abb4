package org.hyparview.node;

import io.vertx.core.buffer.Buffer;
import org.hyparview.protocol.hyparview.HyParView;
import org.hyparview.protocol.hyparview.HyParViewAction;
import org.hyparview.protocol.hyparview.HyParViewAction.Cancel;
import org.hyparview.protocol.hyparview.HyParViewAction.Close;
import org.hyparview.protocol.hyparview.HyParViewAction.Connect;
import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.hyparview.HyParViewAction.Isolated;
import org.hyparview.protocol.hyparview.HyParViewAction.PeerDown;
import org.hyparview.protocol.hyparview.HyParViewAction.PeerUp;
import org.hyparview.protocol.hyparview.HyParViewAction.SelfChanged;
import org.hyparview.protocol.hyparview.HyParViewAction.Send;
import org.hyparview.protocol.hyparview.HyParViewAction.SendDirect;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.transport.Channel;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.LinkException;
import org.hyparview.wire.MembershipCodec;

/**
 * Does what the membership machine asks for, on a {@link LinkHost}, and tells a listener of the
 * views. The machine may be a part of the one that is hosted.
 */
public final class Membership implements HyParViewAction.Handler {

  /** The inputs of the hosted machine that are meant for its membership part. */
  public interface Inputs extends LinkHost.Receiver<HyParViewMessage> {

    /** See {@link HyParView#connected}. */
    void connected(long request, long link, Peer peer, long now);

    /** See {@link HyParView#connectFailed}. */
    void connectFailed(long request, ConnectFailure reason, long now);
  }

  private final LinkHost<?> host;
  private final HyParView machine;
  private final ViewListener listener;
  private final Dials dials;
  private final MembershipCodec codec = new MembershipCodec();
  private final ActivePeers activePeers = new ActivePeers();

  /**
   * An executor of membership actions, which sets up its channel.
   *
   * @param machine only looked at
   * @param inputs of the machine that the host runs
   */
  public Membership(LinkHost<?> host, HyParView machine, Inputs inputs, ViewListener listener) {
    this.host = host;
    this.machine = machine;
    this.listener = listener;
    dials = host.dials(new DialOutcome(inputs));
    host.on(Channel.MEMBERSHIP, codec::decode, inputs);
  }

  /** Both views now, as the listener has heard of them so far. */
  public Views views() {
    return activePeers.views(machine.self(), machine.passiveView());
  }

  @Override
  public void onConnect(Connect action) {
    dials.connect(action.request(), action.address(), action.expected());
  }

  @Override
  public void onCancel(Cancel action) {
    dials.cancel(action.request());
  }

  @Override
  public void onSend(Send action) {
    host.send(action.link(), Channel.MEMBERSHIP, codec.encode(action.message()));
  }

  @Override
  public void onSendDirect(SendDirect action) {
    Buffer frame = codec.encode(action.message());
    host.sendDirect(action.to(), action.expected(), Channel.MEMBERSHIP, frame);
  }

  @Override
  public void onClose(Close action) {
    host.close(action.link());
  }

  @Override
  public void onPeerUp(PeerUp action) {
    host.rely(action.link(), true);
    listener.changed(activePeers.up(action, machine.passiveSize()));
  }

  @Override
  public void onPeerDown(PeerDown action) {
    host.rely(action.link(), false);
    listener.changed(activePeers.down(action, machine.passiveSize()));
  }

  @Override
  public void onIsolated(Isolated action) {
    listener.isolated();
  }

  @Override
  public void onSelfChanged(SelfChanged action) {
    host.raiseIncarnation(action.self().incarnation());
    listener.renamed(action.self());
  }

  private record DialOutcome(Inputs inputs) implements Dials.Outcome {

    @Override
    public void connected(long request, long link, Peer peer, long now) {
      inputs.connected(request, link, peer, now);
    }

    @Override
    public void connectFailed(long request, Throwable cause, long now) {
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
