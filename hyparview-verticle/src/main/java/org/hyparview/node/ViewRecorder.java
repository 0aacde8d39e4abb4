package org.hyparview.node;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerId;

/** The recorder of view changes as events of the JDK Flight Recorder. */
final class ViewRecorder {

  private static final String CATEGORY = "HyParView";

  private ViewRecorder() {}

  /**
   * Records a change of a node's active view, if a recording wants it. Until there has been one no
   * event is made: the first would load hundreds of classes, on the event loop.
   */
  static void changed(PeerId node, ViewChange change) {
    if (!FlightRecorder.isInitialized()) {
      return;
    }
    ViewEvent event = change.isUp() ? new PeerUp() : new PeerDown();
    if (event.shouldCommit()) {
      event.fill(node, change);
      event.commit();
    }
  }

  /** The fields that both events have. */
  @Category(CATEGORY)
  @StackTrace(false)
  abstract static class ViewEvent extends Event {

    @Label("Node")
    String node = "";

    @Label("Peer")
    String peer = "";

    @Label("Address")
    String address = "";

    @Label("Incarnation")
    long incarnation;

    @Label("Active View")
    @Description("The size of the active view after the change")
    int active;

    @Label("Passive View")
    @Description("The size of the passive view after the change")
    int passive;

    void fill(PeerId self, ViewChange change) {
      Peer other = change.peer();
      node = self.toString();
      peer = other.id().toString();
      address = other.address().toString();
      incarnation = other.incarnation();
      active = change.active();
      passive = change.passive();
    }
  }

  @Name("org.hyparview.PeerUp")
  @Label("Peer Up")
  @Description("A node has entered the active view")
  static final class PeerUp extends ViewEvent {}

  @Name("org.hyparview.PeerDown")
  @Label("Peer Down")
  @Description("A node has left the active view")
  static final class PeerDown extends ViewEvent {

    @Label("Reason")
    String reason = "";

    @Override
    void fill(PeerId self, ViewChange change) {
      super.fill(self, change);
      reason = change.reason() == null ? "" : OverlayCounters.name(change.reason());
    }
  }
}
