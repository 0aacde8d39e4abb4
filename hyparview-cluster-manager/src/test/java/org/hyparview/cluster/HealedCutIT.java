package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two of five processes that all write are cut off by a network that drops packets, so that no
 * connection is reset. After the cut, shared data work on each node soon after it sees all others
 * again: long before any connection that was in use at the cut goes on. Those that were cut off are
 * told that they have lost their locks before any operation of theirs succeeds.
 *
 * <p>{@code -Dhyparview.cutSeconds} is the length of the cut.
 */
class HealedCutIT {

  private static final int MEMBERS = 5;
  private static final Set<Integer> MINORITY = Set.of(0, 1);
  private static final long CUT_SECONDS = Long.getLong("hyparview.cutSeconds", 10);
  private static final long PATIENCE_SECONDS = Waits.PATIENCE_SECONDS + 3 * CUT_SECONDS;
  private static final int AFTERMATH_MILLIS = 5_000;

  /** No connection from before the cut carries anything for so long after it. */
  private static final int RETRANSMISSION_SECONDS = 60;

  private static final long LONGEST_DELAY_MILLIS = 30_000;

  private final Vertx timers = Vertx.vertx();
  private final List<Member> members = new ArrayList<>();

  private static boolean isWhole(MemberState state) {
    return state.nodes() == MEMBERS && state.replicas() == MEMBERS;
  }

  /** A process and its output. Its reader writes, the test reads. */
  private static final class Member {

    private final ReportingProcess process;
    private final List<MemberState> states = new ArrayList<>();
    private final List<Long> puts = new ArrayList<>();
    private final List<Long> losses = new ArrayList<>();
    private boolean holdsLock;

    Member(int site, JsonObject options) throws IOException {
      process = ReportingProcess.start(
          Namespaces.prefix(site),
          HealedCutMember.class,
          List.of(options.encode()),
          this::heard,
          () -> {});
    }

    private synchronized void heard(String[] words) {
      if (words[0].equals("put") && words.length == 2) {
        puts.add(Long.parseLong(words[1]));
      } else if (words[0].equals("lost")) {
        losses.add(Long.parseLong(words[1]));
      } else if (words[0].equals("held")) {
        holdsLock = true;
      } else if (MemberState.isIn(words)) {
        states.add(MemberState.parse(words));
      }
    }

    synchronized MemberState state() {
      return states.isEmpty() ? new MemberState(0, 0, 0, false) : states.get(states.size() - 1);
    }

    synchronized boolean hasPutSince(long nanos) {
      return !puts.isEmpty() && puts.get(puts.size() - 1) - nanos > 0;
    }

    /** Returns how many nodes it saw then. */
    synchronized int nodesAt(long nanos) {
      MemberState then = state();
      for (MemberState state : states) {
        if (state.at() - nanos <= 0) {
          then = state;
        }
      }
      return then.nodes();
    }

    synchronized boolean holdsLock() {
      return holdsLock;
    }

    /** Returns when it was told of its lost lock. */
    synchronized List<Long> losses() {
      return List.copyOf(losses);
    }

    /**
     * Returns when it first saw all nodes after the heal, or the heal itself if it saw them then.
     */
    synchronized long wholeAt(long healed) {
      return nodesAt(healed) == MEMBERS
          ? healed
          : states.stream()
              .filter(state -> state.at() - healed > 0 && state.nodes() == MEMBERS)
              .findFirst()
              .orElseThrow()
              .at();
    }

    synchronized long firstPut(long healed) {
      return puts.stream().filter(put -> put - healed > 0).findFirst().orElseThrow();
    }

    /** Returns the longest time without a successful put, from its first after the heal on. */
    synchronized long longestPause(long healed) {
      long longest = 0;
      long last = firstPut(healed);
      for (long put : puts) {
        if (put - last > 0) {
          longest = Math.max(longest, put - last);
          last = put;
        }
      }
      return longest;
    }
  }

  @AfterEach
  void close() throws Exception {
    for (Member member : members) {
      member.process.kill();
    }
    Waits.await(timers.close());
  }

