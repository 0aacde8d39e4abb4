package org.hyparview.protocol.hyparview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.hyparview.protocol.hyparview.MachineFixture.earlier;
import static org.hyparview.protocol.hyparview.MachineFixture.later;
import static org.hyparview.protocol.hyparview.MachineFixture.peer;
import static org.hyparview.protocol.hyparview.MachineFixture.peers;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.junit.jupiter.api.Test;

/** The active and the passive view by themselves. */
class ViewsTest {

  private static final int PICKS = 10_000;

  private final SplittableRandom random = new SplittableRandom(5);

  // Active

  @Test
  void anActiveViewFindsPeersByIdAndByLink() {
    ActiveView view = active(3, 5);
    assertThat(view.size()).isEqualTo(3);
    assertThat(view.capacity()).isEqualTo(5);
    assertThat(view.isFull()).isFalse();
    assertThat(view.isEmpty()).isFalse();
    assertThat(view.indexOf(peer(1))).isEqualTo(1);
    assertThat(view.indexOf(peer(3))).isEqualTo(View.NONE);
    assertThat(view.indexOfLink(102)).isEqualTo(2);
    assertThat(view.indexOfLink(103)).isEqualTo(View.NONE);
    assertThat(view.links()).containsExactly(100, 101, 102);
    assertThat(view.toList()).containsExactlyElementsOf(peers(0, 3));
  }

  /** Peers 0 to size - 1 at links 100 and up. */
  private static ActiveView active(int size, int capacity) {
    ActiveView view = new ActiveView(capacity);
    for (int i = 0; i < size; i++) {
      view.add(peer(i), 100 + i);
    }
    return view;
  }

  @Test
  void aFullActiveViewTakesNobodyMore() {
    ActiveView view = active(5, 5);
    assertThat(view.isFull()).isTrue();
    assertThatIllegalStateException()
        .isThrownBy(() -> view.add(peer(60), 200))
        .withMessage("No place for n060@10.0.0.60:7100 among 5 of 5 neighbors");
  }

  @Test
  void anActiveViewTakesNobodyTwice() {
    ActiveView view = active(3, 5);
    assertThatIllegalStateException()
        .isThrownBy(() -> view.add(later(peer(1)), 200))
        .withMessageContaining("n001");
    assertThat(view.size()).isEqualTo(3);
  }

  @Test
  void whoeverIsRemovedFromAnActiveViewTheOthersKeepTheirLinks() {
    for (int removed = 0; removed < 5; removed++) {
      ActiveView view = active(5, 5);
      view.removeAt(removed);
      assertThat(view.contains(peer(removed))).isFalse();
      assertThat(view.indexOfLink(100 + removed)).isEqualTo(View.NONE);
      for (int i = 0; i < 5; i++) {
        if (i != removed) {
          int index = view.indexOf(peer(i));
          assertThat(view.link(index)).isEqualTo(100 + i);
          assertThat(view.peer(index)).isEqualTo(peer(i));
        }
      }
    }
  }

  @Test
  void aRandomNeighborIsEachEquallyOften() {
    ActiveView view = active(5, 8);
    ChiSquare<Integer> picks = new ChiSquare<>(List.of(0, 1, 2, 3, 4));
    for (int i = 0; i < PICKS; i++) {
      picks.count(view.random(random));
    }
    picks.assertEven();
  }

  @Test
  void aRandomNeighborButTwoIsEachOtherEquallyOften() {
    ActiveView view = active(5, 8);
    for (int first = 0; first <= 5; first++) {
      for (int second = 0; second <= 5; second++) {
        Set<Integer> possible = new HashSet<>(List.of(0, 1, 2, 3, 4));
        possible.remove(first);
        possible.remove(second);
        ChiSquare<Integer> picks = new ChiSquare<>(possible);
        for (int i = 0; i < 1_000; i++) {
          picks.count(view.randomExcept(view.indexOf(peer(first)), peer(second), random));
        }
        picks.assertEven();
      }
    }
  }

  @Test
  void thereIsNoNeighborButThoseThatThereAre() {
    assertThat(active(0, 5).randomExcept(View.NONE, peer(1), random)).isEqualTo(View.NONE);
    assertThat(active(1, 5).randomExcept(0, peer(0), random)).isEqualTo(View.NONE);
    assertThat(active(2, 5).randomExcept(0, peer(1), random)).isEqualTo(View.NONE);
    assertThat(active(2, 5).randomExcept(0, peer(9), random)).isEqualTo(1);
  }

  // Passive

  @Test
  void aPassiveViewFindsPeersById() {
    PassiveView view = passive(4, 10);
    assertThat(view.size()).isEqualTo(4);
    assertThat(view.contains(peer(3))).isTrue();
    assertThat(view.contains(peer(4))).isFalse();
    assertThat(view.remove(peer(3))).isTrue();
    assertThat(view.remove(peer(3))).isFalse();
    assertThat(view.contains(peer(3))).isFalse();
    assertThat(view.size()).isEqualTo(3);
  }

  private PassiveView passive(int size, int capacity) {
    PassiveView view = new PassiveView(capacity);
    peers(0, size).forEach(peer -> view.add(peer, peer.hashCode(), random));
    return view;
  }

