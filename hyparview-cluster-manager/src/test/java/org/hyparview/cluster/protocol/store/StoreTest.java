package org.hyparview.cluster.protocol.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hyparview.cluster.protocol.store.StoreUser.bytes;

import java.util.List;
import java.util.stream.IntStream;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.store.Page.Part;
import org.hyparview.cluster.protocol.store.StoreCommand.ExpireNode;
import org.hyparview.cluster.protocol.store.StoreCommand.OpenSession;
import org.hyparview.cluster.protocol.store.StoreCommand.Request;
import org.hyparview.cluster.protocol.store.StoreOp.Acquire;
import org.hyparview.cluster.protocol.store.StoreOp.Add;
import org.hyparview.cluster.protocol.store.StoreOp.Cancel;
import org.hyparview.cluster.protocol.store.StoreOp.Clear;
import org.hyparview.cluster.protocol.store.StoreOp.CompareAndSet;
import org.hyparview.cluster.protocol.store.StoreOp.Put;
import org.hyparview.cluster.protocol.store.StoreOp.PutIfAbsent;
import org.hyparview.cluster.protocol.store.StoreOp.Release;
import org.hyparview.cluster.protocol.store.StoreOp.Remove;
import org.hyparview.cluster.protocol.store.StoreOp.RemoveIfPresent;
import org.hyparview.cluster.protocol.store.StoreOp.Replace;
import org.hyparview.cluster.protocol.store.StoreOp.ReplaceIfPresent;
import org.hyparview.cluster.protocol.store.StoreRecord.Claim;
import org.hyparview.cluster.protocol.store.StoreRecord.KeptResult;
import org.hyparview.cluster.protocol.store.StoreRecord.SessionState;
import org.hyparview.cluster.protocol.store.StoreResult.Amount;
import org.hyparview.cluster.protocol.store.StoreResult.Reason;
import org.hyparview.cluster.protocol.store.StoreResult.Refused;
import org.hyparview.cluster.protocol.store.StoreResult.Truth;
import org.hyparview.cluster.protocol.store.StoreResult.Value;
import org.junit.jupiter.api.Test;

class StoreTest {

  private static final Bytes K = bytes("k");
  private static final Bytes V = bytes("v");
  private static final Bytes W = bytes("w");

  private final Store store = new Store();
  private final StoreUser a = new StoreUser(store, "a");
  private final StoreUser b = new StoreUser(store, "b");

  private Applied expire(String node) {
    return store.apply(new Batch(store.time(), List.of(new ExpireNode(node))));
  }

  private void pass(long millis) {
    store.apply(new Batch(store.time() + millis, List.of()));
  }

  // Maps

  @Test
  void entriesAreSetAndRemoved() {
    assertThat(a.ask(new Put("m", K, V, 0))).isEqualTo(StoreResult.Value.NOTHING);
    assertThat(store.get("m", K)).isEqualTo(V);
    assertThat(store.get("other", K)).isNull();
    assertThat(store.size("m")).isEqualTo(1);
    assertThat(b.value(new Remove("m", K))).isEqualTo(V);
    assertThat(b.value(new Remove("m", K))).isNull();
    assertThat(store.size("m")).isZero();
  }

  @Test
  void whatIsHeldIsCounted() {
    a.ask(new Put("m", K, V, 0));
    a.ask(new Put("n", K, V, 0));
    b.ask(new StoreOp.Acquire("lock"));
    assertThat(store.entries()).isEqualTo(2);
    assertThat(store.sessions()).isEqualTo(2);
    assertThat(store.heldLocks()).isOne();
  }

  @Test
  void entriesAreSetOnlyIfThereIsNone() {
    assertThat(a.value(new PutIfAbsent("m", K, V, 0))).isNull();
    assertThat(b.value(new PutIfAbsent("m", K, W, 0))).isEqualTo(V);
    assertThat(store.get("m", K)).isEqualTo(V);
  }

