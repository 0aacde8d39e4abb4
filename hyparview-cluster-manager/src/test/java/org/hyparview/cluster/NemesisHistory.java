package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hyparview.cluster.group.Linearizability;
import org.hyparview.cluster.group.Linearizability.Call;
import org.hyparview.cluster.group.Register;
import org.jspecify.annotations.Nullable;

/**
 * The history of what processes have done to shared data, as they report it, and its check. An
 * object's name begins with its kind: map and kept are entries of maps, counter is a counter, and
 * total is one to which 1 is added at a time. Those named kept and total live as long as the
 * cluster, all others for a second.
 */
final class NemesisHistory {

  private final Map<String, List<Call<Register>>> histories = new TreeMap<>();
  private final List<String> losses = new ArrayList<>();
  private final List<String> badFrames = new ArrayList<>();
  private boolean hasEnded;

  /**
   * Takes a call that has returned.
   *
   * @param call its line: call, number, object, kind, two arguments, when
   * @param returned when, or Long.MAX_VALUE
   */
  synchronized void add(String[] call, long returned, String result) {
    if (hasEnded) {
      put(call, Long.MAX_VALUE, "unknown");
    } else {
      put(call, returned, result);
    }
  }

  private void put(String[] call, long returned, String result) {
    Register done = result.equals("nothing")
        ? Register.NOTHING
        : new Register(call[3], Long.parseLong(call[4]), Long.parseLong(call[5]), resultOf(result));
    histories
        .computeIfAbsent(call[2], none -> new ArrayList<>())
        .add(new Call<>(Long.parseLong(call[6]), returned, done));
  }

  private static @Nullable Object resultOf(String result) {
    return switch (result) {
      case "unknown" -> null;
      case "true", "false" -> Boolean.valueOf(result);
      default -> Long.valueOf(result);
    };
  }

  /** Notes that a process was notified of lost shared data. */
  synchronized void addLoss(String event) {
    if (!hasEnded) {
      losses.add(event);
    }
  }

  /** Notes that a process has closed a link for what it received there. */
  synchronized void addBadFrame(String report) {
    badFrames.add(report);
  }

  /**
   * Ends it. The processes may now be killed, one after the other: what they still do has an
   * unknown result, and their losses don't count.
   */
  synchronized void end() {
    hasEnded = true;
  }

  /** Checks that all of it is correct, no loss was reported, and no link closed for a frame. */
  synchronized void check() {
    List<String> wrong = new ArrayList<>();
    histories.forEach((name, history) -> {
      if (!isRight(name, history)) {
        wrong.add(name + ": " + history);
      }
    });
    System.out.println("Nemesis: " + this);
    assertThat(losses).describedAs("Most replicas were never lost").isEmpty();
    assertThat(wrong).isEmpty();
    assertThat(badFrames).isEmpty();
    assertThat(histories.values().stream().mapToLong(List::size).sum()).isGreaterThan(100);
  }

  private static boolean isRight(String name, List<Call<Register>> history) {
    return switch (name.substring(0, name.indexOf('-'))) {
      case "map", "kept" -> Linearizability.holds(history, 0L, Register::ofMap);
      case "counter" -> Linearizability.holds(history, 0L, Register::ofCounter);
      case "total" -> resultsRise(history) && isSum(history);
      default -> resultsRise(history);
    };
  }

  /**
   * Returns whether each token is unique, and a request after the grant of another has a greater
   * one.
   */
  private static boolean resultsRise(List<Call<Register>> history) {
    List<Call<Register>> given = history.stream()
        .filter(call -> call.operation().result() != null)
        .filter(call -> !call.operation().kind().equals("count"))
        .sorted(Comparator.comparingLong(Call::called))
        .toList();
    List<Call<Register>> returned =
        given.stream().sorted(Comparator.comparingLong(Call::returned)).toList();
    Set<Long> results = new HashSet<>();
    long greatest = Long.MIN_VALUE;
    int next = 0;
    for (Call<Register> call : given) {
      while (returned.get(next).returned() < call.called()) {
        greatest = Math.max(greatest, numberOf(returned.get(next++)));
      }
      if (numberOf(call) <= greatest || !results.add(numberOf(call))) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether each read is the sum of what was added before and, possibly, concurrently. */
  private static boolean isSum(List<Call<Register>> history) {
    List<Call<Register>> added =
        history.stream().filter(call -> call.operation().kind().equals("add")).toList();
    return history.stream()
        .filter(call -> call.operation().kind().equals("count") && !call.isOpen())
        .allMatch(read ->
            added.stream().filter(add -> add.returned() < read.called()).count() <= numberOf(read)
                && numberOf(read)
                    <= added.stream()
                        .filter(add -> add.called() < read.returned())
                        .count());
  }

  private static long numberOf(Call<Register> call) {
    return call.operation().result() instanceof Long number ? number : 0;
  }

  @Override
  public synchronized String toString() {
    List<Call<Register>> calls =
        histories.values().stream().flatMap(List::stream).toList();
    long total = histories.getOrDefault("total-0", List.of()).size();
    return calls.size() + " calls on " + histories.size() + " objects, outcome unknown of "
        + calls.stream().filter(Call::isOpen).count() + "; " + total + " of one counter, "
        + losses.size() + " losses told";
  }
}
