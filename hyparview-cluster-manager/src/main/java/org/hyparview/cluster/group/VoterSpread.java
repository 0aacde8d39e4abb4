package org.hyparview.cluster.group;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.hyparview.cluster.raft.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The spread of voters over the domains of their nodes, such as zones: the loss of one domain is to
 * take as few voters as possible. Nodes without a domain are one of their own. Within a domain the
 * oldest nodes have the voters.
 *
 * <p>Moving a voter to a node that {@linkplain #improves improves} the spread lowers the sum of the
 * squares of the domains' voters, so moves come to an end.
 */
final class VoterSpread {

  private final Function<String, Optional<String>> domains;
  private final Comparator<String> byAge;

  /**
   * Creates a spread over the domains of nodes.
   *
   * @param domains the domain of a node
   * @param byAge orders nodes, the oldest first
   */
  VoterSpread(Function<String, Optional<String>> domains, Comparator<String> byAge) {
    this.domains = domains;
    this.byAge = byAge;
  }

  /**
   * Returns the node for one more voter: of the domain with the fewest, and of these the oldest;
   * null if there is no free node.
   */
  @Nullable
  String best(Collection<String> free, Collection<Endpoint> voters) {
    Map<Optional<String>, Integer> counts = count(voters);
    return free.stream()
        .min(Comparator.<String>comparingInt(node -> votersBeside(node, counts))
            .thenComparing(byAge))
        .orElse(null);
  }

  /**
   * Returns the voter to remove of those that may be: of the domain with the most, and of these the
   * youngest.
   */
  Optional<Endpoint> surplus(Collection<Endpoint> removable, Collection<Endpoint> voters) {
    Map<Optional<String>, Integer> counts = count(voters);
    return removable.stream()
        .max(Comparator.<Endpoint>comparingInt(voter -> votersBeside(voter.node(), counts))
            .thenComparing(Endpoint::node, byAge));
  }

  /** Returns whether a voter on this node in place of another would lower the difference. */
  boolean improves(String node, Collection<Endpoint> voters) {
    Map<Optional<String>, Integer> counts = count(voters);
    int most = counts.values().stream().reduce(0, Math::max);
    return votersBeside(node, counts) + 2 <= most;
  }

  private int votersBeside(String node, Map<Optional<String>, Integer> counts) {
    return counts.getOrDefault(domains.apply(node), 0);
  }

  private Map<Optional<String>, Integer> count(Collection<Endpoint> voters) {
    Map<Optional<String>, Integer> counts = new HashMap<>();
    voters.forEach(voter -> counts.merge(domains.apply(voter.node()), 1, Integer::sum));
    return counts;
  }
}
