package org.hyparview.cluster;

import io.vertx.core.json.JsonObject;
import org.hyparview.options.Option;
import org.hyparview.options.OptionTable;
import org.hyparview.options.Options;

/** The options of the failure detector. Times are in ms, up to 1 h. Defaults are our choice. */
public class FailureDetectionOptions extends Options<FailureDetectionOptions> {

  private static final OptionTable ALL = new OptionTable();

  public static final Option<Integer> STRONG_SUSPICION_TIMEOUT =
      ALL.millis("strongSuspicionTimeout", 100, 0);
  public static final Option<Integer> WEAK_SUSPICION_TIMEOUT =
      ALL.millis("weakSuspicionTimeout", 1_000, 10);
  public static final Option<Integer> PROBE_INTERVAL = ALL.millis("probeInterval", 5_000, 10);

  /** Creates the defaults. */
  public FailureDetectionOptions() {
    super(ALL);
  }

  /** Creates a copy. */
  public FailureDetectionOptions(FailureDetectionOptions other) {
    super(other);
  }

  /** Creates the options that the JSON has, and the defaults of all others. */
  public FailureDetectionOptions(JsonObject json) {
    super(ALL, json);
  }

  /**
   * The time from a refused connection, which proves that a process died, to its declaration as
   * dead, from 0; default 100. Short removes killed nodes sooner.
   */
  public FailureDetectionOptions setStrongSuspicionTimeout(int millis) {
    return set(STRONG_SUSPICION_TIMEOUT, millis);
  }

  /**
   * The same for a silent node, in a small cluster, from {@code strongSuspicionTimeout}; default
   * 1,000. Long spares nodes that pause.
   */
  public FailureDetectionOptions setWeakSuspicionTimeout(int millis) {
    return set(WEAK_SUSPICION_TIMEOUT, millis);
  }

  /**
   * The time between two probes of a random node, from 10; default 5,000. Short finds deaths
   * sooner.
   */
  public FailureDetectionOptions setProbeInterval(int millis) {
    return set(PROBE_INTERVAL, millis);
  }
}
