package org.hyparview.protocol.plumtree;

/** The default settings with some of them changed. */
final class PlumtreeConfigBuilder {

  private static final PlumtreeConfig D = PlumtreeConfig.DEFAULT;

  private long ihaveInterval = D.ihaveInterval();
  private int ihaveBatch = D.ihaveBatch();
  private long graftTimeout1 = D.graftTimeout1();
  private long graftTimeout2 = D.graftTimeout2();
  private int graftAttempts = D.graftAttempts();
  private int optimizationThreshold = D.optimizationThreshold();
  private long pruneDelay = D.pruneDelay();
  private int maxPayload = D.maxPayload();
  private int cachedMessages = D.cachedMessages();
  private long cachedBytes = D.cachedBytes();
  private long retention = D.retention();
  private int seenOrigins = D.seenOrigins();
  private int seenWidth = D.seenWidth();
  private int missingMessages = D.missingMessages();
  private int waves = D.waves();
  private int waveAttempts = D.waveAttempts();
  private long waveTimeout = D.waveTimeout();
  private long settleTime = D.settleTime();

  PlumtreeConfigBuilder ihaves(long interval, int batch) {
    ihaveInterval = interval;
    ihaveBatch = batch;
    return this;
  }

  PlumtreeConfigBuilder grafts(long timeout1, long timeout2, int attempts) {
    graftTimeout1 = timeout1;
    graftTimeout2 = timeout2;
    graftAttempts = attempts;
    return this;
  }

  PlumtreeConfigBuilder optimizationThreshold(int hops) {
    optimizationThreshold = hops;
    return this;
  }

  PlumtreeConfigBuilder pruneDelay(long millis) {
    pruneDelay = millis;
    return this;
  }

  PlumtreeConfigBuilder maxPayload(int bytes) {
    maxPayload = bytes;
    return this;
  }

  PlumtreeConfigBuilder cache(int messages, long bytes) {
    cachedMessages = messages;
    cachedBytes = bytes;
    return this;
  }

  PlumtreeConfigBuilder retention(long millis) {
    retention = millis;
    return this;
  }

  PlumtreeConfigBuilder seen(int origins, int width) {
    seenOrigins = origins;
    seenWidth = width;
    return this;
  }

  PlumtreeConfigBuilder missingMessages(int most) {
    missingMessages = most;
    return this;
  }

  PlumtreeConfigBuilder waves(int most, int attempts) {
    waves = most;
    waveAttempts = attempts;
    return this;
  }

  PlumtreeConfigBuilder waveTimeout(long millis) {
    waveTimeout = millis;
    return this;
  }

  PlumtreeConfigBuilder settleTime(long millis) {
    settleTime = millis;
    return this;
  }

  PlumtreeConfig build() {
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
        settleTime);
  }
}
