package org.hyparview.cluster.raft;

import io.microraft.RaftEndpoint;
import java.util.Comparator;

/**
 * One incarnation of a node as a replica. A replica remembers nothing when it starts, so it must
 * never return under the name of an earlier one, which has made promises to others.
 *
 * @param node the id of the node, which is new at each start of its process
 * @param number which replica of that node it is, never reused
 */
public record Endpoint(String node, long number) implements RaftEndpoint, Comparable<Endpoint> {

  private static final Comparator<Endpoint> ORDER =
      Comparator.comparing(Endpoint::node).thenComparing(Endpoint::number);

  @Override
  public int compareTo(Endpoint other) {
    return ORDER.compare(this, other);
  }

  @Override
  public Object getId() {
    return toString();
  }

  @Override
  public String toString() {
    return node + "#" + number;
  }
}
