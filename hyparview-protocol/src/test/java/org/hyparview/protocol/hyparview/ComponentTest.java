package org.hyparview.protocol.hyparview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.hyparview.protocol.hyparview.MachineFixture.SELF;
import static org.hyparview.protocol.hyparview.MachineFixture.label;
import static org.hyparview.protocol.hyparview.MachineFixture.later;
import static org.hyparview.protocol.hyparview.MachineFixture.peer;

import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerId;
import org.junit.jupiter.api.Test;

/** Labels, and what a node makes of those that it hears. */
class ComponentTest {

  private static final Peer OLDER = peer(10);
  private static final Peer YOUNGER = peer(90);

  private final Component component = new Component(SELF);

  // Labels

  @Test
  void aLabelYieldsToAnOlderRoot() {
    assertThat(label(SELF).yieldsTo(label(OLDER))).isTrue();
    assertThat(label(OLDER).yieldsTo(label(SELF))).isFalse();
    assertThat(label(SELF, 9).yieldsTo(label(OLDER, 1))).isTrue();
  }

  @Test
  void ofRootsOfOneAgeTheSmallerIdWins() {
    ComponentLabel small = new ComponentLabel(PeerId.of("a"), 5, 0);
    ComponentLabel large = new ComponentLabel(PeerId.of("b"), 5, 9);
    assertThat(large.yieldsTo(small)).isTrue();
    assertThat(small.yieldsTo(large)).isFalse();
    assertThat(small.hasSameRoot(large)).isFalse();
  }

  @Test
  void ofOneRootTheLaterBeatWins() {
    assertThat(label(SELF, 3).yieldsTo(label(SELF, 4))).isTrue();
    assertThat(label(SELF, 3).yieldsTo(label(SELF, 3))).isFalse();
    assertThat(label(SELF, 3).yieldsTo(label(SELF, 2))).isFalse();
    assertThat(label(SELF, 3).next()).isEqualTo(label(SELF, 4));
  }

  @Test
  void twoLivesOfARootAreTwoRoots() {
    assertThat(label(SELF).hasSameRoot(label(SELF, 7))).isTrue();
    assertThat(label(SELF).hasSameRoot(label(later(SELF)))).isFalse();
  }