  @Test
  void idsWhoseHashesAreEqualAreToldApart() {
    Peer first = new Peer(PeerId.of("Aa"), 1, new PeerAddress("a", 1));
    Peer second = new Peer(PeerId.of("BB"), 1, new PeerAddress("b", 1));
    assertThat(first.id()).hasSameHashCodeAs(second.id());
    PassiveView view = new PassiveView(4);
    view.add(first, first.hashCode(), random);
    assertThat(view.contains(second)).isFalse();
    view.add(second, second.hashCode(), random);
    view.remove(first);
    assertThat(view.toList()).containsExactly(second);
  }

  @Test
  void intoAFullPassiveViewOneComesInPlaceOfARandomOne() {
    ChiSquare<Peer> gone = new ChiSquare<>(peers(0, 10));
    for (int i = 0; i < 2_000; i++) {
      PassiveView view = passive(10, 10);
      view.add(peer(60), peer(60).hashCode(), random);
      assertThat(view.size()).isEqualTo(10);
      List<Peer> missing = new ArrayList<>(peers(0, 10));
      missing.removeAll(view.toList());
      assertThat(missing).hasSize(1);
      gone.count(missing.get(0));
    }
    gone.assertEven();
  }

  @Test
  void aPassiveViewOfNoSizeTakesNobody() {
    PassiveView view = passive(3, 0);
    assertThat(view.isEmpty()).isTrue();
    assertThat(view.isFull()).isTrue();
    assertThat(view.randomAwake(random)).isNull();
  }

  @Test
  void onlyALaterLifeTakesThePlaceOfAnEarlier() {
    PassiveView view = passive(3, 10);
    assertThat(view.refresh(peer(5), peer(5).hashCode())).isFalse();
    assertThat(view.refresh(earlier(peer(0)), earlier(peer(0)).hashCode())).isTrue();
    assertThat(view.refresh(later(peer(1)), later(peer(1)).hashCode())).isTrue();
    assertThat(view.toList()).containsExactlyInAnyOrder(peer(0), later(peer(1)), peer(2));
  }

  @Test
  void thoseThatRestAreNotPickedUntilAllAreWoken() {
    PassiveView view = passive(6, 10);
    view.rest(peer(1));
    view.rest(peer(4));
    view.rest(peer(4));
    view.rest(peer(9));
    assertPickedEvenly(view, List.of(peer(0), peer(2), peer(3), peer(5)));
    view.wakeAll();
    assertPickedEvenly(view, peers(0, 6));
  }

  private void assertPickedEvenly(PassiveView view, List<Peer> expected) {
    ChiSquare<Peer> picks = new ChiSquare<>(expected);
    for (int i = 0; i < PICKS; i++) {
      Peer picked = view.randomAwake(random);
      assertThat(picked).isNotNull();
      if (picked != null) {
        picks.count(picked);
      }
    }
    picks.assertEven();
  }

  @Test
  void whenAllRestNobodyIsPicked() {
    PassiveView view = passive(3, 10);
    peers(0, 3).forEach(peer -> view.rest(peer));
    assertThat(view.randomAwake(random)).isNull();
    view.add(peer(7), peer(7).hashCode(), random);
    assertThat(view.randomAwake(random)).isEqualTo(peer(7));
  }

  @Test
  void aLaterLifeOfOneThatRestsRestsToo() {
    PassiveView view = passive(1, 10);
    view.rest(peer(0));
    view.refresh(later(peer(0)), later(peer(0)).hashCode());
    assertThat(view.randomAwake(random)).isNull();
  }

  /** The view against a slow and obviously right twin, in random histories. */
  @Test
  void aPassiveViewDoesWhatTwoPlainListsDo() {
    for (int history = 0; history < 200; history++) {
      PassiveView view = new PassiveView(8);
      Set<Peer> awake = new HashSet<>();
      Set<Peer> resting = new HashSet<>();
      for (int step = 0; step < 60; step++) {
        Peer peer = peer(random.nextInt(12));
        switch (random.nextInt(4)) {
          case 0 -> addToBoth(view, awake, resting, peer);
          case 1 -> {
            view.rest(peer);
            if (awake.remove(peer)) {
              resting.add(peer);
            }
          }
          case 2 -> {
            boolean wasThere = awake.remove(peer) || resting.remove(peer);
            assertThat(view.remove(peer)).isEqualTo(wasThere);
          }
          default -> {
            if (random.nextInt(6) == 0) {
              view.wakeAll();
              awake.addAll(resting);
              resting.clear();
            }
          }
        }
        assertSame(view, awake, resting);
      }
    }
  }

  private void addToBoth(PassiveView view, Set<Peer> awake, Set<Peer> resting, Peer peer) {
    if (!view.contains(peer) && !view.isFull()) {
      view.add(peer, peer.hashCode(), random);
      awake.add(peer);
    }
    assertThat(awake.contains(peer) || resting.contains(peer) || view.isFull()).isTrue();
  }

  private void assertSame(PassiveView view, Set<Peer> awake, Set<Peer> resting) {
    List<Peer> all = new ArrayList<>(awake);
    all.addAll(resting);
    assertThat(view.toList()).containsExactlyInAnyOrderElementsOf(all);
    Peer picked = view.randomAwake(random);
    assertThat(picked == null).isEqualTo(awake.isEmpty());
    assertThat(picked == null || awake.contains(picked)).isTrue();
  }
}
