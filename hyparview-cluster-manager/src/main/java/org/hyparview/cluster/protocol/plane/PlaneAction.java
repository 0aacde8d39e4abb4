package org.hyparview.cluster.protocol.plane;

import org.hyparview.cluster.protocol.failure.FailureAction.Probe;
import org.hyparview.cluster.protocol.registry.RegistryEvent;
import org.hyparview.cluster.protocol.registry.RegistryMessage;
import org.hyparview.protocol.hyparview.HyParViewAction;
import org.hyparview.protocol.plumtree.PlumtreeMessage;

/** What the plane asks of its host, in the order in which it is to be done. */
public sealed interface PlaneAction {

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  /** One method a kind, so that the compiler finds the kind that was forgotten. */
  interface Handler {
    void onMembership(HyParViewAction action);

    void onSendBroadcast(SendBroadcast action);

    void onSendRegistry(SendRegistry action);

    void onProbe(Probe action);

    void onReport(RegistryEvent event);
  }

  /** Do what the membership machine asks for; see there. */
  record Membership(HyParViewAction action) implements PlaneAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onMembership(action);
    }
  }

  /**
   * Send a message of the broadcast machine on a neighbour's link. If the link can't take it, that
   * link is lost.
   */
  record SendBroadcast(long link, PlumtreeMessage message) implements PlaneAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onSendBroadcast(this);
    }
  }

  /** Send a message of the registry on a neighbour's link. If the link can't take it, drop it. */
  record SendRegistry(long link, RegistryMessage message) implements PlaneAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onSendRegistry(this);
    }
  }

  /** Probe a member; see {@link Probe}. The result goes to {@link ApPlane#probeResult}. */
  record ProbeMember(Probe probe) implements PlaneAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onProbe(probe);
    }
  }

  /** Tell the user. */
  record Report(RegistryEvent event) implements PlaneAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onReport(event);
    }
  }
}