  @Test
  void aLabelHasNoNegativeNumbers() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ComponentLabel(SELF.id(), -1, 2))
        .withMessage("A label must not be negative, but has incarnation -1 and beat 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ComponentLabel(SELF.id(), 2, -1))
        .withMessage("A label must not be negative, but has incarnation 2 and beat -1");
    assertThat(new ComponentLabel(SELF.id(), 0, 0).beat()).isZero();
  }

  // Beating and listening

  @Test
  void aNodeBeginsAsItsOwnRootAndBeats() {
    assertThat(component.label()).isEqualTo(label(SELF, 0));
    steps(3);
    assertThat(component.label()).isEqualTo(label(SELF, 3));
  }

  @Test
  void aNodeFollowsAnOlderRootAndDoesNotBeatForIt() {
    component.merge(label(OLDER, 4));
    steps(3);
    assertThat(component.label()).isEqualTo(label(OLDER, 4));
    component.merge(label(OLDER, 6));
    component.merge(label(OLDER, 5));
    component.merge(label(YOUNGER, 50));
    assertThat(component.label()).isEqualTo(label(OLDER, 6));
  }

  @Test
  void aRootThatIsSilentForTooLongIsGone() {
    component.merge(label(OLDER, 4));
    steps(Component.ROOT_PATIENCE);
    assertThat(component.label()).isEqualTo(label(OLDER, 4));
    steps(1);
    assertThat(component.label()).isEqualTo(label(SELF, 0));
  }

  @Test
  void eachLaterBeatRenewsThePatience() {
    component.merge(label(OLDER, 4));
    steps(Component.ROOT_PATIENCE);
    component.merge(label(OLDER, 5));
    steps(Component.ROOT_PATIENCE);
    assertThat(component.label()).isEqualTo(label(OLDER, 5));
    steps(1);
    assertThat(component.label()).isEqualTo(label(SELF, 0));
  }

  @Test
  void anEqualBeatDoesNotRenewThePatience() {
    component.merge(label(OLDER, 4));
    steps(Component.ROOT_PATIENCE);
    component.merge(label(OLDER, 4));
    steps(1);
    assertThat(component.label()).isEqualTo(label(SELF, 0));
  }

  @Test
  void aRootThatIsGoneComesBackOnlyByALaterBeat() {
    component.merge(label(OLDER, 4));
    steps(Component.ROOT_PATIENCE + 1);
    component.merge(label(OLDER, 3));
    component.merge(label(OLDER, 4));
    assertThat(component.label()).isEqualTo(label(SELF, 0));
    component.merge(label(OLDER, 5));
    assertThat(component.label()).isEqualTo(label(OLDER, 5));
  }

  @Test
  void anotherRootThanTheOneThatIsGoneIsFollowed() {
    component.merge(label(OLDER, 4));
    steps(Component.ROOT_PATIENCE + 1);
    component.merge(label(peer(20), 1));
    assertThat(component.label()).isEqualTo(label(peer(20), 1));
  }

  @Test
  void aRootThatRaisesItsIncarnationBeginsAfresh() {
    steps(3);
    component.selfChanged(later(SELF));
    assertThat(component.label()).isEqualTo(label(later(SELF), 0));
    steps(1);
    assertThat(component.label()).isEqualTo(label(later(SELF), 1));
  }

  @Test
  void aNodeThatFollowsARootRaisesItsIncarnationQuietly() {
    component.merge(label(OLDER, 4));
    component.selfChanged(later(SELF));
    assertThat(component.label()).isEqualTo(label(OLDER, 4));
    steps(Component.ROOT_PATIENCE + 1);
    assertThat(component.label()).isEqualTo(label(later(SELF), 0));
  }

  // Comparing

  @Test
  void anotherRootIsAnotherComponentOnceOursIsKnownForLong() {
    steps(Component.SETTLING - 1);
    assertThat(component.differsFrom(label(OLDER))).isFalse();
    steps(1);
    assertThat(component.differsFrom(label(OLDER))).isTrue();
    assertThat(component.differsFrom(label(later(SELF), 4))).isTrue();
    assertThat(component.differsFrom(label(SELF, 4))).isFalse();
  }

  @Test
  void aNewRootMustBeKnownForLongFirst() {
    steps(Component.SETTLING);
    component.merge(label(OLDER, 4));
    assertThat(component.differsFrom(label(YOUNGER))).isFalse();
    steps(Component.SETTLING);
    assertThat(component.differsFrom(label(YOUNGER))).isTrue();
  }

  @Test
  void aLaterBeatOfTheSameRootDoesNotStartThatAgain() {
    component.merge(label(OLDER, 4));
    steps(Component.SETTLING);
    component.merge(label(OLDER, 5));
    assertThat(component.differsFrom(label(YOUNGER))).isTrue();
  }

  @Test
  void beatsThatLieFarApartAreOfTwoComponents() {
    component.merge(label(OLDER, 20));
    steps(Component.SETTLING);
    assertThat(component.differsFrom(label(OLDER, 20 - Component.SLACK))).isFalse();
    assertThat(component.differsFrom(label(OLDER, 20 + Component.SLACK))).isFalse();
    assertThat(component.differsFrom(label(OLDER, 19 - Component.SLACK))).isTrue();
    assertThat(component.differsFrom(label(OLDER, 21 + Component.SLACK))).isTrue();
  }

  private void steps(int count) {
    for (int i = 0; i < count; i++) {
      component.step();
    }
  }

  // Numbers of others

  /** Somebody forged it, or this node was the root before. */
  @Test
  void aRootGoesOnFromALaterBeatOfItsOwn() {
    component.merge(label(SELF, 1_000));
    assertThat(component.label()).isEqualTo(label(SELF, 1_001));
    component.merge(label(SELF, 7));
    assertThat(component.label()).isEqualTo(label(SELF, 1_001));
  }

  @Test
  void aBeatThatLeavesNoneToTheRootIsIgnored() {
    component.merge(label(SELF, Long.MAX_VALUE));
    component.merge(label(OLDER, Long.MAX_VALUE));
    assertThat(component.label()).isEqualTo(label(SELF));
  }
}
