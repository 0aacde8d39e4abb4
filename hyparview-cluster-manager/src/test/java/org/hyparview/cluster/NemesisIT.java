package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
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
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.hyparview.cluster.group.Linearizability;
import org.hyparview.cluster.group.Linearizability.Call;
import org.hyparview.cluster.group.Register;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What five processes do to maps, counters and locks at the same time is linearizable, while they
 * are killed, stopped for a moment, and stopped until they are held dead.
 *
 * <p>{@code -Dhyparview.seconds} says for how long.
 */
class NemesisIT {

  private static final int MEMBERS = 5;
  private static final int VOTERS = 5;

  private final HyParViewClusterOptions options = new HyParViewClusterOptions()
      .setClusterName("nemesis-" + UUID.randomUUID())
      .setHost("127.0.0.1")
      .setOperationTimeout(3_000)
      .setMulticast(new MulticastOptions().setEnabled(false));
  private final HyParViewClusterManager manager = new HyParViewClusterManager(options);
  private final List<Member> members = new ArrayList<>();
  private final Map<String, List<Call<Register>>> histories = new TreeMap<>();
  private final Random random = new Random(Long.getLong("hyparview.seed", 1));
  private int killed;
  private int stopped;
  private int started;

  /** A process, and what it was told of. */
  private final class Member {

    private final Process process;
    private final Thread reader;
    private final Map<Long, String[]> open = new HashMap<>();

    Member(Process process) {
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
      }
    }

    void signal(String name) throws Exception {
      assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
              .inheritIO()
              .start()
              .waitFor())
          .isZero();
    }

    /** Not by the process's own handle, which closes what is still to be read. */
    void kill() throws Exception {
      signal("KILL");
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

  private void startOne() throws IOException {
    members.add(new Member(new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            NemesisMember.class.getName(),
            options.toJson().encode(),
            String.valueOf(++started))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start()));
  }

  @Test
  void whatProcessesDoIsLinearizable() throws Exception {
    Vertx vertx = await(Vertx.builder().withClusterManager(manager).buildClustered());
    try {
      for (int i = 0; i < MEMBERS; i++) {
        startOne();
      }
      long end =
          System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.getLong("hyparview.seconds", 20));
      while (System.nanoTime() < end) {
        awaitWhole(vertx);
        pause(vertx, 500 + random.nextInt(1_500));
        trouble(vertx);
      }
      awaitWhole(vertx);
      pause(vertx, 1_500);
    } finally {
      for (Member member : members) {
        member.kill();
      }
      await(vertx.close());
    }
    check();
  }

  private static void pause(Vertx vertx, int millis) throws Exception {
    await(vertx.timer(millis, TimeUnit.MILLISECONDS));
  }

  /** What is promised is promised while not most replicas are lost at once. */
  private void awaitWhole(Vertx vertx) throws Exception {
    while (manager.getNodes().size() <= MEMBERS
        || await(manager.health()).replicas().size() < VOTERS) {
      pause(vertx, 10);
    }
  }

  private void trouble(Vertx vertx) throws Exception {
    Member victim = members.get(random.nextInt(members.size()));
    if (killed <= stopped) {
      killed++;
      members.remove(victim);
      victim.kill();
      startOne();
    } else {
      stopped++;
      victim.signal("STOP");
      pause(vertx, random.nextBoolean() ? random.nextInt(1_500) : 6_000);
      victim.signal("CONT");
    }
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
    System.out.println("Nemesis: " + killed + " killed, " + stopped + " stopped, " + calls
        + " calls on " + histories.size() + " objects, outcome unknown of " + unknown);
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
