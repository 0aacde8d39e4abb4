package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operations of five processes on maps, counters and locks are linearizable, while processes
 * leave gracefully and others take their place, are killed, suspended for a moment or until they
 * are declared dead, and cut off from each other, and while they are of two versions. After a while
 * none of the first ones is left, but everything that was ever shared is there. No link is closed
 * for a bad frame.
 *
 * <p>{@code -Dhyparview.seconds} is the duration, but there is a fault of each kind at least. From
 * two minutes on, cuts may be long.
 */
class NemesisIT {

  /** The class path of this version. */
  private static final String PRESENT = System.getProperty("java.class.path");

  private static final int MEMBERS = 5;
  private static final int VOTERS = 5;
  private static final int SECONDS = Integer.getInteger("hyparview.seconds", 12);
  private static final int SECONDS_FOR_LONG_CUTS = 120;
  private static final int UNTIL_HELD_DEAD_MILLIS = 7_000;
  private static final int MIN_CUT_MILLIS = 5_000;
  private static final int MAX_CUT_MILLIS = 70_000;
  private static final int WHOLE_SECONDS = Waits.PATIENCE_SECONDS;

  /** A process takes a second or two to join. */
  private static final int MAX_LEAD_MILLIS = 3_000;

  private static final int MAX_LAG_MILLIS = 1_000;

  private final Vertx timers = Vertx.vertx();
  private final String clusterName = "nemesis-" + UUID.randomUUID();
  private final List<NemesisProcess> members = new ArrayList<>();
  private final NemesisHistory history = new NemesisHistory();
  private final Random random = new Random(Long.getLong("hyparview.seed", 1));
  private final Map<String, Integer> troubles = new TreeMap<>();
  private int started;

  private static <T> T await(Future<T> future) throws Exception {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .get(MAX_CUT_MILLIS * 2, TimeUnit.MILLISECONDS);
  }

  @AfterEach
  void close() throws Exception {
    await(timers.close());
  }

  @Test
  void whatProcessesDoIsLinearizableWhileTheyAreReplacedKilledAndStopped() throws Exception {
    Starter starter = site -> start(site, List.of(), options());
    run(List.of(() -> replace(starter), () -> kill(starter), this::stop), starter);
    history.check();
  }

  /** Two of five processes are of a next version at first, and later about as many. */
  @Test
  void whatProcessesOfTwoVersionsDoIsLinearizable(@TempDir Path directory) throws Exception {
    String next = NextVersion.classPath(directory);
    Starter starter = site -> {
      boolean isNext = started % MEMBERS >= MEMBERS - 2;
      count(isNext ? "started of the next version" : "started of this version");
      return start(site, List.of(), isNext ? next : PRESENT, options());
    };
    run(List.of(() -> replace(starter), () -> kill(starter), this::stop), starter);
    history.check();
  }

  @Test
  void whatProcessesDoIsLinearizableWhileTheyAreAlsoCutOff() throws Exception {
    assumeTrue(Namespaces.areAllowed(), "Cutting processes off needs root, and ip");
    try (Namespaces network = new Namespaces(MEMBERS)) {
      JsonArray contacts = new JsonArray();
      for (int i = 0; i < MEMBERS; i++) {
        contacts.add(Namespaces.address(i) + ":" + HyParViewClusterOptions.DEFAULT_PORT);
        contacts.add(Namespaces.address(i) + ":" + (HyParViewClusterOptions.DEFAULT_PORT + 1));
      }
      Starter starter = site -> {
        String host = Namespaces.address(site);
        JsonObject options = options().put("contacts", contacts).put("host", host);
        return start(site, Namespaces.prefix(site), options);
      };
      run(
          List.of(() -> replace(starter), () -> cutOff(network), () -> kill(starter), this::stop),
          starter);
    }
    history.check();
  }

  private JsonObject options() {
    return new HyParViewClusterOptions()
        .setClusterName(clusterName)
        .setHost("127.0.0.1")
        .setOperationTimeout(3_000)
        .setMulticast(new MulticastOptions().setEnabled(false))
        .toJson();
  }

  private NemesisProcess start(int site, List<String> prefix, JsonObject options)
      throws IOException {
    return start(site, prefix, PRESENT, options);
  }

  private NemesisProcess start(int site, List<String> prefix, String classPath, JsonObject options)
      throws IOException {
    List<String> arguments = List.of(options.encode(), String.valueOf(++started));
    return NemesisProcess.start(site, prefix, classPath, arguments, history);
  }

  /** Starts a process at one of the places. */
  private interface Starter {
    NemesisProcess start(int site) throws IOException;
  }

  /** A fault of the processes. */
  private interface Trouble {
    void make() throws Exception;
  }

