package org.hyparview.cluster.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hyparview.cluster.ContactSource;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiscoveryTest {

  private static final PeerAddress OWN = new PeerAddress("127.0.0.1", 7801);
  private static final Peer SELF = new Peer(PeerId.of("self"), 1, OWN);
  private static final PeerAddress A = new PeerAddress("a.example", 1);
  private static final PeerAddress B = new PeerAddress("b.example", 2);
  private static final PeerAddress C = new PeerAddress("c.example", 3);

  /** Longer than any test. */
  private static final int FOR_EVER = 60_000;

  private final Vertx vertx = Vertx.vertx();
  private final Loop loop = new Loop(vertx);
  private final BlockingQueue<List<PeerAddress>> changes = new LinkedBlockingQueue<>();
  private final List<Promise<Peer>> dials = new ArrayList<>();

  @AfterEach
  void close() {
    Loop.await(vertx.close());
  }

  /** A source whose answers the test provides. */
  private static final class Source implements ContactSource {

    private final Promise<Void> started = Promise.promise();
    private final BlockingQueue<Promise<List<PeerAddress>>> looks = new LinkedBlockingQueue<>();
    private boolean stopped;

    Source started() {
      started.complete();
      return this;
    }

    @Override
    public Future<Void> start(Vertx vertx, String clusterName, Peer self) {
      assertThat(clusterName).isEqualTo("c");
      assertThat(self).isEqualTo(SELF);
      return started.future();
    }

    @Override
    public Future<List<PeerAddress>> contacts() {
      Promise<List<PeerAddress>> look = Promise.promise();
      looks.add(look);
      return look.future();
    }

    @Override
    public Future<Void> stop() {
      stopped = true;
      return Future.failedFuture("does not matter");
    }

    /** Answers the next search from the test's own thread. */
    void answer(PeerAddress... contacts) throws InterruptedException {
      next().complete(List.of(contacts));
    }

    Promise<List<PeerAddress>> next() throws InterruptedException {
      Promise<List<PeerAddress>> look = looks.poll(20, TimeUnit.SECONDS);
      assertThat(look).as("asked").isNotNull();
      return look;
    }
  }

  private DiscoveryConfig config(List<PeerAddress> contacts, boolean scan, int timeoutMillis) {
    return new DiscoveryConfig(
        "c",
        SELF,
        contacts,
        scan ? new DiscoveryConfig.PortScan(List.of("127.0.0.1"), 7800, 1) : null,
        null,
        List.of(),
        null,
        timeoutMillis,
        100);
  }

  private Discovery discovery(DiscoveryConfig config, ContactSource... sources) {
    return new Discovery(vertx, config, this::dial, List.of(sources), new AllMet());
  }

  private Future<Peer> dial(PeerAddress address) {
    Promise<Peer> dial = Promise.promise();
    dials.add(dial);
    return dial.future();
  }

  private Future<List<PeerAddress>> start(Discovery discovery) {
    return loop.call(() -> List.of(discovery.start(changes::add))).get(0);
  }

  @Test
  void withNowhereToLookANodeIsAloneAtOnce() {
    Discovery discovery = discovery(config(List.of(), false, FOR_EVER));
    assertThat(Loop.await(start(discovery))).isEmpty();
    assertThat(discovery.multicastCounters()).isNull();
    loop.await(discovery::stop);
  }

  @Test
  void aNodeIsAloneAtOnceWhenAllSourcesSaySo() throws InterruptedException {
    Source source = new Source().started();
    Future<List<PeerAddress>> first = start(discovery(config(List.of(), false, FOR_EVER), source));
    source.answer();
    assertThat(Loop.await(first)).isEmpty();
  }

  @Test
  void aNodeIsAloneWhenTheTimeIsOver() {
    Source never = new Source();
    assertThat(Loop.await(start(discovery(config(List.of(), false, 50), never))))
        .isEmpty();
  }

  @Test
  void theUsersListIsNotKeptWaitingBySlowSources() {
    Source never = new Source().started();
    Discovery discovery = discovery(config(List.of(A, OWN, B, A), false, FOR_EVER), never);
    assertThat(Loop.await(start(discovery))).containsExactly(A, B);
  }

  @Test
  void thePortsOfThisHostAreWaitedForAndComeFirst() {
    Future<List<PeerAddress>> first = start(discovery(config(List.of(A), true, 1)));
    Future<Void> longer = vertx.timer(50, TimeUnit.MILLISECONDS).mapEmpty();
    Loop.await(longer);
    assertThat(first.isComplete()).isFalse();
    loop.call(() -> dials.get(0).tryComplete(new Peer(PeerId.of("c"), 1, C)));
    assertThat(Loop.await(first)).containsExactly(C, A);
  }

  @Test
  void anIsolatedNodeScansThePortsAgain() throws InterruptedException {
    Discovery discovery = discovery(config(List.of(), true, FOR_EVER));
    Future<List<PeerAddress>> first = start(discovery);
    loop.call(() -> dials.get(0).tryComplete(new Peer(PeerId.of("c"), 1, C)));
    assertThat(Loop.await(first)).containsExactly(C);
    loop.call(() -> {
      discovery.isolated();
      return dials.get(1).tryComplete(new Peer(PeerId.of("b"), 1, B));
    });
    assertThat(changes.poll(20, TimeUnit.SECONDS)).containsExactly(B);
  }

  @Test
  void anAnswerOfASlowSourceEndsTheFirstLookAndTheOrderIsThatOfTheSources()
      throws InterruptedException {
    Source one = new Source().started();
    Source two = new Source().started();
    Future<List<PeerAddress>> first =
        start(discovery(config(List.of(), false, FOR_EVER), one, two));
    two.answer(B, OWN);
    assertThat(Loop.await(first)).containsExactly(B);
    one.answer(A, B);
    assertThat(changes.poll(20, TimeUnit.SECONDS)).containsExactly(A, B);
  }

  @Test
  void sourcesAreAskedAgainAndOnlyChangesAreReported() throws InterruptedException {
    Source source = new Source().started();
    Future<List<PeerAddress>> first = start(discovery(config(List.of(), false, FOR_EVER), source));
    source.answer(A);
    Loop.await(first);
    source.answer(A);
    source.answer(B);
    source.answer();
    assertThat(changes.poll(20, TimeUnit.SECONDS)).containsExactly(B);
    assertThat(changes.poll(20, TimeUnit.SECONDS)).isEmpty();
    assertThat(changes).isEmpty();
  }

  @Test
  void aFailureKeepsTheLastAnswerAndTheSourceIsAskedAgain() throws InterruptedException {
    Source source = new Source().started();
    Future<List<PeerAddress>> first = start(discovery(config(List.of(), false, FOR_EVER), source));
    source.answer(A);
    Loop.await(first);
    source.next().fail("no network");
    source.answer(A, B);
    assertThat(changes.poll(20, TimeUnit.SECONDS)).containsExactly(A, B);
  }

  @Test
  void aSourceThatCannotStartIsNotAskedAndDelaysNoOther() {
    Source bad = new Source();
    bad.started.fail("no network");
    Future<List<PeerAddress>> first = start(discovery(config(List.of(), false, FOR_EVER), bad));
    assertThat(Loop.await(first)).isEmpty();
    assertThat(bad.looks).isEmpty();
  }

  @Test
  void aSourceThatThrowsIsASourceThatFails() {
    ContactSource thrower = new ContactSource() {
      @Override
      public Future<Void> start(Vertx vertx, String clusterName, Peer self) {
        return Future.succeededFuture();
      }

      @Override
      public Future<List<PeerAddress>> contacts() {
        throw new IllegalStateException("a mistake");
      }

      @Override
      public Future<Void> stop() {
        throw new IllegalStateException("another mistake");
      }
    };
    Discovery discovery = discovery(config(List.of(), false, FOR_EVER), thrower);
    assertThat(Loop.await(start(discovery))).isEmpty();
    loop.await(discovery::stop);
  }

  @Test
  void theNumberOfContactsIsBounded() throws InterruptedException {
    Source source = new Source().started();
    Future<List<PeerAddress>> first = start(discovery(config(List.of(), false, FOR_EVER), source));
    PeerAddress[] many = new PeerAddress[1_000];
    for (int i = 0; i < many.length; i++) {
      many[i] = new PeerAddress("h", i + 1);
    }
    source.answer(many);
    assertThat(Loop.await(first)).hasSize(256).startsWith(many[0]);
  }

  @Test
  void stopEndsTheFirstLookAndTheLaterOnes() {
    Source source = new Source().started();
    Discovery discovery = discovery(config(List.of(), false, FOR_EVER), source);
    Future<List<PeerAddress>> first = start(discovery);
    loop.await(discovery::stop);
    assertThat(Loop.await(first)).isEmpty();
    assertThat(source.stopped).isTrue();
    loop.call(() -> {
      source.looks.forEach(look -> look.tryComplete(List.of(A)));
      return true;
    });
    Loop.await(vertx.timer(300, TimeUnit.MILLISECONDS));
    assertThat(changes).isEmpty();
    assertThat(source.looks).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void sourcesOfOthersAreFoundOnTheClassPath() {
    assertThat(Discovery.installedSources()).hasExactlyElementsOfTypes(InstalledSource.class);
  }

  /** Named in the test's META-INF/services. */
  public static final class InstalledSource implements ContactSource {

    @Override
    public Future<Void> start(Vertx vertx, String clusterName, Peer self) {
      return Future.succeededFuture();
    }

    @Override
    public Future<List<PeerAddress>> contacts() {
      return Future.succeededFuture(List.of());
    }
  }
}
