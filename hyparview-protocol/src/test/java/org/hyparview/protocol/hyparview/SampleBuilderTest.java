package org.hyparview.protocol.hyparview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hyparview.protocol.hyparview.MachineFixture.peer;
import static org.hyparview.protocol.hyparview.MachineFixture.peers;

import java.util.List;
import java.util.SplittableRandom;
import org.hyparview.protocol.peer.Peer;
import org.junit.jupiter.api.Test;

class SampleBuilderTest {

  private static final Peer NOBODY = peer(99);

  private final SplittableRandom random = new SplittableRandom(11);

  private SampleBuilder sample() {
    return new SampleBuilder(8, random);
  }

  private static View view(int from, int to) {
    SplittableRandom unused = new SplittableRandom(1);
    PassiveView view = new PassiveView(to - from);
    peers(from, to).forEach(peer -> view.add(peer, peer.hashCode(), unused));
    return view;
  }

  @Test
  void aSampleHasThatManyDifferentPeers() {
    for (int i = 0; i < 100; i++) {
      assertThat(sample().add(view(0, 10), 4, NOBODY).build())
          .hasSize(4)
          .doesNotHaveDuplicates()
          .isSubsetOf(peers(0, 10));
    }
  }

  @Test
  void eachPeerIsDrawnEquallyOften() {
    View view = view(0, 10);
    ChiSquare<Peer> drawn = new ChiSquare<>(peers(0, 10));
    for (int i = 0; i < 5_000; i++) {
      sample().add(view, 3, NOBODY).build().forEach(drawn::count);
    }
    drawn.assertEven();
  }

  @Test
  void eachPeerButTheReceiverIsDrawnEquallyOften() {
    View view = view(0, 10);
    ChiSquare<Peer> drawn = new ChiSquare<>(peers(1, 10));
    for (int i = 0; i < 5_000; i++) {
      sample().add(view, 3, peer(0)).build().forEach(drawn::count);
    }
    drawn.assertEven();
  }

  @Test
  void aViewThatIsSmallerThanTheWishIsTakenWhole() {
    assertThat(sample().add(view(0, 3), 4, NOBODY).build()).hasSameElementsAs(peers(0, 3));
    assertThat(sample().add(view(0, 4), 4, NOBODY).build()).hasSameElementsAs(peers(0, 4));
    assertThat(sample().add(view(0, 0), 4, NOBODY).build()).isEmpty();
  }

  @Test
  void theReceiverIsLeftOutOfAViewThatIsTakenWhole() {
    assertThat(sample().add(view(0, 4), 4, peer(2)).build())
        .containsExactlyInAnyOrder(peer(0), peer(1), peer(3));
  }

  @Test
  void allButTheReceiverAreFoundInAViewOfOneMoreThanTheWish() {
    assertThat(sample().add(view(0, 5), 4, peer(2)).build())
        .containsExactlyInAnyOrder(peer(0), peer(1), peer(3), peer(4));
  }

  @Test
  void aWishForNobodyDrawsNobody() {
    assertThat(sample().add(view(0, 5), 0, NOBODY).build()).isEmpty();
  }

  @Test
  void theLimitCutsWhateverTheWishIs() {
    assertThat(sample().add(view(0, 6), 6, NOBODY).add(view(10, 16), 6, NOBODY).build())
        .hasSize(8)
        .containsAll(peers(0, 6));
    assertThat(sample().add(view(0, 20), 12, NOBODY).build()).hasSize(8);
  }

  @Test
  void partsFollowEachOther() {
    List<Peer> sample = sample()
        .add(peer(50))
        .add(view(0, 9), 3, NOBODY)
        .add(view(10, 19), 4, NOBODY)
        .build();
    assertThat(sample).hasSize(8);
    assertThat(sample.get(0)).isEqualTo(peer(50));
    assertThat(sample.subList(1, 4)).isSubsetOf(peers(0, 9));
    assertThat(sample.subList(4, 8)).isSubsetOf(peers(10, 19));
  }
}
