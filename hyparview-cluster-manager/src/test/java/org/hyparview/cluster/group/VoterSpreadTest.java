package org.hyparview.cluster.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.hyparview.cluster.Seeds;
import org.hyparview.cluster.raft.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The choice of voters by domain. The name of a node is its domain, if any, and its age. */
class VoterSpreadTest {

  private final VoterSpread spread =
      new VoterSpread(VoterSpreadTest::domain, Comparator.comparing(VoterSpreadTest::age));

  private static Optional<String> domain(String node) {
    return Optional.of(node.replaceAll("\\d", "")).filter(name -> !name.isEmpty());
  }

  private static int age(String node) {
    return Integer.parseInt(node.replaceAll("\\D", ""));
  }

  private static List<Endpoint> voters(String... nodes) {
    return Stream.of(nodes).map(node -> new Endpoint(node, 1)).toList();
  }

  @Test
  void theOldestNodeOfTheDomainWithTheFewestVotersIsBest() {
    assertThat(spread.best(List.of("a3", "b9", "b8", "c7"), voters("a1", "c2"))).isEqualTo("b8");
    assertThat(spread.best(List.of("c7", "b9", "b8"), voters("a1", "a2"))).isEqualTo("c7");
    assertThat(spread.best(List.of("a4", "a3"), voters("a1", "b2"))).isEqualTo("a3");
    assertThat(spread.best(List.of(), voters("a1"))).isNull();
  }

  @Test
  void theYoungestVoterOfTheDomainWithTheMostIsTheSurplusOne() {
    List<Endpoint> voters = voters("a1", "a5", "a3", "b9");
    assertThat(spread.surplus(voters("a1", "a3", "a5", "b9"), voters))
        .contains(new Endpoint("a5", 1));
    assertThat(spread.surplus(voters("a3", "b9"), voters)).contains(new Endpoint("a3", 1));
    assertThat(spread.surplus(voters("a1", "b9"), voters("a1", "b9")))
        .contains(new Endpoint("b9", 1));
    assertThat(spread.surplus(List.of(), voters)).isEmpty();
  }

  @Test
  void nodesWithoutADomainAreOneOfTheirOwn() {
    assertThat(spread.best(List.of("3", "a4"), voters("1", "2"))).isEqualTo("a4");
    assertThat(spread.best(List.of("3", "a4"), voters("a1", "a2"))).isEqualTo("3");
    assertThat(spread.surplus(voters("1", "2", "a3"), voters("1", "2", "a3")))
        .contains(new Endpoint("2", 1));
    assertThat(spread.improves("3", voters("a1", "a2"))).isTrue();
  }

  @Test
  void aMoveImprovesOnlyADifferenceOfTwo() {
    assertThat(spread.improves("b9", voters("a1", "a2"))).isTrue();
    assertThat(spread.improves("b9", voters("a1", "a2", "b3"))).isFalse();
    assertThat(spread.improves("c9", voters("a1", "a2", "b3"))).isTrue();
    assertThat(spread.improves("a9", voters("a1", "a2", "a3"))).isFalse();
    assertThat(spread.improves("b9", voters("a1"))).isFalse();
  }

  static List<Long> seeds() {
    return Seeds.all(200).boxed().toList();
  }

  /**
   * Whatever the voters are, few moves lead to a spread that none improves, and keep the leader.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void movesComeToAnEnd(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> free = new ArrayList<>();
    for (int age = 0; age < 12; age++) {
      free.add(List.of("a", "b", "c", "").get(random.nextInt(4)) + age);
    }
    List<Endpoint> voters = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      voters.add(new Endpoint(free.remove(random.nextInt(free.size())), 1));
    }
    Endpoint leader = voters.get(0);
    int moves = 0;
    for (String best = spread.best(free, voters);
        best != null && spread.improves(best, voters);
        best = spread.best(free, voters)) {
      move(best, leader, free, voters);
      moves++;
    }
    assertThat(moves).as("seed " + seed).isLessThanOrEqualTo(4);
    assertThat(voters).hasSize(5).contains(leader);
    assertThat(free).noneMatch(node -> spread.improves(node, voters));
  }

  private void move(String node, Endpoint leader, List<String> free, List<Endpoint> voters) {
    free.remove(node);
    voters.add(new Endpoint(node, 1));
    List<Endpoint> removable =
        voters.stream().filter(voter -> !voter.equals(leader)).toList();
    Endpoint surplus = spread.surplus(removable, voters).orElseThrow();
    voters.remove(surplus);
    free.add(surplus.node());
  }
}
