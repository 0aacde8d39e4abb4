package org.hyparview.protocol.hyparview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hyparview.protocol.hyparview.MachineFixture.peer;

import java.util.List;
import org.hyparview.protocol.hyparview.HyParViewMessage.Priority;
import org.hyparview.protocol.hyparview.Request.Purpose;
import org.hyparview.protocol.hyparview.Request.State;
import org.hyparview.protocol.machine.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestsTest {

  private final Requests requests = new Requests();
  private final Request toContact = Request.join(1, peer(1).address(), 300);
  private final Request toPeer = Request.neighbor(2, Purpose.FILL, peer(2), 200);

  @Test
  void thereAreNoneAtFirst() {
    assertThat(requests.isEmpty()).isTrue();
    assertThat(requests.size()).isZero();
    assertThat(requests.deadline()).isEqualTo(Machine.NEVER);
    assertThat(requests.byNumber(1)).isNull();
    assertThat(requests.byLink(7)).isNull();
    assertThat(requests.to(peer(2))).isNull();
    assertThat(requests.expiredAt(Long.MAX_VALUE)).isNull();
    assertThat(requests.hasUrgent()).isFalse();
  }

  @Test
  void theyAreFoundByNumberLinkAndPeer() {
    addBoth();
    assertThat(requests.byNumber(2)).isSameAs(toPeer);
    assertThat(requests.byNumber(3)).isNull();
    assertThat(requests.to(peer(2))).isSameAs(toPeer);
    assertThat(requests.to(peer(1))).as("not known before it is connected").isNull();
    toContact.ask(peer(1), 7, Priority.LOW);
    assertThat(requests.byLink(7)).isSameAs(toContact);
    assertThat(requests.byLink(8)).isNull();
    assertThat(requests.to(peer(1))).isSameAs(toContact);
  }

  private void addBoth() {
    requests.add(toContact);
    requests.add(toPeer);
  }

  @Test
  void theyAreListedOldestFirstInACopy() {
    addBoth();
    List<Request> list = requests.toList();
    requests.remove(toContact);
    assertThat(list).containsExactly(toContact, toPeer);
    assertThat(requests.toList()).containsExactly(toPeer);
    assertThat(requests.size()).isOne();
  }

  @Test
  void theFirstDeadlineIsTheEarliest() {
    addBoth();
    assertThat(requests.deadline()).isEqualTo(200);
    assertThat(requests.expiredAt(199)).isNull();
    assertThat(requests.expiredAt(200)).isSameAs(toPeer);
    requests.remove(toPeer);
    assertThat(requests.deadline()).isEqualTo(300);
  }

  @Test
  void aRequestIsUrgentWhileItAsksWithHighPriority() {
    addBoth();
    toPeer.ask(peer(2), 7, Priority.LOW);
    assertThat(requests.hasUrgent()).isFalse();
    toContact.ask(peer(1), 8, Priority.HIGH);
    assertThat(requests.hasUrgent()).isTrue();
    toContact.expect();
    assertThat(requests.hasUrgent()).isFalse();
  }

  @Test
  void aRequestGoesFromDialingOverAskingToExpecting() {
    assertThat(toPeer.state()).isEqualTo(State.CONNECTING);
    assertThat(toPeer.link()).isEqualTo(Request.NO_LINK);
    assertThat(toPeer.peer()).isEqualTo(peer(2));
    assertThat(toPeer.address).isEqualTo(peer(2).address());
    toPeer.ask(peer(2), 7, Priority.HIGH);
    assertThat(toPeer.state()).isEqualTo(State.ASKED);
    assertThat(toPeer.link()).isEqualTo(7);
    assertThat(toPeer.priority()).isEqualTo(Priority.HIGH);
    toPeer.expect();
    assertThat(toPeer.state()).isEqualTo(State.EXPECTED);
    assertThat(toPeer.link()).isEqualTo(Request.NO_LINK);
  }

  @ParameterizedTest
  @CsvSource({
    "JOIN, true, false",
    "FILL, false, false",
    "INSIST, false, true",
    "ADMIT, true, false",
    "HEAL, true, true"
  })
  void thePurposeSaysWhetherItEvictsHereOrThere(Purpose purpose, boolean here, boolean there) {
    Request request = Request.neighbor(1, purpose, peer(1), 5);
    assertThat(request.mayEvict()).isEqualTo(here);
    assertThat(request.isPressing()).isEqualTo(there);
  }

  @Test
  void aContactIsAskedToJoinWhoeverItIs() {
    assertThat(toContact.purpose).isEqualTo(Purpose.JOIN);
    assertThat(toContact.peer()).isNull();
    assertThat(toContact.peerId()).isNull();
  }
}
