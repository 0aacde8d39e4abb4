package org.hyparview.cluster.protocol.registry;

/**
 * The settings of one registry, checked. Times are in milliseconds. The defaults are our guesses,
 * for a local network, unless said otherwise.
 *
 * @param digestInterval between two comparisons with a random neighbour, 1 or more: how long a lost
 *     message is missed for; default 5,000
 * @param completionTimeout how long a change waits for its acknowledgement, 1 or more; default
 *     5,000: as a silent node is off the overlay after 4,000
 * @param announceTimeout how long a joiner waits for all to acknowledge its record before it counts
 *     as joined, 0 or more; the neighbours it came with may take it for uncertain for a while;
 *     default 300
 * @param leaveTimeout how long a farewell waits for its acknowledgement, 0 or more; default 1,000
 * @param pullTimeout how long an answer of a neighbour is waited for before another one is asked, 1
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
 * @param maxEntries the most entries of all replicated maps, removed ones too, 1 to 16 million:
 *     further ones are refused here and ignored from others; default 16,384
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
    int maxEntries) {

  /** The defaults. */
  public static final RegistryConfig DEFAULT = new RegistryConfig(
      5_000, 5_000, 300, 1_000, 2_000, 300_000, 24 * 3_600_000L, 10_000, 10_000, 1_000_000, 16_384);

  /**
   * Checks every range.
   *
   * @throws IllegalArgumentException naming the setting, its range and its value
   */
  public RegistryConfig {
    check("digestInterval", digestInterval, 1, Integer.MAX_VALUE);
    check("completionTimeout", completionTimeout, 1, Integer.MAX_VALUE);
    check("announceTimeout", announceTimeout, 0, Integer.MAX_VALUE);
    check("leaveTimeout", leaveTimeout, 0, Integer.MAX_VALUE);
    check("pullTimeout", pullTimeout, 1, Integer.MAX_VALUE);
    check("maxMessageBytes", maxMessageBytes, 280_000, 1_000_000);
    check("tombstoneRetention", tombstoneRetention, 1, Long.MAX_VALUE / 4);
    check("maxTombstones", maxTombstones, 1, 1_000_000);
    check("maxMembers", maxMembers, 1, 1_000_000);
    check("maxRegistrations", maxRegistrations, 1, 16_000_000);
    check("maxEntries", maxEntries, 1, 16_000_000);
  }

  private static void check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " must be in " + min + ".." + max + ", but is " + value);
    }
  }
}
