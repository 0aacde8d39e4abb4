package org.hyparview.cluster.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.LinkException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnmetNodesTest {

  private static final int MOMENT_MILLIS = 50;
  private static final int A_MINUTE_MILLIS = 60_000;
  private static final PeerAddress ADDRESS = new PeerAddress("a.example", 7800);
  private static final Peer NODE = new Peer(PeerId.of("a"), 1, ADDRESS);

  private final Vertx vertx = Vertx.vertx();
  private final LinkedBlockingQueue<Promise<Peer>> dialed = new LinkedBlockingQueue<>();
  private final Set<Peer> members = ConcurrentHashMap.newKeySet();
  private final List<Peer> met = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    Loop.await(vertx.close());
  }

  private UnmetNodes unmet(int patienceMillis, PeerAddress... contacts) {
    return new UnmetNodes(
        vertx,
        ((VertxInternal) vertx).createEventLoopContext(),
        address -> {
          Promise<Peer> answer = Promise.promise();
          dialed.add(answer);
          return answer.future();
        },
        () -> List.of(contacts),
        new Membership() {

          @Override
          public boolean knows(Peer node) {
            return members.contains(node);
          }

          @Override
          public void meet(Peer node) {
            met.add(node);
          }
        },
        patienceMillis);
  }

  private Promise<Peer> nextDial() throws InterruptedException {
    Promise<Peer> next = dialed.poll(Loop.PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(next).as("a dial").isNotNull();
    return next;
  }

  private void awaitMeeting() {
    while (met.isEmpty()) {
      pause();
    }
  }

  private void awaitNone(UnmetNodes unmet) {
    while (unmet.mayExist()) {
      pause();
    }
  }

  private void pause() {
    Loop.await(vertx.timer(5).mapEmpty());
  }

  @Test
  void withoutContactsThereAreNone() {
    UnmetNodes unmet = unmet(A_MINUTE_MILLIS);
    assertThat(unmet.mayExist()).as("before the check").isTrue();
    awaitNone(unmet);
  }

  @Test
  void noNodeIsWhereNobodyAnswers() throws InterruptedException {
    UnmetNodes unmet = unmet(A_MINUTE_MILLIS, ADDRESS);
    assertThat(unmet.mayExist()).isTrue();
    Promise<Peer> dial = nextDial();
    assertThat(unmet.mayExist()).as("while it is dialed").isTrue();
    dial.fail(new LinkException(CloseReason.CONNECT_FAILED, "refused"));
    awaitNone(unmet);
    assertThat(dialed).isEmpty();
  }

  @Test
  void whoAnswersIsMadeANeighborAndAwaitedAmongTheMembers() throws InterruptedException {
    UnmetNodes unmet = unmet(A_MINUTE_MILLIS, ADDRESS);
    assertThat(unmet.mayExist()).isTrue();
    nextDial().complete(NODE);
    awaitMeeting();
    assertThat(unmet.mayExist()).isTrue();
    members.add(NODE);
    awaitNone(unmet);
    assertThat(met).containsExactly(NODE);
  }

  @Test
  void aMemberIsNotMetAgain() throws InterruptedException {
    UnmetNodes unmet = unmet(A_MINUTE_MILLIS, ADDRESS);
    members.add(NODE);
    assertThat(unmet.mayExist()).isTrue();
    nextDial().complete(NODE);
    awaitNone(unmet);
    assertThat(met).isEmpty();
  }

  /** It may be the busy node of a cluster: nothing else would know of that. */
  @Test
  void whoAcceptsAndSaysNothingIsDialedAgain() throws InterruptedException {
    UnmetNodes unmet = unmet(A_MINUTE_MILLIS, ADDRESS);
    assertThat(unmet.mayExist()).isTrue();
    nextDial().fail(new LinkException(CloseReason.HELLO_TIMEOUT, "busy"));
    nextDial().fail(new LinkException(CloseReason.HELLO_TIMEOUT, "busy"));
    Promise<Peer> third = nextDial();
    members.add(NODE);
    assertThat(unmet.mayExist()).isTrue();
    third.complete(NODE);
    awaitNone(unmet);
  }

  @Test
  void aDialThatTakesForeverIsNotWaitedFor() throws InterruptedException {
    UnmetNodes unmet = unmet(MOMENT_MILLIS, ADDRESS);
    assertThat(unmet.mayExist()).isTrue();
    nextDial();
    awaitNone(unmet);
  }

  @Test
  void whoNeverBecomesAMemberIsAwaitedForALimitedTime() throws InterruptedException {
    UnmetNodes unmet = unmet(MOMENT_MILLIS, ADDRESS);
    assertThat(unmet.mayExist()).isTrue();
    nextDial().complete(NODE);
    while (unmet.mayExist()) {
      for (Promise<Peer> again : drained()) {
        again.complete(NODE);
      }
      pause();
    }
  }

  private List<Promise<Peer>> drained() {
    List<Promise<Peer>> open = new ArrayList<>();
    dialed.drainTo(open);
    return open;
  }

  @Test
  void manyContactsAreDialedAFewAtATime() throws InterruptedException {
    PeerAddress[] many = new PeerAddress[100];
    for (int i = 0; i < many.length; i++) {
      many[i] = new PeerAddress("a.example", 7800 + i);
    }
    UnmetNodes unmet = unmet(A_MINUTE_MILLIS, many);
    assertThat(unmet.mayExist()).isTrue();
    for (int i = 0; i < many.length; i++) {
      Promise<Peer> next = nextDial();
      assertThat(dialed).hasSizeLessThan(16);
      next.fail(new LinkException(CloseReason.CONNECT_FAILED, "refused"));
    }
    awaitNone(unmet);
  }

  @Test
  void anEarlierCheckCountsNoLonger() throws InterruptedException {
    UnmetNodes unmet = unmet(MOMENT_MILLIS, ADDRESS);
    assertThat(unmet.mayExist()).isTrue();
    nextDial().fail(new LinkException(CloseReason.CONNECT_FAILED, "refused"));
    awaitNone(unmet);
    while (!unmet.mayExist()) {
      pause();
    }
    nextDial().fail(new LinkException(CloseReason.CONNECT_FAILED, "refused"));
  }
}
