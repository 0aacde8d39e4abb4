package org.hyparview.cluster.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hyparview.cluster.raft.Endpoint;
import org.junit.jupiter.api.Test;

/** Which of several groups has the shared data. */
class GroupBookTest {

  private final Set<String> members = new HashSet<>(Set.of("a", "b", "c"));
  private final GroupBook book = new GroupBook(members::contains, members::contains);
  private final GroupDescriptor strong =
      GroupDescriptor.founded("strong", 1, 10, new Endpoint("a", 1));
  private final GroupDescriptor weak = GroupDescriptor.founded("weak", 0, 20, new Endpoint("b", 1));

  @Test
  void theStrongestConfirmedGroupHasTheData() {
    assertThat(book.confirmed(weak)).isTrue();
    assertThat(book.heard("c", strong)).isFalse();
    assertThat(book.current()).isEqualTo(weak);
    assertThat(book.confirmed(strong)).isTrue();
    assertThat(book.current()).isEqualTo(strong);
  }

  /** Otherwise a node that has met the lost one would be alone with it. */
  @Test
  void aGroupWithoutAVoterInTheClusterGivesWayToOneThatHasSome() {
    book.confirmed(strong);
    book.confirmed(weak);
    members.remove("a");
    assertThat(book.membersChanged()).isTrue();
    assertThat(book.current()).isEqualTo(weak);
    members.add("a");
    assertThat(book.membersChanged()).isTrue();
    assertThat(book.current()).isEqualTo(strong);
  }

  @Test
  void theLeaderOfAWeakerGroupIsAskedOnlyOnceTheStrongerOneHasNoVoterInTheCluster() {
    book.confirmed(strong);
    book.heard("c", weak);
    assertThat(book.toAsk(0)).isEmpty();
    members.remove("a");
    book.membersChanged();
    assertThat(book.current()).isEqualTo(strong);
    assertThat(book.toAsk(0)).isEqualTo(List.of(weak));
  }

  @Test
  void aLostGroupStaysIfThereIsNoOther() {
    book.confirmed(strong);
    members.clear();
    assertThat(book.membersChanged()).isFalse();
    assertThat(book.current()).isEqualTo(strong);
  }

  /** A later leader has died: what it said can't be confirmed, but the earlier one can deny. */
  @Test
  void aLeaderThatSpeaksOfALaterOneLeadsNoMore() {
    GroupDescriptor later =
        strong.as(5, List.of(new Endpoint("d", 1)), 2, new Endpoint("d", 1), List.of(), true);
    book.confirmed(strong);
    book.heard("c", later);
    assertThat(book.current()).isEqualTo(strong);
    assertThat(book.toAsk(0)).isEqualTo(List.of(strong));
    book.heard("a", later);
    assertThat(book.current()).isEqualTo(later);
    assertThat(book.hasQuestions()).isFalse();
  }
}
