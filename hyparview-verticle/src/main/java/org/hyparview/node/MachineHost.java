package org.hyparview.node;

import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.peer.Peer;

/**
 * The host of one machine on one event-loop context: passes in its inputs, passes on its outputs
 * and keeps its timer.
 *
 * <p>It knows no protocol. All calls come from that context.
 *
 * @param <H> the executor of the machine's outputs
 */
final class MachineHost<H> {

  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final Machine<H> machine;
  private final H executor;
  private final LongSupplier clock;
  private final ArrayDeque<Runnable> afterwards = new ArrayDeque<>();
  private boolean running;
  private boolean finishing;
  private long timer = NO_TIMER;
  private long timerDeadline = Machine.NEVER;

  /**
   * Creates a host.
   *
   * @param executor takes the outputs, one by one; it must not give the machine an input
   * @param clock milliseconds that never go backwards
   */
  MachineHost(Vertx vertx, Machine<H> machine, H executor, LongSupplier clock) {
    this.vertx = vertx;
    this.machine = machine;
    this.executor = executor;
    this.clock = clock;
  }

  /**
   * Gives the machine an input, which is called with the time, and executes the resulting actions.
   */
  void input(LongConsumer input) {
    begin();
    try {
      input.accept(clock.getAsLong());
      machine.outbox().drainTo(executor);
    } finally {
      running = false;
    }
    end();
  }

  /** Gives the machine a message, as {@link #input} does. */
  <M> void receive(LinkHost.Receiver<M> receiver, long link, Peer from, M message) {
    begin();
    try {
      receiver.receive(link, from, message, clock.getAsLong());
      machine.outbox().drainTo(executor);
    } finally {
      running = false;
    }
    end();
  }

  private void begin() {
    if (running) {
      throw new IllegalStateException("A machine's action has called the machine");
    }
    running = true;
  }

  private void end() {
    armTimer();
    finish();
  }

  /**
   * Runs a task as soon as the actions of the present input are done, or now if there is none. The
   * task may call {@link #input}.
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

  /**
   * Sets the timer. A timer that is too early is kept; it then wakes the machine once without
   * effect.
   */
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

  /** Stops the machine permanently. */
  void stop() {
    cancelTimer();
  }
}
