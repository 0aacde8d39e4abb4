package org.hyparview.benchmarks.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A {@link Member} in a process of its own, which ends with this one. Times are
 * {@link System#nanoTime}, taken when a line of the process is read.
 */
final class MemberProcess implements AutoCloseable {

  /**
   * The same heap for all, which grows as it is needed, so that their memory can be compared; and
   * what {@code -Dhyparview.jvm} names, separated by spaces.
   */
  private static final List<String> JVM = Stream.concat(
          Stream.of("-Xms16m", "-Xmx128m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"),
          System.getProperty("hyparview.jvm", "").lines().flatMap(all -> Stream.of(all.split(" "))))
      .toList();

  private final Process process;
  private final BufferedWriter commands;
  private final Map<Long, CompletableFuture<JsonObject>> open = new ConcurrentHashMap<>();
  private final CountDownLatch up = new CountDownLatch(1);
  private volatile String id = "";
  private volatile Set<String> nodes = Set.of();
  private volatile long nodesSince;
  private volatile long startedAt;
  private long numbers;

  private MemberProcess(Process process) {
    this.process = process;
    this.commands = process.outputWriter(UTF_8);
  }

  /** Starts one that is alone. */
  static MemberProcess unclustered() {
    return start(List.of(), new JsonObject().put("unclustered", true));
  }

  /** Starts one that is clustered, but joins nobody. */
  static MemberProcess lone() {
    String manager = LoneClusterManager.class.getName();
    return start(List.of(), new JsonObject().put("managerClass", manager));
  }

  /**
   * Starts one.
   *
   * @param prefix what to run Java with
   * @param options what {@link Member} gets
   */
  static MemberProcess start(List<String> prefix, JsonObject options) {
    return start(prefix, JVM, System.getProperty("java.class.path"), options);
  }

  /** Starts one on that class path. */
  static MemberProcess start(String classPath, JsonObject options) {
    return start(List.of(), JVM, classPath, options);
  }

  /** Starts one with these options of the JVM, on that class path. */
  static MemberProcess start(
      List<String> prefix, List<String> jvm, String classPath, JsonObject options) {
    List<String> line = new ArrayList<>(prefix);
    line.add(java());
    line.addAll(jvm);
    line.addAll(List.of("-cp", classPath, Member.class.getName(), options.encode()));
    try {
      Process process = new ProcessBuilder(line)
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
      MemberProcess member = new MemberProcess(process);
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      Thread reader = new Thread(member::read, "member-" + process.pid());
      reader.setDaemon(true);
      reader.start();
      return member;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command that starts the JVM that this is. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        heard(new JsonObject(line), System.nanoTime());
      }
    } catch (IOException e) {
      open.values().forEach(answer -> answer.completeExceptionally(e));
    }
    open.values()
        .forEach(answer -> answer.completeExceptionally(new IllegalStateException("It has ended")));
  }

  private void heard(JsonObject event, long time) {
    switch (event.getString("event")) {
      case "started" -> {
        id = event.getString("id");
        startedAt = time;
        up.countDown();
      }
      case "nodes" -> {
        nodesSince = time;
        nodes = event.getJsonArray("ids").stream().map(String::valueOf).collect(Collectors.toSet());
      }
      default -> {
        CompletableFuture<JsonObject> answer = open.remove(event.getLong("number"));
        if (answer != null) {
          answer.complete(event);
        }
      }
    }
  }

  /** Asks for something; the answer comes in time or fails. */
  synchronized CompletableFuture<JsonObject> ask(JsonObject command) {
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    long number = ++numbers;
    open.put(number, answer);
    try {
      commands.write(command.put("number", number).encode());
      commands.newLine();
      commands.flush();
    } catch (IOException e) {
      answer.completeExceptionally(e);
    }
    return answer.thenApply(done -> {
      if (!done.getBoolean("ok")) {
        throw new IllegalStateException(command + ": " + done.getString("failure"));
      }
      return done;
    });
  }

  /** Waits until its Vert.x is there. */
  MemberProcess awaitStart() throws InterruptedException {
    if (!up.await(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("A process did not start within 60 s");
    }
    return this;
  }

  String id() {
    return id;
  }

  Set<String> nodes() {
    return nodes;
  }

  /** When it last told of other nodes. */
  long nodesSince() {
    return nodesSince;
  }

  long startedAt() {
    return startedAt;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** As kill -9. */
  void kill() {
    process.destroyForcibly();
  }

  /** Sends a signal, such as STOP. */
  void signal(String name) throws IOException, InterruptedException {
    int exit = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
        .inheritIO()
        .start()
        .waitFor();
    if (exit != 0) {
      throw new IllegalStateException("kill -" + name + " ended with " + exit);
    }
  }

  /** The CPU time that it has used, which the system counts in ticks of 10 ms. */
  long cpuNanos() {
    return process.toHandle().info().totalCpuDuration().orElseThrow().toNanos();
  }

  /** A row of /proc/PID/status as a number. */
  long status(String row) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith(row + ":")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IllegalStateException("/proc tells no " + row);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
