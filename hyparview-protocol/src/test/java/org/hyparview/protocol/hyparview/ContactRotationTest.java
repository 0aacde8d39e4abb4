package org.hyparview.protocol.hyparview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hyparview.protocol.hyparview.MachineFixture.peer;
import static org.hyparview.protocol.hyparview.MachineFixture.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.junit.jupiter.api.Test;

class ContactRotationTest {

  private static final long NOW = 10_000;
  private static final PeerAddress OWN = peer(50).address();
  private static final List<PeerAddress> CONTACTS =
      peers(1, 4).stream().map(Peer::address).toList();

  private final ContactRotation contactRotation =
      new ContactRotation(100, 1_000, new SplittableRandom(6));

  private List<PeerAddress> pass(Peer... lost) {
    List<PeerAddress> asked = new ArrayList<>();
    PeerAddress next = contactRotation.next(List.of(lost));
    while (next != null) {
      asked.add(next);
      assertThat(asked).as("a pass must have an end").hasSizeLessThan(100);
      next = contactRotation.next(List.of());
    }
    return asked;
  }

  @Test
  void withoutContactsThereIsNobodyToAsk() {
    assertThat(pass()).isEmpty();
    assertThat(contactRotation.deadline()).isEqualTo(Machine.NEVER);
  }

  @Test
  void eachContactIsFirstSecondAndLastEquallyOften() {
    contactRotation.setContacts(CONTACTS, OWN, false);
    List<ChiSquare<PeerAddress>> places =
        List.of(new ChiSquare<>(CONTACTS), new ChiSquare<>(CONTACTS), new ChiSquare<>(CONTACTS));
    for (int i = 0; i < 3_000; i++) {
      List<PeerAddress> order = pass();
      for (int place = 0; place < 3; place++) {
        places.get(place).count(order.get(place));
      }
      contactRotation.pause(NOW);
    }
    places.forEach(ChiSquare::assertEven);
  }

  @Test
  void theFirstPassMayBeInTheOrderOfTheList() {
    ChiSquare<PeerAddress> firstLater = new ChiSquare<>(CONTACTS);
    for (int i = 0; i < 1_000; i++) {
      contactRotation.setContacts(CONTACTS, OWN, true);
      assertThat(pass()).containsExactlyElementsOf(CONTACTS);
      contactRotation.pause(NOW);
      firstLater.count(pass().get(0));
    }
    firstLater.assertEven();
  }

  @Test
  void theFailedFollowTheContactsOldestFirstAndNoAddressIsAskedTwice() {
    contactRotation.setContacts(CONTACTS, OWN, false);
    List<PeerAddress> asked = pass(peer(9), peer(2), peer(8), peer(9));
    assertThat(asked.subList(0, 3)).containsExactlyInAnyOrderElementsOf(CONTACTS);
    assertThat(asked.subList(3, asked.size()))
        .containsExactly(peer(9).address(), peer(8).address());
  }

  @Test
  void ourOwnAddressAndDoublesAreLeftOut() {
    contactRotation.setContacts(List.of(OWN, CONTACTS.get(0), CONTACTS.get(0)), OWN, false);
    assertThat(contactRotation.contacts()).containsExactly(CONTACTS.get(0));
  }

  @Test
  void newContactsReplaceTheOld() {
    contactRotation.setContacts(CONTACTS, OWN, false);
    contactRotation.next(List.of());
    contactRotation.setContacts(List.of(peer(7).address()), OWN, false);
    assertThat(pass()).containsExactly(peer(7).address());
  }

  @Test
  void oneThatIsDroppedIsNotAskedInTheNextPass() {
    contactRotation.setContacts(CONTACTS, OWN, false);
    contactRotation.drop(CONTACTS.get(1));
    assertThat(pass()).containsExactlyInAnyOrder(CONTACTS.get(0), CONTACTS.get(2));
  }

  @Test
  void thePausesDoubleUpToTheMaximum() {
    for (long delay : new long[] {100, 200, 400, 800, 1_000, 1_000}) {
      contactRotation.pause(NOW);
      assertThat(contactRotation.deadline() - NOW).isBetween(1 + delay / 2, delay + delay / 2);
    }
  }

  @Test
  void thePauseTakesEachValueFromHalfToOneAndAHalfOfTheDelay() {
    long min = Long.MAX_VALUE;
    long max = 0;
    for (int seed = 0; seed < 2_000; seed++) {
      ContactRotation other = new ContactRotation(100, 1_000, new SplittableRandom(seed));
      other.pause(NOW);
      min = Math.min(min, other.deadline() - NOW);
      max = Math.max(max, other.deadline() - NOW);
    }
    assertThat(min).isEqualTo(51);
    assertThat(max).isEqualTo(150);
  }

  @Test
  void thePauseEndsAtItsDeadline() {
    assertThat(contactRotation.isPausing(NOW)).isFalse();
    contactRotation.pause(NOW);
    assertThat(contactRotation.isPausing(contactRotation.deadline() - 1)).isTrue();
    assertThat(contactRotation.isPausing(contactRotation.deadline())).isFalse();
  }

  @Test
  void aNewPassEndsThePause() {
    contactRotation.setContacts(CONTACTS, OWN, false);
    contactRotation.pause(NOW);
    contactRotation.next(List.of());
    assertThat(contactRotation.deadline()).isEqualTo(Machine.NEVER);
  }

  @Test
  void aNeighborStartsAllAfresh() {
    contactRotation.setContacts(CONTACTS, OWN, false);
    contactRotation.next(List.of());
    contactRotation.pause(NOW);
    contactRotation.pause(NOW);
    contactRotation.reset();
    assertThat(contactRotation.deadline()).isEqualTo(Machine.NEVER);
    assertThat(contactRotation.isPausing(NOW)).isFalse();
    assertThat(pass()).containsExactlyInAnyOrderElementsOf(CONTACTS);
    contactRotation.pause(NOW);
    assertThat(contactRotation.deadline() - NOW).isLessThanOrEqualTo(150);
  }
}
