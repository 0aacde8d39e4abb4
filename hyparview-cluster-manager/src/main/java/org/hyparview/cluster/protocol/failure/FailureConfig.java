package org.hyparview.cluster.protocol.failure;

import org.hyparview.protocol.peer.Ranges;

/**
 * The settings of one failure detector, checked. Times are in milliseconds. The defaults are our
 * guesses, for a local network.
 *
 * @param strongTimeout from the refusal of a dial to the declaration of death, 0 or more: a process
 *     that only closed its port for a moment must object in that time; default 100
 * @param claimTimeout how long a member may object when a part of the cluster that was cut off
 *     holds it dead, 0 or more: a suspicion must reach it and its objection all others; lower lets
 *     members go for a moment when a partition heals; default 1,000
 * @param weakTimeout from silence to the declaration of death, with enough accusers and up to 10
 *     nodes, 1 or more; lower accuses the slow, higher leaves the dead in longer; default 1,000
 * @param weakFactor how many times longer it is with a single accuser, 1..100; 6 in memberlist;
 *     default 3, as all neighbors of a silent node find it at about the same time
 * @param confirmations how many further accusers shorten the timeout to the least, 0..32; 3 in
 *     Lifeguard (§IV); default 3
 * @param declarationGrace how much longer than the accusers all others wait, 0 or more; default 500
 * @param probeTimeout how long a probe waits for an answer, 1 or more; default 700
 * @param probeInterval between two probes of random members, 1 or more: a node that died with all
 *     its neighbors is found in about 1.6 of it (SWIM §3.1); default 5,000
 * @param farewellGrace how long after a neighbor left the overlay its farewell may take, 0 or more;
 *     then it is probed; default 1,000
 * @param spareTime how long a member that has objected to a suspicion of ours is not accused again
 *     for being silent, 0 or more: it may be reachable for others; default 30,000
 * @param maxPatience the longest time for which a node that was stalled itself accuses nobody of
 *     silence, 0 or more; default 10,000
 */
public record FailureConfig(
    long strongTimeout,
    long claimTimeout,
    long weakTimeout,
    int weakFactor,
    int confirmations,
    long declarationGrace,
    long probeTimeout,
    long probeInterval,
    long farewellGrace,
    long spareTime,
    long maxPatience) {

  /** The most confirmations that can count. */
  public static final int MAX_CONFIRMATIONS = 32;

  /** The defaults. */
  public static final FailureConfig DEFAULT = builder().build();

  /**
   * Checks every range.
   *
   * @throws IllegalArgumentException naming the setting, its range and its value
   */
  public FailureConfig {
    Ranges.check("strongTimeout", strongTimeout, 0, Integer.MAX_VALUE);
    Ranges.check("claimTimeout", claimTimeout, 0, Integer.MAX_VALUE);
    Ranges.check("weakTimeout", weakTimeout, 1, Integer.MAX_VALUE);
    Ranges.check("weakFactor", weakFactor, 1, 100);
    Ranges.check("confirmations", confirmations, 0, MAX_CONFIRMATIONS);
    Ranges.check("declarationGrace", declarationGrace, 0, Integer.MAX_VALUE);
    Ranges.check("probeTimeout", probeTimeout, 1, Integer.MAX_VALUE);
    Ranges.check("probeInterval", probeInterval, 1, Integer.MAX_VALUE);
    Ranges.check("farewellGrace", farewellGrace, 0, Integer.MAX_VALUE);
    Ranges.check("spareTime", spareTime, 0, Integer.MAX_VALUE);
    Ranges.check("maxPatience", maxPatience, 0, Integer.MAX_VALUE);
  }

  /** Returns a builder that begins with the {@linkplain #DEFAULT defaults}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that begins with these settings. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** The settings of a config to be, by name, each with its default; {@link #build} checks them. */
  public static final class Builder {

    private long strongTimeout = 100;
    private long claimTimeout = 1_000;
    private long weakTimeout = 1_000;
    private int weakFactor = 3;
    private int confirmations = 3;
    private long declarationGrace = 500;
    private long probeTimeout = 700;
    private long probeInterval = 5_000;
    private long farewellGrace = 1_000;
    private long spareTime = 30_000;
    private long maxPatience = 10_000;

    private Builder() {}

    private Builder(FailureConfig config) {
      strongTimeout = config.strongTimeout;
      claimTimeout = config.claimTimeout;
      weakTimeout = config.weakTimeout;
      weakFactor = config.weakFactor;
      confirmations = config.confirmations;
      declarationGrace = config.declarationGrace;
      probeTimeout = config.probeTimeout;
      probeInterval = config.probeInterval;
      farewellGrace = config.farewellGrace;
      spareTime = config.spareTime;
      maxPatience = config.maxPatience;
    }

    /** Sets {@link FailureConfig#strongTimeout}. */
    public Builder strongTimeout(long value) {
      strongTimeout = value;
      return this;
    }

    /** Sets {@link FailureConfig#claimTimeout}. */
    public Builder claimTimeout(long value) {
      claimTimeout = value;
      return this;
    }

    /** Sets {@link FailureConfig#weakTimeout}. */
    public Builder weakTimeout(long value) {
      weakTimeout = value;
      return this;
    }

    /** Sets {@link FailureConfig#weakFactor}. */
    public Builder weakFactor(int value) {
      weakFactor = value;
      return this;
    }

    /** Sets {@link FailureConfig#confirmations}. */
    public Builder confirmations(int value) {
      confirmations = value;
      return this;
    }

    /** Sets {@link FailureConfig#declarationGrace}. */
    public Builder declarationGrace(long value) {
      declarationGrace = value;
      return this;
    }

    /** Sets {@link FailureConfig#probeTimeout}. */
    public Builder probeTimeout(long value) {
      probeTimeout = value;
      return this;
    }

    /** Sets {@link FailureConfig#probeInterval}. */
    public Builder probeInterval(long value) {
      probeInterval = value;
      return this;
    }

    /** Sets {@link FailureConfig#farewellGrace}. */
    public Builder farewellGrace(long value) {
      farewellGrace = value;
      return this;
    }

    /** Sets {@link FailureConfig#spareTime}. */
    public Builder spareTime(long value) {
      spareTime = value;
      return this;
    }

    /** Sets {@link FailureConfig#maxPatience}. */
    public Builder maxPatience(long value) {
      maxPatience = value;
      return this;
    }

    /**
     * Returns the config.
     *
     * @throws IllegalArgumentException naming a setting that is out of range, its range and its
     *     value
     */
    public FailureConfig build() {
      return new FailureConfig(
          strongTimeout,
          claimTimeout,
          weakTimeout,
          weakFactor,
          confirmations,
          declarationGrace,
          probeTimeout,
          probeInterval,
          farewellGrace,
          spareTime,
          maxPatience);
    }
  }
}
