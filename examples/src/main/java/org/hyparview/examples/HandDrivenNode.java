package org.hyparview.examples;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.hyparview.protocol.hyparview.HyParView;
import org.hyparview.protocol.hyparview.HyParViewAction;
import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.protocol.hyparview.HyParViewEvent;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/** The host of one machine in {@link DriveTheMachine}: it executes the actions of the machine. */
final class HandDrivenNode implements HyParView.Host, HyParViewAction.Handler {

  private final DriveTheMachine loop;
  private final HyParView machine;
  private final Set<Long> requests = new HashSet<>();

  /** Creates a node that has not joined. */
  HandDrivenNode(DriveTheMachine loop, String host) {
    this.loop = loop;
    Peer self = new Peer(PeerId.of(host), 1, addressOf(host));
    machine = new HyParView(self, HyParViewConfig.DEFAULT, new SplittableRandom(host.hashCode()));
    loop.nodes.put(self.address(), this);
  }

  static PeerAddress addressOf(String host) {
    return new PeerAddress(host, 7100);
  }

  long deadline() {
    return machine.deadline();
  }

  /** The only way into the machine: an input, then all the actions that follow from it. */
  void input(Consumer<HyParView> input) {
    input.accept(machine);
    machine.outbox().drainTo(this);
  }

  @Override
  public void onAction(HyParViewAction action) {
    action.dispatch(this);
  }

  @Override
  public void onEvent(HyParViewEvent event) {
    System.out.println(loop.now + " ms, " + machine.self().id() + ": " + event);
  }

  @Override
  public void onConnect(HyParViewAction.Connect action) {
    requests.add(action.request());
    loop.inputs.add(() -> {
      if (requests.remove(action.request())) {
        connect(action.request(), loop.nodes.get(action.address()));
      }
    });
  }

  private void connect(long request, @Nullable HandDrivenNode other) {
    if (other == null || other == this) {
      ConnectFailure reason = other == this ? ConnectFailure.SELF : ConnectFailure.UNREACHABLE;
      input(machine -> machine.connectFailed(request, reason, loop.now));
    } else {
      long end = openLink(other);
      input(machine -> machine.connected(request, end, other.machine.self(), loop.now));
    }
  }

  /** Opens a link to another node and returns this node's end of it. */
  private long openLink(HandDrivenNode other) {
    long end = loop.nextEnd;
    loop.nextEnd += 2;
    loop.ends.put(end, this);
    loop.ends.put(end + 1, other);
    return end;
  }

  private void send(long end, HyParViewMessage message) {
    Peer self = machine.self();
    loop.send(end ^ 1, peer -> peer.receive(end ^ 1, self, message, loop.now));
  }

  @Override
  public void onCancel(HyParViewAction.Cancel action) {
    requests.remove(action.request());
  }

  @Override
  public void onSend(HyParViewAction.Send action) {
    send(action.link(), action.message());
  }

  /** A temporary link; a real host closes it when it has been idle for a while. */
  @Override
  public void onSendDirect(HyParViewAction.SendDirect action) {
    HandDrivenNode other = loop.nodes.get(action.to());
    if (other != null) {
      send(openLink(other), action.message());
    }
  }

  @Override
  public void onClose(HyParViewAction.Close action) {
    long far = action.link() ^ 1;
    loop.ends.remove(action.link());
    loop.send(far, peer -> {
      loop.ends.remove(far);
      peer.linkLost(far, loop.now);
    });
  }
}
