package org.hyparview.cluster.protocol.failure;

import java.util.EnumMap;
import java.util.Map;

/** The counts of one failure detector since it was created. */
public final class FailureCounters {

  private final EnumMap<ProbeResult, Long> probes = new EnumMap<>(ProbeResult.class);
  private long ownSuspicions;
  private long heardSuspicions;
  private long ownRefutations;
  private long heardRefutations;
  private long declarations;
  private long stalls;
  private long stalledMillis;

  FailureCounters() {}

  /** Returns how many suspicions this node has broadcast. */
  public long ownSuspicions() {
    return ownSuspicions;
  }

  /** Returns how many suspicions of other nodes concerned a member. */
  public long heardSuspicions() {
    return heardSuspicions;
  }

  /** Returns how often this node refuted a suspicion of itself. */
  public long ownRefutations() {
    return ownRefutations;
  }

  /** Returns how often a member that was suspected here refuted that. */
  public long heardRefutations() {
    return heardRefutations;
  }

  /** Returns how many members this node has declared dead. */
  public long declarations() {
    return declarations;
  }

  /** Returns how often this node stood still. */
  public long stalls() {
    return stalls;
  }

  /** Returns for how many milliseconds it did. */
  public long stalledMillis() {
    return stalledMillis;
  }

  /** Returns how many probes had each result that occurred; a copy. */
  public Map<ProbeResult, Long> probes() {
    return new EnumMap<>(probes);
  }

  void countSuspicion(boolean own) {
    ownSuspicions += own ? 1 : 0;
    heardSuspicions += own ? 0 : 1;
  }

  void countRefutation(boolean own) {
    ownRefutations += own ? 1 : 0;
    heardRefutations += own ? 0 : 1;
  }

  void countDeclaration() {
    declarations++;
  }

  void countStall(long millis) {
    stalls++;
    stalledMillis += millis;
  }

  void countProbe(ProbeResult result) {
    probes.merge(result, 1L, Long::sum);
  }
}
