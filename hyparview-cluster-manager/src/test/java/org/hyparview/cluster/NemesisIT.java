package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.hyparview.cluster.group.Linearizability;
import org.hyparview.cluster.group.Linearizability.Call;
import org.hyparview.cluster.group.Register;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What five processes do to maps, counters and locks at the same time is linearizable, while they
 * are killed, stopped for a moment, stopped until they are held dead, and cut off from each other.
 *
 * <p>{@code -Dhyparview.seconds} says for how long.
 */
class NemesisIT {

  private static final int MEMBERS = 5;
  private static final int VOTERS = 5;
  private static final int UNTIL_HELD_DEAD_MILLIS = 7_000;
  private static final long WHOLE_SECONDS = 60;

  private final Vertx timers = Vertx.vertx();
  private final String clusterName = "nemesis-" + UUID.randomUUID();
  private final List<Member> members = new ArrayList<>();
  private final Map<String, List<Call<Register>>> histories = new TreeMap<>();
  private final Random random = new Random(Long.getLong("hyparview.seed", 1));
  private final Map<String, Integer> troubles = new TreeMap<>();
  private int started;

  /**
   * What a process said of itself.
   *
   * @param at its {@link System#nanoTime}, which is that of all processes of a machine
   * @param nodes how many it sees
   * @param replicas how many of these have a replica that votes
   * @param leads whether its replica is the leader
   */
  private record State(long at, int nodes, int replicas, boolean leads) {

    boolean isWhole(long since) {
      return at > since && nodes == MEMBERS && replicas == VOTERS;
    }
  }

  /** A process, and what it was told of. */
  private final class Member {

    private final int site;
    private final Process process;
    private final Thread reader;
    private final Map<Long, String[]> open = new HashMap<>();
    private volatile State state = new State(Long.MIN_VALUE, 0, 0, false);

    Member(int site, Process process) {
      this.site = site;
      this.process = process;
      reader = new Thread(this::read, "reader-" + process.pid());
      reader.start();
    }

    private void read() {
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          heard(line.split(" "));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      open.values().forEach(call -> record(call, Long.MAX_VALUE, "unknown"));
    }

    private void heard(String[] words) {
      if (words[0].equals("call") && words.length == 7) {
        open.put(Long.parseLong(words[1]), words);
      } else if (words[0].equals("return") && words.length == 4) {
        String[] call = Objects.requireNonNull(open.remove(Long.parseLong(words[1])), "its call");
        boolean unknown = words[2].equals("unknown");
        record(call, unknown ? Long.MAX_VALUE : Long.parseLong(words[3]), words[2]);
      } else if (words[0].equals("state") && words.length == 5) {
        state = new State(
            Long.parseLong(words[1]),
            Integer.parseInt(words[2]),
            Integer.parseInt(words[3]),
            Boolean.parseBoolean(words[4]));
      }
    }

    /** Not by the process's own handle, which closes what is still to be read. */
    void kill() throws Exception {
      if (process.isAlive()) {
        MemberProcess.signal(process, "KILL");
      }
      process.waitFor();
      reader.join();
    }
  }

  private void record(String[] call, long returned, String result) {
    Register done = result.equals("nothing")
        ? Register.NOTHING
        : new Register(call[3], Long.parseLong(call[4]), Long.parseLong(call[5]), resultOf(result));
    synchronized (histories) {
      histories
          .computeIfAbsent(call[2], none -> new ArrayList<>())
          .add(new Call<>(Long.parseLong(call[6]), returned, done));
    }
  }

  private static @Nullable Object resultOf(String result) {
    return switch (result) {
      case "unknown" -> null;
      case "true", "false" -> Boolean.valueOf(result);
      default -> Long.valueOf(result);
    };
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    await(timers.close());
  }

  @Test
  void whatProcessesDoIsLinearizableWhileTheyAreKilledAndStopped() throws Exception {
    Starter starter = site -> start(site, List.of(), options());
    run(List.of(() -> kill(starter), this::stop), starter);
    check();
  }

  @Test
  void whatProcessesDoIsLinearizableWhileTheyAreAlsoCutOff() throws Exception {
    assumeTrue(Namespaces.areAllowed(), "Cutting processes off needs root, and ip");
    try (Namespaces network = new Namespaces(MEMBERS)) {
      JsonArray contacts = new JsonArray();
      for (int i = 0; i < MEMBERS; i++) {
        contacts.add(Namespaces.address(i) + ":" + HyParViewClusterOptions.DEFAULT_PORT);
      }
      Starter starter = site -> {
        String host = Namespaces.address(site);
        JsonObject options = options().put("contacts", contacts).put("host", host);
        return start(site, Namespaces.prefix(site), options);
      };
      run(List.of(() -> cutOff(network), () -> kill(starter), this::stop), starter);
    }
    check();
  }

