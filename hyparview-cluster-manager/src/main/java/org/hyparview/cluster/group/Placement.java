package org.hyparview.cluster.group;

import java.util.Optional;

/**
 * The announcement of a member by which replicas are placed.
 *
 * @param dataMember whether it may have a replica
 * @param domain the value of the tag by which voters are spread, such as its zone; empty if it has
 *     no such tag, or if voters are not spread
 */
public record Placement(boolean dataMember, Optional<String> domain) {

  /** The placement of a member that has announced nothing. */
  public static final Placement DEFAULT = new Placement(true, Optional.empty());
}
