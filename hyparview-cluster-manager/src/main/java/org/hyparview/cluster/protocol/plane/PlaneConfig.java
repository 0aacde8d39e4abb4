package org.hyparview.cluster.protocol.plane;

import java.util.Objects;
import org.hyparview.cluster.protocol.failure.FailureConfig;
import org.hyparview.cluster.protocol.registry.RegistryConfig;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.protocol.plumtree.PlumtreeConfig;
import org.hyparview.protocol.plumtree.PlumtreeMessage;

/** The settings of all machines of one plane, each checked by itself and against each other. */
public record PlaneConfig(
    HyParViewConfig membership,
    PlumtreeConfig broadcast,
    RegistryConfig registry,
    FailureConfig failure) {

  /**
   * The paper's views, at the pace of a cluster on a local network rather than of the paper: what
   * is isolated or cut off looks for others every few seconds, and broadcasts are repaired and
   * tried again within some ten times the time in which a message crosses such a network, until
   * their time is over: nobody tries again for them.
   */
  public static final PlaneConfig DEFAULT = new PlaneConfig(
      HyParViewConfig.builder()
          .shuffleInterval(5_000)
          .requestTimeout(3_000)
          .healInterval(3_000)
          .rejoinMinDelay(200)
          .rejoinMaxDelay(5_000)
          .build(),
      PlumtreeConfig.builder()
          .graftTimeout1(50)
          .graftTimeout2(50)
          .waveAttempts(PlumtreeMessage.MAX_ATTEMPT)
          .waveTimeout(1_000)
          .settleTime(200)
          .build(),
      RegistryConfig.DEFAULT,
      FailureConfig.DEFAULT);

  /**
   * The same over several data centers, where a round trip takes up to 300 ms and a message crosses
   * the overlay in about a second: repair and the next attempt wait until the message itself had
   * time to arrive, an accused node has time for its refutation to reach all others, and
   * connections may need a second try.
   */
  public static final PlaneConfig WAN = new PlaneConfig(
      HyParViewConfig.builder().requestTimeout(12_000).rejoinMinDelay(2_000).build(),
      DEFAULT.broadcast.toBuilder()
          .ihaveInterval(50)
          .graftTimeout1(3_000)
          .graftTimeout2(600)
          .pruneDelay(3_000)
          .waveTimeout(6_000)
          .settleTime(3_000)
          .build(),
      RegistryConfig.builder()
          .digestInterval(15_000)
          .completionTimeout(15_000)
          .announceTimeout(3_000)
          .leaveTimeout(5_000)
          .pullTimeout(6_000)
          .build(),
      FailureConfig.builder()
          .strongTimeout(2_000)
          .claimTimeout(6_000)
          .weakTimeout(6_000)
          .declarationGrace(3_000)
          .probeTimeout(3_000)
          .probeInterval(15_000)
          .farewellGrace(5_000)
          .build());

  /** The longest that the codec may add to the longest message of the registry. */
  private static final int CODEC_OVERHEAD = 4_096;

  /**
   * Checks that what the registry sends can be broadcast.
   *
   * @throws IllegalArgumentException naming the settings and their values
   */
  public PlaneConfig {
    Objects.requireNonNull(membership, "membership");
    Objects.requireNonNull(failure, "failure");
    if (registry.maxMessageBytes() + CODEC_OVERHEAD > broadcast.maxPayload()) {
      throw new IllegalArgumentException("maxPayload must be at least " + CODEC_OVERHEAD
          + " more than maxMessageBytes, but they are " + broadcast.maxPayload() + " and "
          + registry.maxMessageBytes());
    }
    if (registry.completionTimeout() > broadcast.retention()) {
      throw new IllegalArgumentException(
          "completionTimeout must not exceed the broadcasts' retention, but they are "
              + registry.completionTimeout() + " and " + broadcast.retention());
    }
  }
}
