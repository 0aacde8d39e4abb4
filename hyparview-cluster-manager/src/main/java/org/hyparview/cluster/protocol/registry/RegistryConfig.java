package org.hyparview.cluster.protocol.registry;

import org.hyparview.protocol.peer.Ranges;

/**
 * The settings of one registry, checked. Times are in milliseconds. The defaults are our guesses,
 * for a local network, unless said otherwise.
 *
 * @param digestInterval between two comparisons with a random neighbor, 1 or more: how long a lost
 *     message is missed for; default 5,000
 * @param completionTimeout how long a change waits for its acknowledgement, 1 or more; default
 *     5,000: as a silent node is off the overlay after 4,000
 * @param announceTimeout how long a joiner waits for all to acknowledge its record before it counts
 *     as joined, 0 or more; the neighbors it came with may take it for uncertain for a while;
 *     default 300
 * @param leaveTimeout how long a farewell waits for its acknowledgement, 0 or more; default 1,000
 * @param pullTimeout how long an answer of a neighbor is waited for before another one is asked, 1
 *     or more; default 2,000
 * @param maxMessageBytes about the longest message, 280,000, which the longest entry needs, to 1
 *     million, which a frame takes; default 300,000
 * @param tombstoneRetention how long it is remembered that a node is gone, or an entry removed, 1
 *     or more: what was cut off for longer may bring it back; default 24 h
 * @param maxTombstones the most tombstones of nodes, 1 to 1 million; the oldest go first; default
 *     10,000
 * @param maxMembers the most nodes, 1 to 1 million: further ones are ignored; default 10,000
 * @param maxRegistrations the most registrations of one node, 1 to 16 million: further ones are
 *     refused here and ignored from others; default 1 million
 * @param maxEntries the most entries of all replicated maps, 1 to 16 million: further ones are
 *     refused here and ignored from others. Of removed ones, as many are remembered; the oldest go
 *     first; default 16,384
 * @param maxEntryBytes the most bytes in keys and values of these entries, 300,000 or more: refused
 *     and ignored likewise; default 64 MiB
 */
public record RegistryConfig(
    long digestInterval,
    long completionTimeout,
    long announceTimeout,
    long leaveTimeout,
    long pullTimeout,
    int maxMessageBytes,
    long tombstoneRetention,
    int maxTombstones,
    int maxMembers,
    int maxRegistrations,
    int maxEntries,
    long maxEntryBytes) {

  /** The defaults. */
  public static final RegistryConfig DEFAULT = builder().build();

  /**
   * Checks every range.
   *
   * @throws IllegalArgumentException naming the setting, its range and its value
   */
  public RegistryConfig {
    Ranges.check("digestInterval", digestInterval, 1, Integer.MAX_VALUE);
    Ranges.check("completionTimeout", completionTimeout, 1, Integer.MAX_VALUE);
    Ranges.check("announceTimeout", announceTimeout, 0, Integer.MAX_VALUE);
    Ranges.check("leaveTimeout", leaveTimeout, 0, Integer.MAX_VALUE);
    Ranges.check("pullTimeout", pullTimeout, 1, Integer.MAX_VALUE);
    Ranges.check("maxMessageBytes", maxMessageBytes, 280_000, 1_000_000);
    Ranges.check("tombstoneRetention", tombstoneRetention, 1, Long.MAX_VALUE / 4);
    Ranges.check("maxTombstones", maxTombstones, 1, 1_000_000);
    Ranges.check("maxMembers", maxMembers, 1, 1_000_000);
    Ranges.check("maxRegistrations", maxRegistrations, 1, 16_000_000);
    Ranges.check("maxEntries", maxEntries, 1, 16_000_000);
    Ranges.check("maxEntryBytes", maxEntryBytes, 300_000, Long.MAX_VALUE / 4);
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

    private long digestInterval = 5_000;
    private long completionTimeout = 5_000;
    private long announceTimeout = 300;
    private long leaveTimeout = 1_000;
    private long pullTimeout = 2_000;
    private int maxMessageBytes = 300_000;
    private long tombstoneRetention = 24 * 3_600_000L;
    private int maxTombstones = 10_000;
    private int maxMembers = 10_000;
    private int maxRegistrations = 1_000_000;
    private int maxEntries = 16_384;
    private long maxEntryBytes = 64L << 20;

    private Builder() {}

    private Builder(RegistryConfig config) {
      digestInterval = config.digestInterval;
      completionTimeout = config.completionTimeout;
      announceTimeout = config.announceTimeout;
      leaveTimeout = config.leaveTimeout;
      pullTimeout = config.pullTimeout;
      maxMessageBytes = config.maxMessageBytes;
      tombstoneRetention = config.tombstoneRetention;
      maxTombstones = config.maxTombstones;
      maxMembers = config.maxMembers;
      maxRegistrations = config.maxRegistrations;
      maxEntries = config.maxEntries;
    }

    /** Sets {@link RegistryConfig#digestInterval}. */
    public Builder digestInterval(long value) {
      digestInterval = value;
      return this;
    }

    /** Sets {@link RegistryConfig#completionTimeout}. */
    public Builder completionTimeout(long value) {
      completionTimeout = value;
      return this;
    }

    /** Sets {@link RegistryConfig#announceTimeout}. */
    public Builder announceTimeout(long value) {
      announceTimeout = value;
      return this;
    }

    /** Sets {@link RegistryConfig#leaveTimeout}. */
    public Builder leaveTimeout(long value) {
      leaveTimeout = value;
      return this;
    }

    /** Sets {@link RegistryConfig#pullTimeout}. */
    public Builder pullTimeout(long value) {
      pullTimeout = value;
      return this;
    }

    /** Sets {@link RegistryConfig#maxMessageBytes}. */
    public Builder maxMessageBytes(int value) {
      maxMessageBytes = value;
      return this;
    }

    /** Sets {@link RegistryConfig#tombstoneRetention}. */
    public Builder tombstoneRetention(long value) {
      tombstoneRetention = value;
      return this;
    }

    /** Sets {@link RegistryConfig#maxTombstones}. */
    public Builder maxTombstones(int value) {
      maxTombstones = value;
      return this;
    }

    /** Sets {@link RegistryConfig#maxMembers}. */
    public Builder maxMembers(int value) {
      maxMembers = value;
      return this;
    }

    /** Sets {@link RegistryConfig#maxRegistrations}. */
    public Builder maxRegistrations(int value) {
      maxRegistrations = value;
      return this;
    }

    /** Sets {@link RegistryConfig#maxEntries}. */
    public Builder maxEntries(int value) {
      maxEntries = value;
      return this;
    }

    /** Sets {@link RegistryConfig#maxEntryBytes}. */
    public Builder maxEntryBytes(long value) {
      maxEntryBytes = value;
      return this;
    }

    /**
     * Returns the config.
     *
     * @throws IllegalArgumentException naming a setting that is out of range, its range and its
     *     value
     */
    public RegistryConfig build() {
      return new RegistryConfig(
          digestInterval,
          completionTimeout,
          announceTimeout,
          leaveTimeout,
          pullTimeout,
          maxMessageBytes,
          tombstoneRetention,
          maxTombstones,
          maxMembers,
          maxRegistrations,
          maxEntries,
          maxEntryBytes);
    }
  }
}
