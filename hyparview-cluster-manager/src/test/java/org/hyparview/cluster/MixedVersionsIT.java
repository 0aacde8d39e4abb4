package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Five processes under load, which are replaced one by one by processes of a next version, and then
 * by some of this one again.
 *
 * <p>{@code -Dhyparview.seconds} is the time that all stages together take at least.
 */
class MixedVersionsIT {

  private static final int MEMBERS = 5;
  private static final int STAGES = 2 * MEMBERS + 2;
  private static final int SECONDS = Integer.getInteger("hyparview.seconds", 12);

  private final Vertx timers = Vertx.vertx();
  private final List<VersionProcess> members = new ArrayList<>();
  private final VersionHistory history = new VersionHistory();
  private final String options = HyParViewClusterOptions.local()
      .setClusterName("versions-" + UUID.randomUUID())
      .setHost("127.0.0.1")
      .setOperationTimeout(Waits.PATIENCE_MILLIS)
      .toJson()
      .encode();

  @AfterEach
  void close() throws Exception {
    for (VersionProcess member : members) {
      member.kill();
    }
    Waits.await(timers.close());
  }

  @Test
  void aClusterIsUpgradedAndDowngradedUnderLoad(@TempDir Path directory) throws Exception {
    String present = System.getProperty("java.class.path");
    String next = NextVersion.classPath(directory);
    for (int i = 0; i < MEMBERS; i++) {
      start(false, present);
    }
    settle(1);
    for (int i = 1; i <= MEMBERS; i++) {
      replace(true, next);
      settle(i < MEMBERS ? 1 : 2);
    }
    check("forward");
    awaitNextCommand();
    for (int i = 0; i < MEMBERS; i++) {
      replace(false, present);
      settle(1);
    }
    check("back");
    endLoad();
    history.check(VersionMember.TOTAL);
    history.check(VersionMember.NEXT);
    System.out.println("not done: " + history.troubles());
    checkTroubles();
  }

  /**
   * What needs version 2 is refused until all have it, and again when the first of them is
   * replaced, which one increment of each process may meet under way. Nothing else fails: no
   * increment, and no request to the handlers of processes that close.
   */
  private void checkTroubles() {
    String early = VersionMember.NEXT + ": This_operation_needs_version_2_of_the_protocol";
    assertThat(history.troubles().keySet())
        .allMatch(trouble ->
            trouble.startsWith("refused " + early) || trouble.startsWith("unknown " + early));
    assertThat(history.troubles("unknown")).isLessThanOrEqualTo(MEMBERS);
  }

  private void start(boolean isNext, String classPath) throws Exception {
    VersionProcess fresh = new VersionProcess(isNext, classPath, options, history);
    members.add(fresh);
    until("its first report", () -> fresh.number("members") > 0);
  }

  /** Starts another process, and then ends the first one of the list. */
  private void replace(boolean isNext, String classPath) throws Exception {
    start(isNext, classPath);
    until("six members", () -> all(member -> member.number("members") == MEMBERS + 1));
    VersionProcess old = members.get(0);
    assertThat(old.isNext()).isNotEqualTo(isNext);
    check("before one leaves");
    end(old);
    members.remove(old);
  }

  private void end(VersionProcess member) throws Exception {
    member.tell();
    until("the end of its load", member::isIdle);
    member.tell();
    member.awaitEnd();
  }

  /** Waits for the share of the duration, and until the cluster is whole and has this version. */
  private void settle(int version) throws Exception {
    Waits.await(timers.timer(SECONDS * 1_000L / STAGES, TimeUnit.MILLISECONDS));
    until(
        "a settled cluster of version " + version,
        () -> all(member -> member.number("members") == members.size()
            && member.number("settled") == 1
            && member.number("version") == version));
    int before = history.increments(VersionMember.TOTAL);
    until("progress", () -> history.increments(VersionMember.TOTAL) > before);
  }

  /** The command that version 2 has added is refused by its nodes before, and works now. */
  private void awaitNextCommand() throws Exception {
    until("an increment by the new command", () -> history.increments(VersionMember.NEXT) > 0);
    assertThat(history.troubles())
        .anySatisfy(
            (trouble, times) -> assertThat(trouble).startsWith("refused " + VersionMember.NEXT));
  }

  /** Checks that no link was closed for a frame, and prints what was skipped. */
  private void check(String stage) {
    System.out.println(
        stage + ": " + members.stream().map(VersionProcess::report).toList());
    for (VersionProcess member : members) {
      assertThat(member.number("badFrames")).as(member.report().toString()).isZero();
    }
  }

  private void endLoad() throws Exception {
    for (VersionProcess member : members) {
      member.tell();
    }
    until("the end of all load", () -> all(VersionProcess::isIdle));
    for (String kind : List.of("membership", "broadcast", "registry", "payloads", "sharedData")) {
      Map<String, Long> skipped =
          Map.of(kind, members.stream().mapToLong(member -> member.number(kind)).sum());
      assertThat(skipped).as("skipped by processes of this version").doesNotContainValue(0L);
    }
    System.out.println("increments: " + history.increments(VersionMember.TOTAL) + ", by the new"
        + " command " + history.increments(VersionMember.NEXT) + "; requests: "
        + members.stream().mapToLong(member -> member.number("requests")).sum());
  }

  private boolean all(Predicate<VersionProcess> condition) {
    return members.stream().allMatch(condition);
  }

  private void until(String what, Callable<Boolean> condition) throws Exception {
    Waits.until(
        timers,
        () -> what + ": " + members.stream().map(VersionProcess::report).toList(),
        condition);
  }
}
