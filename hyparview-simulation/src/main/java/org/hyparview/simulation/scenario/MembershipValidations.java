package org.hyparview.simulation.scenario;

/** The demands on an overlay once faults are over and some ticks have passed. */
public final class MembershipValidations {

  private MembershipValidations() {}

  /** Demands invariant 7: no entry of an active view is without its counterpart. */
  public static void symmetric(MembershipCluster<?> cluster) {
    demandNone("one-way entries", cluster.activeViews().oneWayEdges());
  }

  /** Demands that the live nodes form one component. */
  public static void connected(MembershipCluster<?> cluster) {
    demandNone("components too many", cluster.activeViews().components().count() - 1);
  }

  /** Demands invariant 8: no request is pending. */
  public static void quiet(MembershipCluster<?> cluster) {
    demandNone("pending requests", cluster.pendingRequests());
  }

  /** Demands that the mean active view is nearly full: at most this share of the slots is free. */
  public static Validation<MembershipCluster<?>> filled(double mostFree) {
    return cluster -> {
      double least = (1 - mostFree) * cluster.config().activeViewSize();
      if (cluster.meanDegree() < least) {
        throw new IllegalStateException(
            "The mean degree is " + cluster.meanDegree() + ", less than " + least);
      }
    };
  }

  private static void demandNone(String what, long number) {
    if (number > 0) {
      throw new IllegalStateException("There are " + number + " " + what);
    }
  }
}
