package org.hyparview.cluster.protocol.registry;

/**
 * The version of a node's record: its incarnation, and how many operations built it since it was
 * last empty. Only the owner creates new ones, so of two stamps of one node the greater is the
 * newer, and equal stamps mean equal records.
 *
 * <p>A refutation raises the incarnation and leaves the version; a return from a declared death
 * raises the incarnation and starts at version 0 with an empty record.
 *
 * @param incarnation 0 or more
 * @param version 0 or more
 */
public record Stamp(long incarnation, long version) implements Comparable<Stamp> {

  /** Checks both. */
  public Stamp {
    if (incarnation < 0 || version < 0) {
      throw new IllegalArgumentException(
          "A stamp must not be negative, but is " + incarnation + "." + version);
    }
  }

  /** Returns the stamp after a number of further operations. */
  Stamp plus(long operations) {
    return new Stamp(incarnation, version + operations);
  }

  /** Returns the same version in another incarnation. */
  Stamp in(long otherIncarnation) {
    return new Stamp(otherIncarnation, version);
  }

  /** Returns whether this is newer than the other. */
  public boolean isAfter(Stamp other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(Stamp other) {
    int byIncarnation = Long.compare(incarnation, other.incarnation);
    return byIncarnation != 0 ? byIncarnation : Long.compare(version, other.version);
  }

  @Override
  public String toString() {
    return incarnation + "." + version;
  }
}
