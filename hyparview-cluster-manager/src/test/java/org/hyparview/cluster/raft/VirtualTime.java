package org.hyparview.cluster.raft;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** A queue of tasks, in milliseconds that pass only on demand. */
public final class VirtualTime {

  private record Event(long at, long number, Runnable task) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
  private long now;
  private long numbers;

  /** Creates a time of 0. */
  public VirtualTime() {}

  public long now() {
    return now;
  }

  /** Schedules a task; at the same time, in the order of these calls. */
  public void after(long millis, Runnable task) {
    events.add(new Event(now + millis, numbers++, task));
  }

  /** Advances the clock without running tasks. */
  public void skip(long millis) {
    now += millis;
  }

  /** Lets time pass until a condition holds, which it returns, or the time is over. */
  public boolean passUntil(long millis, BooleanSupplier isSo) {
    long end = now + millis;
    while (!isSo.getAsBoolean()) {
      Event next = events.peek();
      if (next == null || next.at > end) {
        now = end;
        return isSo.getAsBoolean();
      }
      events.poll();
      now = next.at;
      next.task.run();
    }
    return true;
  }

  public void pass(long millis) {
    passUntil(millis, () -> false);
  }
}