  private JsonObject options() {
    return new HyParViewClusterOptions()
        .setClusterName(clusterName)
        .setHost("127.0.0.1")
        .setOperationTimeout(3_000)
        .setMulticast(new MulticastOptions().setEnabled(false))
        .toJson();
  }

  private Member start(int site, List<String> prefix, JsonObject options) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx128m",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        NemesisMember.class.getName(),
        options.encode(),
        String.valueOf(++started)));
    return new Member(
        site,
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** Starts a process at one of the places. */
  private interface Starter {
    Member start(int site) throws IOException;
  }

  /** Does something to the processes. */
  private interface Trouble {
    void make() throws Exception;
  }

  private void run(List<Trouble> kinds, Starter starter) throws Exception {
    try {
      for (int site = 0; site < MEMBERS; site++) {
        members.add(starter.start(site));
      }
      long end =
          System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.getLong("hyparview.seconds", 20));
      for (int i = 0; System.nanoTime() < end; i++) {
        awaitWhole();
        pause(500 + random.nextInt(1_500));
        kinds.get(i % kinds.size()).make();
      }
      awaitWhole();
      pause(1_500);
    } finally {
      for (Member member : members) {
        member.kill();
      }
    }
  }

  private void pause(int millis) throws Exception {
    await(timers.timer(millis, TimeUnit.MILLISECONDS));
  }

  /** What is promised is promised while not most replicas are lost at once. */
  private void awaitWhole() throws Exception {
    long start = System.nanoTime();
    while (!members.stream().allMatch(member -> member.state.isWhole(start))) {
      assertThat(members).allMatch(member -> member.process.isAlive(), "is alive");
      assertThat(System.nanoTime() - start)
          .describedAs(() -> "All see all, but " + states())
          .isLessThan(TimeUnit.SECONDS.toNanos(WHOLE_SECONDS));
      pause(10);
    }
  }

  private List<State> states() {
    return members.stream().map(member -> member.state).toList();
  }

  // Troubles

  private void count(String trouble) {
    troubles.merge(trouble, 1, Integer::sum);
  }

  private Member anyMember() {
    return members.get(random.nextInt(members.size()));
  }

  /** For a moment, or until they are held dead. */
  private int someMillis() {
    return random.nextBoolean() ? random.nextInt(1_500) : UNTIL_HELD_DEAD_MILLIS;
  }

  private void kill(Starter starter) throws Exception {
    count("killed");
    Member victim = anyMember();
    members.remove(victim);
    victim.kill();
    members.add(starter.start(victim.site));
  }

  private void stop() throws Exception {
    count("stopped");
    Member victim = anyMember();
    MemberProcess.signal(victim.process, "STOP");
    pause(someMillis());
    MemberProcess.signal(victim.process, "CONT");
  }

  private void cutOff(Namespaces network) throws Exception {
    Set<Integer> aside = new TreeSet<>();
    switch (random.nextInt(3)) {
      case 0 -> {
        count("leaders cut off");
        members.stream()
            .filter(member -> member.state.leads)
            .forEach(leader -> aside.add(leader.site));
      }
      case 1 -> {
        count("cut off");
        aside.add(anyMember().site);
      }
      default -> {
        count("pairs cut off");
        while (aside.size() < 2) {
          aside.add(anyMember().site);
        }
      }
    }
    network.divide(aside);
    pause(someMillis());
    network.heal();
  }

  private void check() {
    List<String> wrong = new ArrayList<>();
    long calls = 0;
    long unknown = 0;
    for (Map.Entry<String, List<Call<Register>>> object : histories.entrySet()) {
      List<Call<Register>> history = object.getValue();
      calls += history.size();
      unknown += history.stream().filter(Call::isOpen).count();
      String name = object.getKey();
      boolean right = name.startsWith("map")
          ? Linearizability.holds(history, 0L, Register::ofMap)
          : name.startsWith("counter")
              ? Linearizability.holds(history, 0L, Register::ofCounter)
              : tokensRise(history);
      if (!right) {
        wrong.add(name + ": " + history);
      }
    }
    System.out.println("Nemesis: " + troubles + ", " + calls + " calls on " + histories.size()
        + " objects, outcome unknown of " + unknown);
    assertThat(calls).isGreaterThan(100);
    assertThat(wrong).isEmpty();
  }

  /** Each token is given once, and who asks after another has had one gets a greater one. */
  private static boolean tokensRise(List<Call<Register>> history) {
    List<Call<Register>> granted =
        history.stream().filter(call -> call.operation().result() != null).toList();
    long tokens = granted.stream().map(NemesisIT::tokenOf).distinct().count();
    return tokens == granted.size()
        && granted.stream()
            .allMatch(one -> granted.stream()
                .filter(other -> other.called() > one.returned())
                .allMatch(later -> tokenOf(later) > tokenOf(one)));
  }

  private static long tokenOf(Call<Register> lock) {
    return lock.operation().result() instanceof Long token ? token : 0;
  }
}
