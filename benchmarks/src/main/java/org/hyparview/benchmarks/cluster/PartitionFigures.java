package org.hyparview.benchmarks.cluster;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Six processes in two network namespaces, three in each, whose cable is cut for a minute. Needs to
 * be root, and {@code ip}.
 */
final class PartitionFigures implements Figures {

  private static final int SIDE = 3;
  private static final long CUT_MILLIS = 60_000;
  private static final String TAG = "hpv" + ProcessHandle.current().pid() % 10_000;
  private static final List<String> SIDES = List.of("10.203.7.1", "10.203.7.2");

  @Override
  public String name() {
    return "partition";
  }

  @Override
  public void measure(int rounds, Report report) throws Exception {
    List<Long> healed = new ArrayList<>();
    try {
      prepare();
      for (int i = 0; i < Math.min(rounds, 3); i++) {
        healed.add(cutAndHeal());
      }
    } finally {
      for (int side = 0; side < SIDES.size(); side++) {
        execute(List.of("ip", "netns", "del", namespace(side)));
      }
    }
    report.row(
        "3 + 3 processes apart for 60 s, from the heal until all know the same and reach all",
        Report.seconds(healed),
        "< 10 s",
        Report.quantile(healed, 1) < 10_000_000_000L);
  }

  private static String namespace(int side) {
    return TAG + "-" + side;
  }

  private static String device(int side) {
    return TAG + "v" + side;
  }

  private static void prepare() throws IOException, InterruptedException {
    for (int side = 0; side < SIDES.size(); side++) {
      must("ip", "netns", "add", namespace(side));
    }
    must(
        "ip",
        "link",
        "add",
        device(0),
        "netns",
        namespace(0),
        "type",
        "veth",
        "peer",
        "name",
        device(1),
        "netns",
        namespace(1));
    for (int side = 0; side < SIDES.size(); side++) {
      in(side, "ip", "addr", "add", SIDES.get(side) + "/24", "dev", device(side));
      in(side, "ip", "link", "set", "lo", "up");
      in(side, "ip", "link", "set", device(side), "up");
      in(side, "ip", "route", "add", "239.0.0.0/8", "dev", device(side));
    }
  }

  private static void in(int side, String... command) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", namespace(side)));
    line.addAll(List.of(command));
    must(line.toArray(String[]::new));
  }

  private static void must(String... command) throws IOException, InterruptedException {
    int exit = execute(List.of(command));
    if (exit != 0) {
      throw new IllegalStateException(
          String.join(" ", command) + " ended with " + exit + "; it needs root");
    }
  }

  private static int execute(List<String> command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private static long cutAndHeal() throws Exception {
    JsonArray contacts = new JsonArray().add(SIDES.get(0) + ":7800").add(SIDES.get(1) + ":7800");
    try (Cluster cluster = new Cluster(new JsonObject().put("contacts", contacts))) {
      for (int i = 0; i < 2 * SIDE; i++) {
        int side = i / SIDE;
        JsonObject options =
            cluster.options().put("host", SIDES.get(side)).put("eventBusHost", SIDES.get(side));
        cluster.add(List.of("ip", "netns", "exec", namespace(side)), options).awaitStart();
      }
      cluster.awaitWhole();
      cluster.consumeAll();
      putAll(cluster, "before");
      cluster.reachAll();
      in(0, "ip", "link", "set", device(0), "down");
      long cut = System.nanoTime();
      Cluster.until(
          "each side sees itself",
          () -> cluster.members().stream().allMatch(member -> member.nodes().size() == SIDE));
      putAll(cluster, "meanwhile");
      Cluster.pause(CUT_MILLIS - (System.nanoTime() - cut) / 1_000_000);
      long heal = System.nanoTime();
      in(0, "ip", "link", "set", device(0), "up");
      Cluster.until("all see all again", cluster::isWhole);
      cluster.reachAll();
      Cluster.until("all know the same", () -> states(cluster).size() == 1);
      return System.nanoTime() - heal;
    }
  }

  private static void putAll(Cluster cluster, String key) {
    cluster.members().stream()
        .map(member -> member.ask(new JsonObject().put("do", "put").put("key", key + member.id())))
        .toList()
        .forEach(CompletableFuture::join);
  }

  private static Set<String> states(Cluster cluster) {
    JsonArray addresses = new JsonArray(
        new ArrayList<>(cluster.members().stream().map(Cluster::at).toList()));
    return cluster.members().stream()
        .map(member -> member.ask(new JsonObject().put("do", "state").put("addresses", addresses)))
        .toList()
        .stream()
        .map(answer -> answer.join().getString("state"))
        .collect(Collectors.toSet());
  }
}
