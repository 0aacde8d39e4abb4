package org.hyparview.node;

import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.Channel;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.DirectLinks;
import org.hyparview.transport.Link;
import org.hyparview.transport.LinkException;
import org.hyparview.transport.Transport;
import org.hyparview.wire.DecodeException;
import org.hyparview.wire.MembershipCodec;

/** The membership machine between its transport and its listener: does what it asks for. */
final class Membership implements HyParViewAction.Handler {

  private final HyParView machine;
  private final MachineHost<HyParViewAction> host;
  private final Transport transport;
  private final DirectLinks directLinks;
  private final ViewListener listener;
  private final MembershipCodec codec = new MembershipCodec();
  private final LinkTable links = new LinkTable();
  private final ActivePeers activePeers = new ActivePeers();
  private final Set<Long> connecting = new HashSet<>();

  Membership(Vertx vertx, HyParView machine, Transport transport, ViewListener listener) {
    this.machine = machine;
    this.transport = transport;
    this.listener = listener;
    directLinks = new DirectLinks(transport, links::remove);
    host = new MachineHost<>(vertx, machine, action -> action.dispatch(this), Membership::clock);
  }

  private static long clock() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  void join(List<PeerAddress> contacts) {
    host.input(now -> machine.join(contacts, now));
  }

  /** Tells the neighbours that this node leaves; the transport must still send it. */
  void leave() {
    host.input(machine::leave);
    host.stop();
  }

  void received(Link link, Buffer frame) {
    HyParViewMessage message;
    try {
      message = codec.decode(frame);
    } catch (DecodeException e) {
      link.close(CloseReason.BAD_FRAME);
      closed(link);
      return;
    }
    long number = links.numberOf(link);
    host.input(now -> machine.receive(number, link.peer(), message, now));
  }

  void closed(Link link) {
    directLinks.closed(link);
    Long number = links.remove(link);
    if (number != null) {
      host.input(now -> machine.linkLost(number, now));
    }
  }

  Views views() {
    return activePeers.views(machine.self(), machine.passiveView());
  }

  @Override
  public void onConnect(Connect action) {
    connecting.add(action.request());
    transport
        .open(action.address(), action.expected())
        .onComplete(opened -> connected(action.request(), opened));
  }

  private void connected(long request, AsyncResult<Link> opened) {
    boolean wanted = connecting.remove(request);
    if (!wanted && opened.succeeded()) {
      opened.result().close(CloseReason.UNUSED);
    } else if (wanted && opened.succeeded()) {
      Link link = opened.result();
      long number = links.numberOf(link);
      host.input(now -> machine.connected(request, number, link.peer(), now));
    } else if (wanted) {
      ConnectFailure failure = failureOf(opened.cause());
      host.input(now -> machine.connectFailed(request, failure, now));
    }
  }

  private static ConnectFailure failureOf(Throwable cause) {
    CloseReason reason = cause instanceof LinkException e ? e.reason() : CloseReason.CONNECT_FAILED;
    return switch (reason) {
      case SELF -> ConnectFailure.SELF;
      case WRONG_PEER -> ConnectFailure.WRONG_PEER;
      default -> ConnectFailure.UNREACHABLE;
    };
  }

  @Override
  public void onCancel(Cancel action) {
    connecting.remove(action.request());
  }

  @Override
  public void onSend(Send action) {
    Link link = links.link(action.link());
    if (link != null) {
      link.send(Channel.MEMBERSHIP, codec.encode(action.message()));
    }
  }

  @Override
  public void onSendDirect(SendDirect action) {
    Buffer frame = codec.encode(action.message());
    directLinks.send(action.to(), action.expected(), Channel.MEMBERSHIP, frame);
  }

  @Override
  public void onClose(Close action) {
    Link link = links.link(action.link());
    if (link != null) {
      links.remove(link);
      directLinks.closed(link);
      link.close(CloseReason.UNUSED);
    }
  }

  @Override
  public void onPeerUp(PeerUp action) {
    rely(action.link(), true);
    listener.changed(activePeers.up(action, machine.passiveSize()));
  }

  @Override
  public void onPeerDown(PeerDown action) {
    rely(action.link(), false);
    listener.changed(activePeers.down(action, machine.passiveSize()));
  }

  private void rely(long number, boolean relied) {
    Link link = links.link(number);
    if (link != null) {
      link.rely(relied);
    }
  }

  @Override
  public void onIsolated(Isolated action) {
    listener.isolated();
  }

  @Override
  public void onSelfChanged(SelfChanged action) {
    transport.raiseIncarnation(action.self().incarnation());
    listener.renamed(action.self());
  }
}
