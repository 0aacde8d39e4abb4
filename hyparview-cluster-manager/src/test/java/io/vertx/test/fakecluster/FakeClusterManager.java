package io.vertx.test.fakecluster;

import java.util.UUID;
import org.hyparview.cluster.HyParViewClusterManager;
import org.hyparview.cluster.HyParViewClusterOptions;
import org.hyparview.cluster.MulticastOptions;

/**
 * This project's manager under the name of the one in memory, which some of Vert.x's test classes
 * make themselves. It comes before theirs on the class path; the tests are as published.
 */
public class FakeClusterManager extends HyParViewClusterManager {

  private static volatile String cluster = newCluster();

  /** A manager of one more node on loopback. */
  public FakeClusterManager() {
    super(new HyParViewClusterOptions()
        .setClusterName(cluster)
        .setHost("127.0.0.1")
        .setMulticast(new MulticastOptions().setEnabled(false)));
  }

  private static String newCluster() {
    return "conformance-" + UUID.randomUUID();
  }

  /** Called after each test: the next ones have a cluster of their own. */
  public static void reset() {
    cluster = newCluster();
  }
}
