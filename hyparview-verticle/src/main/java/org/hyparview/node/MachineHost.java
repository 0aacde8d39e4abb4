package org.hyparview.node;

import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.hyparview.protocol.machine.Machine;

/**
 * Runs one machine on one event-loop context: gives it inputs, does its actions, keeps its timer.
 *
 * <p>It knows no protocol. All calls come from that context.
 *
 * @param <A> the actions of the machine
 */
final class MachineHost<A> {

  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final Machine<?, A> machine;
  private final Consumer<A> executor;
  private final LongSupplier clock;
  private final ArrayDeque<Runnable> afterwards = new ArrayDeque<>();
  private boolean running;
  private boolean finishing;
  private long timer = NO_TIMER;
  private long timerDeadline = Machine.NEVER;

  /**
   * A host.
   *
   * @param executor does one action; it must not call {@link #input}
   * @param clock milliseconds that never go backwards
   */
  MachineHost(Vertx vertx, Machine<?, A> machine, Consumer<A> executor, LongSupplier clock) {
    this.vertx = vertx;
    this.machine = machine;
    this.executor = executor;
    this.clock = clock;
  }

  /** Gives the machine an input, which is called with the time, and does what it then asks for. */
  void input(LongConsumer input) {
    if (running) {
      throw new IllegalStateException("A machine's action has called the machine");
    }
    running = true;
    try {
      input.accept(clock.getAsLong());
      drain();
    } finally {
      running = false;
    }
    armTimer();
    finish();
  }

  /**
   * Runs a task as soon as the actions of the present input are done, or now if there is none. Here
   * the task may call {@link #input}.
   */
  void afterwards(Runnable task) {
    if (running || finishing) {
      afterwards.add(task);
    } else {
      task.run();
    }
  }

  private void finish() {
    if (finishing) {
      return;
    }
    finishing = true;
    try {
      for (Runnable task = afterwards.poll(); task != null; task = afterwards.poll()) {
        task.run();
      }
    } finally {
      finishing = false;
    }
  }

  private void drain() {
    A action = machine.outbox().poll();
    while (action != null) {
      executor.accept(action);
      action = machine.outbox().poll();
    }
  }

  /** A timer that is too early is kept; the machine is then woken once in vain. */
  private void armTimer() {
    long deadline = machine.deadline();
    if (deadline >= timerDeadline) {
      return;
    }
    cancelTimer();
    timerDeadline = deadline;
    long delay = Math.max(1, deadline - clock.getAsLong());
    timer = vertx.setTimer(delay, id -> wake());
  }

  private void wake() {
    timer = NO_TIMER;
    timerDeadline = Machine.NEVER;
    input(machine::wake);
  }

  private void cancelTimer() {
    if (timer != NO_TIMER) {
      vertx.cancelTimer(timer);
      timer = NO_TIMER;
      timerDeadline = Machine.NEVER;
    }
  }

  /** Lets the machine rest for good. */
  void stop() {
    cancelTimer();
  }
}
