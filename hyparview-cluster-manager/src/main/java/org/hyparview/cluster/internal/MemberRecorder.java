package org.hyparview.cluster.internal;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.hyparview.cluster.ClusterMember;
import org.hyparview.cluster.MemberEvent;
import org.hyparview.node.OverlayCounters;

/** The recorder of changes of the members as events of the JDK Flight Recorder. */
final class MemberRecorder {

  private MemberRecorder() {}

  /**
   * Records a change, if a recording wants it. Until there has been one no event is made: the first
   * would load hundreds of classes, on the event loop.
   */
  static void record(MemberEvent change) {
    if (!FlightRecorder.isInitialized()) {
      return;
    }
    Changed event = switch (change.type()) {
      case MEMBER_JOINED -> new Joined();
      case MEMBER_LEFT -> new Left();
      case MEMBER_CHANGED -> new Altered();
      case MEMBER_RETURNED -> new Returned();
    };
    if (event.shouldCommit()) {
      event.fill(change);
      event.commit();
    }
  }

  /** The fields that all of these events have. */
  @Category("HyParView")
  @StackTrace(false)
  abstract static class Changed extends Event {

    @Label("Node")
    String node = "";

    @Label("Member")
    String member = "";

    @Label("Address")
    String address = "";

    @Label("Incarnation")
    long incarnation;

    @Label("Members")
    @Description("The number of members after the change, this node included")
    int members;

    void fill(MemberEvent change) {
      ClusterMember who = change.member();
      node = change.node();
      member = who.id();
      address = who.address();
      incarnation = who.incarnation();
      members = change.members();
    }
  }

  @Name("org.hyparview.MemberJoined")
  @Label("Member Joined")
  @Description("A node has joined the cluster")
  static final class Joined extends Changed {}

  @Name("org.hyparview.MemberLeft")
  @Label("Member Left")
  @Description("A node has left the cluster, or was declared dead")
  static final class Left extends Changed {

    @Label("Reason")
    String reason = "";

    @Override
    void fill(MemberEvent change) {
      super.fill(change);
      MemberEvent.Reason why = change.reason();
      reason = why == null ? "" : OverlayCounters.name(why);
    }
  }

  @Name("org.hyparview.MemberChanged")
  @Label("Member Changed")
  @Description("A member has other tags, or another address of its event bus")
  static final class Altered extends Changed {}

  @Name("org.hyparview.MemberReturned")
  @Label("Member Returned")
  @Description("A node that was held dead is back")
  static final class Returned extends Changed {}
}