  private void run(List<Trouble> kinds, Starter starter) throws Exception {
    try {
      for (int site = 0; site < MEMBERS; site++) {
        members.add(starter.start(site));
      }
      List<NemesisProcess> first = List.copyOf(members);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
      for (int i = 0; i < kinds.size() || System.nanoTime() < end; i++) {
        awaitWhole();
        pause(500 + random.nextInt(1_500));
        kinds.get(i % kinds.size()).make();
      }
      awaitWhole();
      pause(1_500);
      NemesisProcess reader = anyMember();
      reader.tell("read");
      Waits.until(timers, () -> "what was shared is read", reader::hasRead);
      long left = first.stream().filter(members::contains).count();
      System.out.println("Nemesis: " + troubles + ", left of the first " + left);
      history.end();
    } finally {
      for (NemesisProcess member : members) {
        member.kill();
      }
    }
  }

  private void pause(int millis) throws Exception {
    await(timers.timer(Math.max(1, millis), TimeUnit.MILLISECONDS));
  }

  /**
   * Waits until most replicas are present: the guarantees assume that most are not lost at once.
   */
  private void awaitWhole() throws Exception {
    long start = System.nanoTime();
    while (!members.stream().allMatch(member -> isWhole(member.state(), start))) {
      assertThat(members).allMatch(NemesisProcess::isAlive, "is alive");
      assertThat(System.nanoTime() - start)
          .describedAs(() -> "All see all, but " + states())
          .isLessThan(TimeUnit.SECONDS.toNanos(WHOLE_SECONDS));
      pause(10);
    }
  }

  private static boolean isWhole(MemberState state, long since) {
    return state.at() > since && state.nodes() == MEMBERS && state.replicas() == VOTERS;
  }

  private List<MemberState> states() {
    return members.stream().map(NemesisProcess::state).toList();
  }

  // Faults

  private void count(String trouble) {
    troubles.merge(trouble, 1, Integer::sum);
  }

  private NemesisProcess anyMember() {
    return members.get(random.nextInt(members.size()));
  }

  private NemesisProcess leaderOrAny() {
    return members.stream()
        .filter(member -> member.state().leads())
        .findFirst()
        .orElseGet(this::anyMember);
  }

  /** Returns a delay: a moment, or until nodes are declared dead. */
  private int someMillis() {
    return random.nextBoolean() ? random.nextInt(1_500) : UNTIL_HELD_DEAD_MILLIS;
  }

  private int cutMillis() {
    return SECONDS < SECONDS_FOR_LONG_CUTS || random.nextBoolean()
        ? someMillis()
        : MIN_CUT_MILLIS + random.nextInt(MAX_CUT_MILLIS - MIN_CUT_MILLIS);
  }

  /** Closes one or two, for each of which another joins: before, during, or afterwards. */
  private void replace(Starter starter) throws Exception {
    List<NemesisProcess> leaving = new ArrayList<>();
    for (int i = random.nextInt(3) == 0 ? 2 : 1; i > 0; i--) {
      NemesisProcess leaver = random.nextInt(3) == 0 ? leaderOrAny() : anyMember();
      count(leaver.state().leads() ? "leaders closed" : "closed");
      members.remove(leaver);
      leaving.add(leaver);
      int lead = random.nextInt(MAX_LEAD_MILLIS + MAX_LAG_MILLIS) - MAX_LAG_MILLIS;
      if (lead >= 0) {
        members.add(starter.start(leaver.site()));
        pause(lead);
        leaver.tell("close");
      } else {
        leaver.tell("close");
        pause(-lead);
        members.add(starter.start(leaver.site()));
      }
    }
    for (NemesisProcess leaver : leaving) {
      leaver.awaitEnd();
    }
  }

  private void kill(Starter starter) throws Exception {
    count("killed");
    NemesisProcess victim = anyMember();
    members.remove(victim);
    victim.kill();
    members.add(starter.start(victim.site()));
  }

  private void stop() throws Exception {
    count("stopped");
    NemesisProcess victim = anyMember();
    victim.freeze();
    pause(someMillis());
    victim.thaw();
  }

  private void cutOff(Namespaces network) throws Exception {
    Set<Integer> aside = new TreeSet<>();
    switch (random.nextInt(3)) {
      case 0 -> {
        count("leaders cut off");
        members.stream()
            .filter(member -> member.state().leads())
            .forEach(leader -> aside.add(leader.site()));
      }
      case 1 -> {
        count("cut off");
        aside.add(anyMember().site());
      }
      default -> {
        count("pairs cut off");
        while (aside.size() < 2) {
          aside.add(anyMember().site());
        }
      }
    }
    network.divide(aside);
    pause(cutMillis());
    network.heal();
  }
}