  @Test
  void entriesAreReplacedOnlyIfThereIsOne() {
    assertThat(a.value(new Replace("m", K, V, 0))).isNull();
    assertThat(store.get("m", K)).isNull();
    a.ask(new Put("m", K, V, 0));
    assertThat(a.value(new Replace("m", K, W, 0))).isEqualTo(V);
    assertThat(store.get("m", K)).isEqualTo(W);
  }

  @Test
  void entriesAreComparedByTheirBytes() {
    assertThat(a.truth(new RemoveIfPresent("m", K, V))).isFalse();
    a.ask(new Put("m", K, V, 0));
    assertThat(a.truth(new ReplaceIfPresent("m", K, W, V, 0))).isFalse();
    assertThat(a.truth(new ReplaceIfPresent("m", bytes("k"), bytes("v"), W, 0))).isTrue();
    assertThat(a.truth(new RemoveIfPresent("m", K, V))).isFalse();
    assertThat(a.truth(new RemoveIfPresent("m", K, W))).isTrue();
    assertThat(store.get("m", K)).isNull();
  }

  @Test
  void aMapIsClearedAlone() {
    a.ask(new Put("m", K, V, 5));
    a.ask(new Put("n", K, V, 0));
    a.ask(new Clear("m"));
    a.ask(new Clear("nowhere"));
    assertThat(store.size("m")).isZero();
    assertThat(store.size("n")).isEqualTo(1);
    assertThat(store.nextExpiry()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void mapsAreReadPageByPage() {
    IntStream.range(0, 5).forEach(i -> a.ask(new Put("m", bytes("k" + i), bytes("1234"), 0)));

    Page first = store.read("m", Part.ENTRIES, null, 12);
    assertThat(first.entries())
        .containsExactly(
            new Page.Entry(bytes("k0"), bytes("1234")), new Page.Entry(bytes("k1"), bytes("1234")));
    assertThat(first.hasMore()).isTrue();
    Page rest = store.read("m", Part.KEYS, bytes("k1"), 100);
    assertThat(rest.entries().stream().map(Page.Entry::key))
        .containsExactly(bytes("k2"), bytes("k3"), bytes("k4"));
    assertThat(rest.entries().get(0).value()).isNull();
    assertThat(rest.hasMore()).isFalse();
    assertThat(store.read("m", Part.ENTRIES, null, 1).entries()).hasSize(1);
    assertThat(store.read("nowhere", Part.KEYS, null, 1).entries()).isEmpty();
  }

  // Time

  @Test
  void entriesEndWhenTheirTimeIsOver() {
    a.ask(new Put("m", K, V, 10));
    a.ask(new Put("m", W, V, 20));
    assertThat(store.nextExpiry()).isEqualTo(10);
    pass(9);
    assertThat(store.get("m", K)).isEqualTo(V);
    pass(1);
    assertThat(store.get("m", K)).isNull();
    assertThat(store.size("m")).isEqualTo(1);
    pass(10);
    assertThat(store.size("m")).isZero();
  }

  @Test
  void whatIsSetAgainHasItsNewTime() {
    a.ask(new Put("m", K, V, 10));
    a.ask(new Replace("m", K, V, 30));
    pass(10);
    assertThat(store.get("m", K)).isEqualTo(V);
    a.ask(new ReplaceIfPresent("m", K, V, W, 0));
    pass(1_000);
    assertThat(store.get("m", K)).isEqualTo(W);
    a.ask(new PutIfAbsent("m", V, W, 1));
    a.ask(new Remove("m", V));
    assertThat(store.nextExpiry()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void timeNeverGoesBack() {
    pass(100);
    a.ask(new Put("m", K, V, 10));
    store.apply(new Batch(5, List.of()));
    assertThat(store.time()).isEqualTo(100);
    assertThat(store.nextExpiry()).isEqualTo(110);
  }

  @Test
  void aTimeToLiveThatIsTooLongNeverEnds() {
    pass(1);
    a.ask(new Put("m", K, V, Long.MAX_VALUE));
    assertThat(store.nextExpiry()).isEqualTo(Long.MAX_VALUE);
    pass(Long.MAX_VALUE - 1);
    assertThat(store.get("m", K)).isEqualTo(V);
  }

  @Test
  void negativeTimesAreRefused() {
    assertThatThrownBy(() -> new Put("m", K, V, -1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> new PutIfAbsent("m", K, V, -1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> new Replace("m", K, V, -1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> new ReplaceIfPresent("m", K, V, W, -1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> new Batch(-1, List.of())).hasMessageContaining("-1");
  }

  // Counters

  @Test
  void countersAreShared() {
    assertThat(store.counter("c")).isZero();
    assertThat(a.amount(new Add("c", 5))).isEqualTo(5);
    assertThat(b.amount(new Add("c", -7))).isEqualTo(-2);
    assertThat(b.amount(new Add("c", 0))).isEqualTo(-2);
    assertThat(a.truth(new CompareAndSet("c", 1, 9))).isFalse();
    assertThat(a.truth(new CompareAndSet("c", -2, Long.MAX_VALUE))).isTrue();
    assertThat(a.amount(new Add("c", 1))).isEqualTo(Long.MIN_VALUE);
    assertThat(store.counter("c")).isEqualTo(Long.MIN_VALUE);
  }

  // Locks

  @Test
  void locksAreGrantedInTheOrderOfTheRequests() {
    long first = a.amount(new Acquire("l"));
    assertThat(first).isPositive();
    assertThat(b.amount(new Acquire("l"))).isZero();
    assertThat(a.amount(new Acquire("l"))).isZero();

    Applied released = a.apply(new Release("l", first));
    assertThat(released.results()).containsExactly(new Truth(true));
    Grant toB = new Grant("b", b.session, 1, "l", first + 1);
    assertThat(released.grants()).containsExactly(toB);
    assertThat(store.tokenOf("l", b.session, 1)).isEqualTo(toB.token());
    assertThat(store.tokenOf("l", a.session, 2)).isZero();

    Applied next = b.apply(new Release("l", toB.token()));
    assertThat(next.grants()).containsExactly(new Grant("a", a.session, 2, "l", first + 2));
    assertThat(a.apply(new Release("l", first + 2)).grants()).isEmpty();
    assertThat(b.amount(new Acquire("l"))).isEqualTo(first + 3);
  }

  @Test
  void onlyTheHolderReleasesUnderItsToken() {
    long token = a.amount(new Acquire("l"));
    assertThat(b.truth(new Release("l", token))).isFalse();
    assertThat(a.truth(new Release("l", token + 1))).isFalse();
    assertThat(a.truth(new Release("free", 1))).isFalse();
    assertThat(a.truth(new Release("l", token))).isTrue();
    assertThat(a.truth(new Release("l", token))).isFalse();
  }

  @Test
  void aCanceledRequestWaitsNoLongerOrHasTheLock() {
    long token = a.amount(new Acquire("l"));
    b.ask(new Acquire("l"));
    long waiting = b.number();
    assertThat(a.amount(new Cancel("l", 1))).isEqualTo(token);
    assertThat(b.amount(new Cancel("l", waiting))).isZero();
    assertThat(b.amount(new Cancel("l", waiting))).isZero();
    assertThat(b.amount(new Cancel("free", 99))).isZero();
    assertThat(a.apply(new Release("l", token)).grants()).isEmpty();
  }

  @Test
  void aDepartedNodeReleasesItsLocksAndWaitsNoLonger() {
    a.ask(new Acquire("l"));
    a.ask(new Acquire("l"));
    long other = b.amount(new Acquire("other"));
    b.ask(new Acquire("l"));
    long waiting = b.number();
    a.ask(new Acquire("other"));

    Applied gone = expire("a");
    assertThat(gone.results()).containsExactly(new Truth(true));
    assertThat(gone.grants()).hasSize(1);
    assertThat(gone.grants().get(0).acquire()).isEqualTo(waiting);
    assertThat(store.nodes()).containsExactly("b");
    assertThat(b.apply(new Release("other", other)).grants()).isEmpty();
    assertThat(StoreUser.only(expire("a"))).isEqualTo(new Truth(false));
  }

  // Sessions

  @Test
  void aRequestThatComesAgainIsNotDoneAgain() {
    Request add = a.request(new Add("c", 1));
    Batch twice = new Batch(0, List.of(add, add));
    assertThat(store.apply(twice).results()).containsExactly(new Amount(1), new Amount(1));
    assertThat(store.apply(twice).results()).containsExactly(new Amount(1), new Amount(1));
    assertThat(store.counter("c")).isEqualTo(1);
  }

  @Test
  void requestsAreDoneInTheirOrder() {
    Request first = a.request(new Add("c", 1));
    Request second = a.request(new Add("c", 1));
    assertThat(store.apply(new Batch(0, List.of(second, first, second))).results())
        .containsExactly(new Refused(Reason.GAP), new Amount(1), new Amount(2));
  }

  @Test
  void whatIsAcknowledgedIsForgotten() {
    Request first = a.request(new Add("c", 1));
    store.apply(new Batch(0, List.of(first)));
    store.apply(new Batch(0, List.of(new Request(a.session, 1, 2, new Add("c", 1)))));
    assertThat(StoreUser.only(store.apply(new Batch(0, List.of(first)))))
        .isEqualTo(new Refused(Reason.FORGOTTEN));
    assertThat(store.snapshot()).doesNotContain(new KeptResult(a.session, 1, new Amount(1)));
    assertThat(store.counter("c")).isEqualTo(2);
  }

  @Test
  void bigResultsAreForgottenFirstToLast() {
    Bytes big = Bytes.of(new byte[Session.MAX_KEPT_BYTES / 2]);
    List<Request> removals = IntStream.range(0, 3)
        .mapToObj(i -> {
          a.ask(new Put("m", K, big, 0));
          Request remove = a.request(new Remove("m", K));
          store.apply(new Batch(0, List.of(remove)));
          return remove;
        })
        .toList();
    assertThat(store.apply(new Batch(0, List.copyOf(removals))).results())
        .containsExactly(new Refused(Reason.FORGOTTEN), new Value(big), new Value(big));
  }

  @Test
  void resultsAreForgottenIfThereAreTooMany() {
    Request first = a.request(new Add("c", 1));
    store.apply(new Batch(0, List.of(first)));
    IntStream.range(0, Session.MAX_KEPT_RESULTS).forEach(i -> a.ask(new Add("c", 1)));
    assertThat(StoreUser.only(store.apply(new Batch(0, List.of(first)))))
        .isEqualTo(new Refused(Reason.FORGOTTEN));
  }

  @Test
  void aSessionIsOpenedOnceForEachNumber() {
    OpenSession again = new OpenSession("a", 1);
    assertThat(StoreUser.only(store.apply(new Batch(0, List.of(again)))))
        .isEqualTo(new Amount(a.session));
    a.ask(new Acquire("l"));
    b.ask(new Acquire("l"));

    Applied next = store.apply(new Batch(0, List.of(new OpenSession("a", 2))));
    assertThat(StoreUser.amount(StoreUser.only(next))).isGreaterThan(b.session);
    assertThat(next.grants()).hasSize(1);
    assertThat(a.ask(new Add("c", 1))).isEqualTo(new Refused(Reason.UNKNOWN_SESSION));
    assertThat(store.counter("c")).isZero();
  }

  // Snapshots

  @Test
  void piecesThatMakeNoStateAreRefused() {
    assertThatThrownBy(
            () -> Store.restore(List.of(new KeptResult(9, 1, StoreResult.Value.NOTHING))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("9");
    List<StoreRecord> headless =
        List.of(new SessionState(1, "a", 1, 0, 3), new Claim("l", 1, 2, 0));
    assertThatThrownBy(() -> Store.restore(headless))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("l must come first");
  }

  /** Other versions must compute the same: their digests are compared with it. */
  @Test
  void theDigestOfAStateNeverChanges() {
    assertThat(new Store().digest()).isEqualTo(0L);
    a.ask(new Put("m", K, V, 1_000));
    a.ask(new Add("c", -3));
    a.ask(new Acquire("l"));
    b.ask(new Acquire("l"));
    b.ask(new Acquire("l"));
    assertThat(store.digest()).isEqualTo(5_951_564_120_027_062_549L);
  }
}
