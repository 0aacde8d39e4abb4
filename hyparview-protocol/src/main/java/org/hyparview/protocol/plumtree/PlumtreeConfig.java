package org.hyparview.protocol.plumtree;

import java.util.Objects;
import org.hyparview.protocol.peer.Ranges;

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
 * @param graftAttempts how often a message is asked for in vain, 1..255; that a neighbor puts the
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
 *     multiple of 64; what is further behind most of the others is given up as lost, and taken as
 *     seen; default 1,024
 * @param missingMessages the announced messages that are waited for, 1 or more; default 4,096
 * @param waves the acknowledged broadcasts, anybody's, that are remembered, 1 or more; default
 *     1,024
 * @param waveAttempts how often an acknowledged broadcast is tried,
 *     1..{@value PlumtreeMessage#MAX_ATTEMPT}; default 5
 * @param waveTimeout how long the origin waits in one attempt, 1 or more; default 3,000
 * @param settleTime the time in which a message crosses the overlay, and in which a node that lost
 *     its neighbors finds another, 0 or more; a neighbor lost so shortly before makes an attempt
 *     count as uncertain; too low risks acknowledging what a node in motion has not got; default
 *     1,000
 * @param questions the limits of questions
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
    long settleTime,
    QuestionConfig questions) {

  /** The widest window of seen messages. */
  public static final int MAX_SEEN_WIDTH = 1 << 20;

  /** The most attempts to graft one message. */
  public static final int MAX_GRAFT_ATTEMPTS = 255;

  /** The paper's values where it gives them, and ours. */
  public static final PlumtreeConfig DEFAULT = builder().build();

  /**
   * Checks every range.
   *
   * @throws IllegalArgumentException naming the setting, its range and its value
   */
  public PlumtreeConfig {
    Ranges.check("ihaveInterval", ihaveInterval, 0, Integer.MAX_VALUE);
    Ranges.check("ihaveBatch", ihaveBatch, 1, PlumtreeMessage.MAX_ANNOUNCEMENTS);
    Ranges.check("graftTimeout1", graftTimeout1, 1, Integer.MAX_VALUE);
    Ranges.check("graftTimeout2", graftTimeout2, 1, Integer.MAX_VALUE);
    Ranges.check("graftAttempts", graftAttempts, 1, MAX_GRAFT_ATTEMPTS);
    Ranges.check("optimizationThreshold", optimizationThreshold, 1, Integer.MAX_VALUE);
    Ranges.check("pruneDelay", pruneDelay, 0, Integer.MAX_VALUE);
    Ranges.check("maxPayload", maxPayload, 1, PlumtreeMessage.MAX_PAYLOAD);
    Ranges.check("cachedMessages", cachedMessages, 1, Integer.MAX_VALUE);
    Ranges.check("cachedBytes", cachedBytes, 0, Long.MAX_VALUE / 4);
    Ranges.check("retention", retention, 1, Integer.MAX_VALUE);
    Ranges.check("seenOrigins", seenOrigins, 1, Integer.MAX_VALUE);
    Ranges.check("seenWidth", seenWidth, Long.SIZE, MAX_SEEN_WIDTH);
    if (seenWidth % Long.SIZE != 0) {
      throw new IllegalArgumentException(
          "seenWidth must be a multiple of " + Long.SIZE + ", but is " + seenWidth);
    }
    Ranges.check("missingMessages", missingMessages, 1, Integer.MAX_VALUE);
    Ranges.check("waves", waves, 1, Integer.MAX_VALUE);
    Ranges.check("waveAttempts", waveAttempts, 1, PlumtreeMessage.MAX_ATTEMPT);
    Ranges.check("waveTimeout", waveTimeout, 1, Integer.MAX_VALUE);
    Ranges.check("settleTime", settleTime, 0, Integer.MAX_VALUE);
    Objects.requireNonNull(questions, "questions");
  }

  /**
   * Checks a question of this node.
   *
   * @param length the bytes of its payload
   * @throws IllegalArgumentException naming what is out of its range
   */
  public void checkQuestion(int length, Fold fold, long timeout) {
    Ranges.check("The length of a payload", length, 0, maxPayload);
    Ranges.check("A timeout", timeout, 1, retention);
    questions.check(fold);
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

    private long ihaveInterval = 20;
    private int ihaveBatch = 64;
    private long graftTimeout1 = 1_000;
    private long graftTimeout2 = 200;
    private int graftAttempts = 8;
    private int optimizationThreshold = 7;
    private long pruneDelay = 1_000;
    private int maxPayload = (1 << 20) - 1024;
    private int cachedMessages = 4_096;
    private long cachedBytes = 32L << 20;
    private long retention = 30_000;
    private int seenOrigins = 16_384;
    private int seenWidth = 1_024;
    private int missingMessages = 4_096;
    private int waves = 1_024;
    private int waveAttempts = 5;
    private long waveTimeout = 3_000;
    private long settleTime = 1_000;
    private QuestionConfig questions = QuestionConfig.DEFAULT;

    private Builder() {}

    private Builder(PlumtreeConfig config) {
      ihaveInterval = config.ihaveInterval;
      ihaveBatch = config.ihaveBatch;
      graftTimeout1 = config.graftTimeout1;
      graftTimeout2 = config.graftTimeout2;
      graftAttempts = config.graftAttempts;
      optimizationThreshold = config.optimizationThreshold;
      pruneDelay = config.pruneDelay;
      maxPayload = config.maxPayload;
      cachedMessages = config.cachedMessages;
      cachedBytes = config.cachedBytes;
      retention = config.retention;
      seenOrigins = config.seenOrigins;
      seenWidth = config.seenWidth;
      missingMessages = config.missingMessages;
      waves = config.waves;
      waveAttempts = config.waveAttempts;
      waveTimeout = config.waveTimeout;
      settleTime = config.settleTime;
      questions = config.questions;
    }

    /** Sets {@link PlumtreeConfig#ihaveInterval}. */
    public Builder ihaveInterval(long value) {
      ihaveInterval = value;
      return this;
    }

    /** Sets {@link PlumtreeConfig#ihaveBatch}. */
    public Builder ihaveBatch(int value) {
      ihaveBatch = value;
      return this;
    }

    /** Sets {@link PlumtreeConfig#graftTimeout1}. */
    public Builder graftTimeout1(long value) {
      graftTimeout1 = value;
      return this;
    }

    /** Sets {@link PlumtreeConfig#graftTimeout2}. */
    public Builder graftTimeout2(long value) {
      graftTimeout2 = value;
      return this;
    }

    /** Sets {@link PlumtreeConfig#graftAttempts}. */
    public Builder graftAttempts(int value) {
      graftAttempts = value;
      return this;
    }

    /** Sets {@link PlumtreeConfig#optimizationThreshold}. */
    public Builder optimizationThreshold(int value) {
      optimizationThreshold = value;
      return this;
    }

    /** Sets {@link PlumtreeConfig#pruneDelay}. */
    public Builder pruneDelay(long value) {
      pruneDelay = value;
      return this;
    }

    /** Sets {@link PlumtreeConfig#maxPayload}. */
    public Builder maxPayload(int value) {
      maxPayload = value;
      return this;
    }

    /** Sets {@link PlumtreeConfig#cachedMessages}. */
    public Builder cachedMessages(int value) {
      cachedMessages = value;
      return this;
    }

    /** Sets {@link PlumtreeConfig#cachedBytes}. */
    public Builder cachedBytes(long value) {
      cachedBytes = value;
      return this;
    }

    /** Sets {@link PlumtreeConfig#retention}. */
    public Builder retention(long value) {
      retention = value;
      return this;
    }

    /** Sets {@link PlumtreeConfig#seenOrigins}. */
    public Builder seenOrigins(int value) {
      seenOrigins = value;
      return this;
    }

    /** Sets {@link PlumtreeConfig#seenWidth}. */
    public Builder seenWidth(int value) {
      seenWidth = value;
      return this;
    }

    /** Sets {@link PlumtreeConfig#missingMessages}. */
    public Builder missingMessages(int value) {
      missingMessages = value;
      return this;
    }

    /** Sets {@link PlumtreeConfig#waves}. */
    public Builder waves(int value) {
      waves = value;
      return this;
    }

    /** Sets {@link PlumtreeConfig#waveAttempts}. */
    public Builder waveAttempts(int value) {
      waveAttempts = value;
      return this;
    }

    /** Sets {@link PlumtreeConfig#waveTimeout}. */
    public Builder waveTimeout(long value) {
      waveTimeout = value;
      return this;
    }

    /** Sets {@link PlumtreeConfig#settleTime}. */
    public Builder settleTime(long value) {
      settleTime = value;
      return this;
    }

    /** Sets {@link PlumtreeConfig#questions}. */
    public Builder questions(QuestionConfig value) {
      questions = value;
      return this;
    }

    /**
     * Returns the config.
     *
     * @throws IllegalArgumentException naming a setting that is out of range, its range and its
     *     value
     */
    public PlumtreeConfig build() {
      return new PlumtreeConfig(
          ihaveInterval,
          ihaveBatch,
          graftTimeout1,
          graftTimeout2,
          graftAttempts,
          optimizationThreshold,
          pruneDelay,
          maxPayload,
          cachedMessages,
          cachedBytes,
          retention,
          seenOrigins,
          seenWidth,
          missingMessages,
          waves,
          waveAttempts,
          waveTimeout,
          settleTime,
          questions);
    }
  }
}
