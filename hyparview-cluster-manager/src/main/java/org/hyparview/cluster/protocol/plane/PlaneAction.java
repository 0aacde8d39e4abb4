package org.hyparview.cluster.protocol.plane;

import org.hyparview.cluster.protocol.failure.FailureAction.Probe;
import org.hyparview.cluster.protocol.registry.RegistryMessage;
import org.hyparview.protocol.machine.Output;
import org.hyparview.protocol.peer.PeerId;

/** Something that the plane asks of its host besides what the machines of the overlay ask for. */
public sealed interface PlaneAction extends Output<PlaneAction.Handler> {

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  @Override
  default void passTo(Handler handler) {
    dispatch(handler);
  }

  /** One method a kind, so that the compiler finds the kind that was forgotten. */
  interface Handler {
    void onSendRegistry(SendRegistry action);

    void onProbe(Probe probe);

    void onRefused(Refused report);
  }

  /** Send a message of the registry on a neighbor's link. If the link can't accept it, drop it. */
  record SendRegistry(long link, RegistryMessage message) implements PlaneAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onSendRegistry(this);
    }
  }

  /** Probe a member; see {@link Probe}. The result goes to {@link GossipPlane#probeResult}. */
  record ProbeMember(Probe probe) implements PlaneAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onProbe(probe);
    }
  }

  /**
   * Report, at a bounded rate, that something of another node was not believed or not understood.
   *
   * @param source the node on whose link it arrived, or that names itself as its origin
   * @param what what it claims or sends, for an operator
   */
  record Refused(PeerId source, String what) implements PlaneAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onRefused(this);
    }
  }
}
