package org.hyparview.protocol.plumtree;

/**
 * The settings of one broadcast machine, checked. Times are in milliseconds. The paper (TR-07-14)
 * gives few numbers; where none is named, the default is our choice for links of up to some 50 ms.
 *
 * @param ihaveInterval how long an announcement may wait for others to share a message with, 0 or
 *     more; higher saves messages and delays repair; 0 sends each at once, as in the paper's
 *     experiments; default 20
 * @param ihaveBatch the announcements that don't wait any longer,
 *     1..{@value PlumtreeMessage#MAX_ANNOUNCEMENTS}; each takes up to some 300 bytes of a frame;
 *     default 64
 * @param graftTimeout1 how long an announced message may take to come by itself, 1 or more; should
 *     exceed the time in which a message crosses the overlay: lower grafts in vain, higher repairs
 *     later; default 1,000
 * @param graftTimeout2 how long a grafted message may take before another announcer is asked, 1 or
 *     more; about a round trip, less than timeout1; default 200
 * @param graftAttempts how often a message is asked for in vain, 1..255; that a neighbour puts the
 *     payload off, by announcing it again, doesn't count; default 8
 * @param optimizationThreshold the hops that a lazy link must save to take the place of an eager
 *     one, 1 or more; the paper's is 3 with a single sender and 7 with many; default 7
 * @param pruneDelay how long duplicates are collected before their links are pruned, 0 or more;
 *     should be twice the time in which a message crosses the overlay; higher lets a new overlay
 *     flood for longer, lower lets concurrent messages prune too much; 0 is the paper's way, to
 *     prune at once; default 1,000
 * @param maxPayload bytes of the longest payload, 1..{@value PlumtreeMessage#MAX_PAYLOAD}; must fit
 *     a frame; default 1 MiB less 1 KiB
 * @param cachedMessages the payloads that are kept for those who ask for them, 1 or more; default
 *     4,096
 * @param cachedBytes the bytes of those payloads, 0 or more; the latest is kept in any case;
 *     default 32 MiB
 * @param retention how long payloads are kept, and how long an acknowledged broadcast may last, 1
 *     or more; default 30,000
 * @param seenOrigins the origins whose messages are known as seen, 1 or more; with more than that
 *     sending at once, messages may be delivered twice; default 16,384
 * @param seenWidth how far the messages of one origin may overtake each other, 64..1,048,576, a
 *     multiple of 64; what is further behind is taken as seen; default 1,024
 * @param missingMessages the announced messages that are waited for, 1 or more; default 4,096
 * @param waves the acknowledged broadcasts, anybody's, that are remembered, 1 or more; default
 *     1,024
 * @param waveAttempts how often an acknowledged broadcast is tried,
 *     1..{@value PlumtreeMessage#MAX_ATTEMPT}; default 5
 * @param waveTimeout how long the origin waits in one attempt, 1 or more; default 3,000
 * @param settleTime the time in which a message crosses the overlay, and in which a node that lost
 *     its neighbours finds another, 0 or more; a neighbour lost so shortly before makes an attempt
 *     count as uncertain; too low risks acknowledging what a node in motion has not got; default
 *     1,000
 */
public record PlumtreeConfig(
    long ihaveInterval,
    int ihaveBatch,
    long graftTimeout1,
    long graftTimeout2,
    int graftAttempts,
    int optimizationThreshold,
    long pruneDelay,
    int maxPayload,
    int cachedMessages,
    long cachedBytes,
    long retention,
    int seenOrigins,
    int seenWidth,
    int missingMessages,
    int waves,
    int waveAttempts,
    long waveTimeout,
    long settleTime) {

  /** The widest window of seen messages. */
  public static final int MAX_SEEN_WIDTH = 1 << 20;

  /** The most attempts to graft one message. */
  public static final int MAX_GRAFT_ATTEMPTS = 255;

  /** The paper's values where it gives them, and ours. */
  public static final PlumtreeConfig DEFAULT = new PlumtreeConfig(
      20,
      64,
      1_000,
      200,
      8,
      7,
      1_000,
      (1 << 20) - 1024,
      4_096,
      32L << 20,
      30_000,
      16_384,
      1_024,
      4_096,
      1_024,
      5,
      3_000,
      1_000);

  /**
   * Checks every range.
   *
   * @throws IllegalArgumentException naming the setting, its range and its value
   */
  public PlumtreeConfig {
    check("ihaveInterval", ihaveInterval, 0, Integer.MAX_VALUE);
    check("ihaveBatch", ihaveBatch, 1, PlumtreeMessage.MAX_ANNOUNCEMENTS);
    check("graftTimeout1", graftTimeout1, 1, Integer.MAX_VALUE);
    check("graftTimeout2", graftTimeout2, 1, Integer.MAX_VALUE);
    check("graftAttempts", graftAttempts, 1, MAX_GRAFT_ATTEMPTS);
    check("optimizationThreshold", optimizationThreshold, 1, Integer.MAX_VALUE);
    check("pruneDelay", pruneDelay, 0, Integer.MAX_VALUE);
    check("maxPayload", maxPayload, 1, PlumtreeMessage.MAX_PAYLOAD);
    check("cachedMessages", cachedMessages, 1, Integer.MAX_VALUE);
    check("cachedBytes", cachedBytes, 0, Long.MAX_VALUE / 4);
    check("retention", retention, 1, Integer.MAX_VALUE);
    check("seenOrigins", seenOrigins, 1, Integer.MAX_VALUE);
    check("seenWidth", seenWidth, Long.SIZE, MAX_SEEN_WIDTH);
    if (seenWidth % Long.SIZE != 0) {
      throw new IllegalArgumentException(
          "seenWidth must be a multiple of " + Long.SIZE + ", but is " + seenWidth);
    }
    check("missingMessages", missingMessages, 1, Integer.MAX_VALUE);
    check("waves", waves, 1, Integer.MAX_VALUE);
    check("waveAttempts", waveAttempts, 1, PlumtreeMessage.MAX_ATTEMPT);
    check("waveTimeout", waveTimeout, 1, Integer.MAX_VALUE);
    check("settleTime", settleTime, 0, Integer.MAX_VALUE);
  }

  private static void check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " must be in " + min + ".." + max + ", but is " + value);
    }
  }
}
