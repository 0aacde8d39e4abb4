package org.hyparview.benchmarks.paper;

import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.simulation.net.Latency;

/**
 * The settings of an overlay, and the relation of its time to that of messages.
 *
 * @param config of each machine
 * @param hop how long a message between two nodes takes
 * @param refusal how long a dial takes to a node that is dead
 * @param step the time between two broadcasts after a failure
 * @param keepsContacts whether the contact of the joins survives failures and nodes may go back to
 *     it; the paper has no such thing
 */
record Policy(HyParViewConfig config, Latency hop, long refusal, long step, boolean keepsContacts) {

  /** One hop of the paper's policies, in ms. */
  static final long HOP = 1;

  /**
   * The paper's message step, in ms: four hops. A dial to a dead node takes just as long, and so
   * does one to a living node, which is two hops for the link and two for NEIGHBOR and its answer.
   */
  static final long STEP = 4 * HOP;

  private static final int NEVER = Integer.MAX_VALUE;

  /** Longer than the joins and the messages take, and so short that what is never due isn't. */
  private static final long LONG_CYCLE = 1_000_000;

  private static final int BROADCASTS_PER_CYCLE = 10;
  private static final long OUR_STEP = 100;

  /**
   * The paper's repair: each node hears of its dead neighbors by resets, and dials one candidate
   * per empty slot and message step. A cycle is so long that of a thousand nodes four take a
   * periodic step while 1,000 messages are sent after a failure.
   */
  static Policy paper() {
    return paper(LONG_CYCLE, HyParViewConfig.DEFAULT.passiveViewSize());
  }

  /** The same with cycles of ten message steps, for healing times (Fig. 4). */
  static Policy paperInCycles() {
    return paper(BROADCASTS_PER_CYCLE * STEP, HyParViewConfig.DEFAULT.passiveViewSize());
  }

  /** The same without passive views, so that nothing is refilled: the paper's JOIN alone. */
  static Policy joinsAlone() {
    return paper(LONG_CYCLE, 0);
  }

  private static Policy paper(long cycle, int passiveViewSize) {
    HyParViewConfig config = HyParViewConfig.builder()
        .passiveViewSize(passiveViewSize)
        .shuffleInterval(cycle)
        .requestTimeout(10 * STEP)
        .healInterval(NEVER)
        .rejoinMinDelay(STEP)
        .rejoinMaxDelay(NEVER)
        .failedPeerRetention(0)
        .build();
    return new Policy(config, Latency.fixed(HOP), STEP - HOP, STEP, false);
  }

  /** Whether all nodes have joined, one after the other, long before a cycle is over. */
  boolean hasLongCycles() {
    return config.shuffleInterval() == LONG_CYCLE;
  }

  /** What ships: the default options, real latencies, and dials until one succeeds. */
  static Policy ours() {
    return new Policy(HyParViewConfig.DEFAULT, Latency.uniform(1, 50), 0, OUR_STEP, true);
  }
}
