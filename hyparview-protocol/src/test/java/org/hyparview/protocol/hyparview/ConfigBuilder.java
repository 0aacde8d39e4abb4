package org.hyparview.protocol.hyparview;

/** The default settings with some of them changed. */
final class ConfigBuilder {

  private int activeViewSize = HyParViewConfig.DEFAULT.activeViewSize();
  private int passiveViewSize = HyParViewConfig.DEFAULT.passiveViewSize();
  private int activeRandomWalkLength = HyParViewConfig.DEFAULT.activeRandomWalkLength();
  private int passiveRandomWalkLength = HyParViewConfig.DEFAULT.passiveRandomWalkLength();
  private int shuffleActive = HyParViewConfig.DEFAULT.shuffleActive();
  private int shufflePassive = HyParViewConfig.DEFAULT.shufflePassive();
  private int shuffleTimeToLive = HyParViewConfig.DEFAULT.shuffleTimeToLive();
  private long shuffleInterval = HyParViewConfig.DEFAULT.shuffleInterval();
  private long requestTimeout = HyParViewConfig.DEFAULT.requestTimeout();
  private long healInterval = HyParViewConfig.DEFAULT.healInterval();
  private long rejoinMinDelay = HyParViewConfig.DEFAULT.rejoinMinDelay();
  private long rejoinMaxDelay = HyParViewConfig.DEFAULT.rejoinMaxDelay();
  private long failedPeerRetention = HyParViewConfig.DEFAULT.failedPeerRetention();

  ConfigBuilder views(int active, int passive) {
    activeViewSize = active;
    passiveViewSize = passive;
    return this;
  }

  ConfigBuilder walks(int arwl, int prwl) {
    activeRandomWalkLength = arwl;
    passiveRandomWalkLength = prwl;
    return this;
  }

  ConfigBuilder shuffles(int ka, int kp, int timeToLive) {
    shuffleActive = ka;
    shufflePassive = kp;
    shuffleTimeToLive = timeToLive;
    return this;
  }

  ConfigBuilder shuffleInterval(long millis) {
    shuffleInterval = millis;
    return this;
  }

  ConfigBuilder requestTimeout(long millis) {
    requestTimeout = millis;
    return this;
  }

  ConfigBuilder healInterval(long millis) {
    healInterval = millis;
    return this;
  }

  ConfigBuilder rejoinDelays(long min, long max) {
    rejoinMinDelay = min;
    rejoinMaxDelay = max;
    return this;
  }

  ConfigBuilder failedPeerRetention(long millis) {
    failedPeerRetention = millis;
    return this;
  }

  HyParViewConfig build() {
    return new HyParViewConfig(
        activeViewSize,
        passiveViewSize,
        activeRandomWalkLength,
        passiveRandomWalkLength,
        shuffleActive,
        shufflePassive,
        shuffleTimeToLive,
        shuffleInterval,
        requestTimeout,
        healInterval,
        rejoinMinDelay,
        rejoinMaxDelay,
        failedPeerRetention);
  }
}
