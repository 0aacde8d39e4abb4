package org.hyparview.cluster.protocol.registry;

import org.hyparview.protocol.machine.Output;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerId;

/** Something that the registry asks of the machine that composes it with others. */
public sealed interface RegistryAction extends Output<RegistryAction.Handler> {

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  @Override
  default void passTo(Handler handler) {
    dispatch(handler);
  }

  /** One method a kind, so that the compiler finds the kind that was forgotten. */
  interface Handler {
    void onBroadcast(Broadcast action);

    void onSend(Send action);

    void onMemberChanged(MemberChanged action);

    void onMemberGone(MemberGone action);

    void onClaimed(Claimed action);

    void onDisbelieve(Disbelieve action);
  }

  /**
   * Broadcast this to all other nodes, and report {@link Registry#broadcastCompleted} with its
   * number when every reachable node has received it, or after a timeout.
   */
  record Broadcast(long number, RegistryMessage.Update update) implements RegistryAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onBroadcast(this);
    }
  }

  /** Send a message on the link of a neighbor. If the link can't accept it, drop it. */
  record Send(long link, RegistryMessage message) implements RegistryAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onSend(this);
    }
  }

  /** Tell the failure detector: this other node is a member, with this incarnation. */
  record MemberChanged(Peer member) implements RegistryAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onMemberChanged(this);
    }
  }

  /** Notify the failure detector: this node is no longer a member. */
  record MemberGone(PeerId id) implements RegistryAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onMemberGone(this);
    }
  }

  /**
   * Notify the failure detector: a neighbor considers this member dead in this incarnation. The
   * member must get the chance to refute.
   */
  record Claimed(PeerId id, long incarnation) implements RegistryAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onClaimed(this);
    }
  }

  /**
   * Report this: the sender of the present message claims what can't be.
   *
   * @param claim what it claims, for an operator
   */
  record Disbelieve(String claim) implements RegistryAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onDisbelieve(this);
    }
  }
}
