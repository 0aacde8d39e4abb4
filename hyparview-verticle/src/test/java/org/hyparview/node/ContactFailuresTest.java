package org.hyparview.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.LinkException;
import org.junit.jupiter.api.Test;

class ContactFailuresTest {

  private static final PeerAddress A = new PeerAddress("a.test", 7800);
  private static final PeerAddress B = new PeerAddress("b.test", 7800);

  private final ContactFailures failures = new ContactFailures();

  private static LinkException unreachable(PeerAddress contact, String why) {
    return new LinkException(
        CloseReason.CONNECT_FAILED, "Cannot open a link to " + contact + ": " + why);
  }

  @Test
  void eachContactHasItsLatestReason() {
    failures.dialed(1, A);
    failures.failed(1, unreachable(A, "Connection refused"));
    failures.dialed(2, B);
    failures.failed(2, unreachable(B, "unknown host"));
    failures.dialed(3, A);
    failures.failed(3, unreachable(A, "no connection within 2000 ms"));
    assertThat(failures)
        .hasToString("b.test:7800 (unknown host), a.test:7800 (no connection within 2000 ms)");
  }

  @Test
  void aContactThatAnswersButDoesNotAdmitIsNotUnreachable() {
    failures.dialed(1, A);
    failures.connected(1);
    failures.canceled(1);
    assertThat(failures).hasToString("a.test:7800 (it answered, but did not admit this node)");
  }

  @Test
  void aDialThatIsGivenUpHasNotAnswered() {
    failures.dialed(1, A);
    failures.canceled(1);
    assertThat(failures).hasToString("a.test:7800 (it did not answer in time)");
  }

  @Test
  void otherRequestsAreNoContacts() {
    failures.connected(1);
    failures.failed(2, unreachable(A, "Connection refused"));
    failures.canceled(3);
    assertThat(failures).hasToString("");
  }

  @Test
  void theLatestAreRemembered() {
    for (int i = 0; i <= ContactFailures.MAX_CONTACTS; i++) {
      failures.dialed(i, new PeerAddress("c", 1 + i));
      failures.failed(i, unreachable(A, "x"));
    }
    assertThat(failures.toString()).doesNotContain("c:1 ").contains("c:2 ", "c:17 ");
  }
}