  @Test
  void sharedDataWorksSoonAfterMembershipIsWholeAgain() throws Exception {
    assumeTrue(Namespaces.areAllowed(), "Cutting processes off needs root, and ip");
    try (Namespaces network = new Namespaces(MEMBERS)) {
      network.retransmitAfter(RETRANSMISSION_SECONDS);
      startAll();
      long start = System.nanoTime();
      await(() -> all(
          member -> isWhole(member.state()) && member.hasPutSince(start) && member.holdsLock()));
      String leader =
          MINORITY.stream().anyMatch(site -> members.get(site).state().leads())
              ? "with the leader"
              : "without the leader";
      network.divide(MINORITY);
      pause(TimeUnit.SECONDS.toMillis(CUT_SECONDS));
      long healed = System.nanoTime();
      network.heal();
      await(() -> all(member -> isWhole(member.state()) && member.hasPutSince(healed)));
      pause(AFTERMATH_MILLIS);
      System.out.println("Two of five, " + leader + ", were cut off for " + CUT_SECONDS + " s");
      check(healed);
      checkLocks(healed);
    }
  }

  private void startAll() throws IOException {
    JsonArray contacts = new JsonArray();
    for (int i = 0; i < MEMBERS; i++) {
      contacts.add(Namespaces.address(i) + ":" + HyParViewClusterOptions.DEFAULT_PORT);
    }
    JsonObject options = new HyParViewClusterOptions()
        .setClusterName("healed-" + UUID.randomUUID())
        .setOperationTimeout(3_000)
        .setMulticast(new MulticastOptions().setEnabled(false))
        .toJson()
        .put("contacts", contacts);
    for (int site = 0; site < MEMBERS; site++) {
      members.add(new Member(site, options.copy().put("host", Namespaces.address(site))));
    }
  }

  private boolean all(Predicate<Member> condition) {
    return members.stream().allMatch(condition);
  }

  private void await(Supplier<Boolean> condition) {
    long start = System.nanoTime();
    while (!condition.get()) {
      assertThat(members).allMatch(member -> member.process.process().isAlive(), "is alive");
      assertThat(System.nanoTime() - start)
          .describedAs(() -> "All see all and write, but "
              + members.stream().map(Member::state).toList())
          .isLessThan(TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS));
      pause(10);
    }
  }

  private void pause(long millis) {
    timers.timer(millis, TimeUnit.MILLISECONDS).await();
  }

  private void check(long healed) {
    List<Long> delays = new ArrayList<>();
    for (Member member : members) {
      long whole = TimeUnit.NANOSECONDS.toMillis(member.wholeAt(healed) - healed);
      long first = TimeUnit.NANOSECONDS.toMillis(member.firstPut(healed) - healed);
      long pause = TimeUnit.NANOSECONDS.toMillis(member.longestPause(healed));
      System.out.println("Process " + members.indexOf(member) + " saw all after " + whole
          + " ms and wrote after " + first + " ms, then at least every " + pause + " ms");
      delays.add(first - whole);
    }
    assertThat(delays).allMatch(delay -> delay <= LONGEST_DELAY_MILLIS, "is soon");
  }

  private void checkLocks(long healed) {
    long before = healed - TimeUnit.SECONDS.toNanos(1);
    boolean wereDeclaredDead = IntStream.range(0, MEMBERS)
        .filter(site -> !MINORITY.contains(site))
        .allMatch(site -> members.get(site).nodesAt(before) == MEMBERS - MINORITY.size());
    for (int site = 0; site < MEMBERS; site++) {
      List<Long> losses = members.get(site).losses();
      if (wereDeclaredDead && MINORITY.contains(site)) {
        assertThat(losses).as("losses of process %s", site).hasSize(1);
      }
      long firstPut = members.get(site).firstPut(healed);
      assertThat(losses).as("losses of process %s", site).allMatch(at -> at - firstPut < 0);
      losses.forEach(at -> System.out.println("A process was told of its lost lock "
          + TimeUnit.NANOSECONDS.toMillis(firstPut - at) + " ms before it wrote"));
    }
  }
}
