package org.hyparview.cluster.raft;

import io.microraft.executor.RaftNodeExecutor;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/**
 * The thread and the clock of a replica as MicroRaft sees them: time passes faster, since its
 * shortest heartbeat is of a whole second. The clock is monotonic.
 */
final class ScaledTime extends Clock implements RaftNodeExecutor {

  private final Scheduler scheduler;
  private final int scale;
  private boolean running;
  private boolean stopped;

  ScaledTime(Scheduler scheduler, int scale) {
    this.scheduler = scheduler;
    this.scale = scale;
  }

  /**
   * Runs an input, which is on the thread already. One within another waits until that one is done.
   */
  @Override
  public void execute(Runnable task) {
    if (running) {
      submit(task);
    } else {
      run(task);
    }
  }

  @Override
  public void submit(Runnable task) {
    scheduler.execute(() -> run(task));
  }

  @Override
  public void schedule(Runnable task, long delay, TimeUnit unit) {
    scheduler.schedule(() -> run(task), unit.toMillis(delay) / scale);
  }

  private void run(Runnable task) {
    if (stopped) {
      return;
    }
    running = true;
    try {
      task.run();
    } finally {
      running = false;
    }
  }

  /** Stops: no more tasks run. */
  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  @Override
  public long millis() {
    return scheduler.nanos() / (TimeUnit.MILLISECONDS.toNanos(1) / scale);
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
