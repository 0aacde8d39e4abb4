package org.hyparview.demo.cluster;

import io.vertx.core.VertxException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The processes of a demonstration that are one Vert.x cluster. */
final class ClusterProcesses {

  private final String cluster = "demo-" + ProcessHandle.current().pid();
  private final boolean highlyAvailable;
  private final long end;
  private final List<ClusterProcess> alive = new ArrayList<>();
  private @Nullable String failure;

  /**
   * Creates a cluster without processes.
   *
   * @param seconds after which waiting is given up
   */
  ClusterProcesses(boolean highlyAvailable, int seconds) {
    this.highlyAvailable = highlyAvailable;
    end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
  }

  /** Starts one more, and doesn't wait. */
  synchronized ClusterProcess start(String name) {
    List<String> arguments =
        new ArrayList<>(List.of("member", "--cluster", cluster, "--name", name));
    if (highlyAvailable) {
      arguments.add("--ha");
    }
    ClusterProcess member = ClusterProcess.launch(this, name, arguments.toArray(String[]::new));
    alive.add(member);
    return member;
  }

  /** Kills it, as with {@code kill -9}. */
  synchronized void kill(ClusterProcess member) {
    alive.remove(member);
    member.kill();
  }

  /** Lets it leave gracefully, and doesn't wait. */
  synchronized void stop(ClusterProcess member) {
    alive.remove(member);
    member.command("leave -");
  }

  /** The name of the cluster. */
  String cluster() {
    return cluster;
  }

  /** Those that were started and not killed; a copy. */
  synchronized List<ClusterProcess> alive() {
    return List.copyOf(alive);
  }

  synchronized void reported(ClusterProcess member, MemberReport report) {
    member.handle(report);
    notifyAll();
  }

  synchronized void ended(ClusterProcess member, String why) {
    member.handleEnd(why);
    if (alive.contains(member)) {
      failure = "Node " + member.name() + ": " + why;
    }
    notifyAll();
  }

  /**
   * Waits until something holds, which is looked at whenever a process tells something.
   *
   * @return whether it holds before the time is up
   * @throws VertxException if a process has ended that was not killed
   */
  synchronized boolean await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      if (failure != null) {
        throw new VertxException(failure, true);
      }
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  /** Waits until each sees all. */
  boolean awaitWhole() {
    return await(() -> alive.stream().allMatch(member -> member.nodes().size() == alive.size()));
  }

  /** Waits until all are there, which high availability doesn't tell by itself. */
  boolean awaitStarted() {
    return await(() -> alive.stream().noneMatch(member -> member.id().isEmpty()));
  }

  /** Lets each ask each, and waits until all have had all answers. */
  synchronized boolean awaitReached() {
    String names = alive.stream().map(ClusterProcess::name).collect(Collectors.joining(","));
    List<Integer> before = alive.stream().map(ClusterProcess::reached).toList();
    alive.forEach(member -> member.command("reach " + names));
    return await(() -> {
      for (int i = 0; i < before.size(); i++) {
        if (alive.get(i).reached() == before.get(i)) {
          return false;
        }
      }
      return true;
    });
  }
}
