package org.hyparview.protocol.peer;

/**
 * The bounds within which a node believes another one's claim about an incarnation.
 *
 * <p>A node raises its own incarnation above each that others claim it has, be it a suspicion or a
 * former run. So a claim must leave numbers above it, and one message must not use up many of them.
 * No clock takes part: clocks may be wrong, and only the distance from what is known counts.
 */
public final class Incarnations {

  /** The highest incarnation that is believed of a node of which none is known: half of all. */
  public static final long MAX_FIRST = Long.MAX_VALUE >> 1;

  /**
   * The most by which a claim may exceed the known incarnation of a node: a day in milliseconds,
   * which is the unit of incarnations by convention. A node raises its incarnation by one at a
   * time.
   */
  public static final long MAX_STEP = 86_400_000;

  private Incarnations() {}

  /** Returns whether a claim is believed of a node of which no incarnation is known. */
  public static boolean isPlausible(long claimed) {
    return claimed <= MAX_FIRST;
  }

  /** Returns whether a claim is believed of a node that is known in an incarnation. */
  public static boolean isPlausible(long claimed, long known) {
    return claimed - MAX_STEP <= known;
  }
}
