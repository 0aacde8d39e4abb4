package org.hyparview.simulation.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * The seeds that a random test runs with: as many as the build asks for, or the one that is being
 * replayed.
 *
 * <p>System properties: {@code hyparview.seeds} and {@code hyparview.firstSeed} say which,
 * {@code hyparview.seed} is the one to replay, {@code hyparview.nodes} the size of the clusters and
 * {@code hyparview.threads} how many seeds are run at a time. Each run keeps to one thread, so its
 * course doesn't depend on that.
 *
 * @param first the first of them
 * @param count how many there are
 * @param threads how many are run at a time
 */
public record SeedRange(long first, int count, int threads) {

  /** More failures than that are counted, but not told one by one. */
  private static final int TOLD = 20;

  /** The nanoseconds after which a run that goes on reports how far it is. */
  private static final long REPORTING = 60_000_000_000L;

  private record Failure(long seed, Throwable cause) {}

  /** All seeds that the build asks for; by default 1,000 from 0. */
  public static SeedRange all() {
    return oneOf(1);
  }

  /** One of so many seeds, for runs that take so many times longer; at least one. */
  public static SeedRange oneOf(int many) {
    Long replayed = Long.getLong("hyparview.seed");
    return replayed != null
        ? new SeedRange(replayed, 1, 1)
        : new SeedRange(
            Long.getLong("hyparview.firstSeed", 0),
            Math.max(1, Integer.getInteger("hyparview.seeds", 1_000) / many),
            Integer.getInteger("hyparview.threads", 1));
  }

  /** How many nodes a cluster shall have; by default 100. */
  public static int nodes() {
    return Integer.getInteger("hyparview.nodes", 100);
  }

  /** The command that runs a test with one seed, which stands for {@code %d}, at any size. */
  public static String replay(Class<?> test, String method) {
    return "mvn test -pl hyparview-simulation -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest="
        + test.getSimpleName() + "#" + method + " -Dhyparview.seed=%d";
  }

  /** The same for a test of clusters that have {@link #nodes}. */
  public static String replayOfThisSize(Class<?> test, String method) {
    return replay(test, method) + " -Dhyparview.nodes=" + nodes();
  }

  /**
   * Runs something with each of the seeds, and prints in one line how many passed; a long run also
   * prints once a minute how far it is.
   *
   * @param replay see {@link #replay}
   * @throws AssertionError naming the seeds that failed, and how to see the first of them again
   */
  public void each(String name, String replay, LongConsumer run) {
    long begun = System.nanoTime();
    List<Failure> failures = collectFailures(new Progress(name, begun), run);
    String passed =
        name + ": " + (count - failures.size()) + " of " + count + " seeds passed, from " + first;
    System.out.println(passed + ", in " + (System.nanoTime() - begun) / 1_000_000_000 + " s");
    if (!failures.isEmpty()) {
      AssertionError error = new AssertionError(passed + tell(failures, replay));
      failures.stream().limit(TOLD).map(Failure::cause).forEach(error::addSuppressed);
      throw error;
    }
  }

  private static String tell(List<Failure> failures, String replay) {
    StringBuilder text = new StringBuilder();
    for (Failure failure : failures.subList(0, Math.min(TOLD, failures.size()))) {
      text.append("\nSeed ")
          .append(failure.seed)
          .append(" fails: ")
          .append(failure.cause.getMessage())
          .append("\nReplay: ")
          .append(String.format(replay, failure.seed));
    }
    return text.toString();
  }

  private List<Failure> collectFailures(Progress progress, LongConsumer run) {
    List<Failure> failures = Collections.synchronizedList(new ArrayList<>());
    AtomicLong next = new AtomicLong(first);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        workers.add(pool.submit(() -> work(next, run, failures, progress)));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("Seeds from " + first + " were not all run", e);
    } finally {
      pool.shutdownNow();
    }
    failures.sort((a, b) -> Long.compare(a.seed, b.seed));
    return failures;
  }

  private void work(AtomicLong next, LongConsumer run, List<Failure> failures, Progress progress) {
    for (long seed = next.getAndIncrement();
        seed < first + count && !Thread.currentThread().isInterrupted();
        seed = next.getAndIncrement()) {
      try {
        run.accept(seed);
      } catch (RuntimeException | AssertionError e) {
        failures.add(new Failure(seed, e));
      }
      progress.ended(count, List.copyOf(failures));
    }
  }

  /** The reports of a long run while it goes on. */
  private static final class Progress {

    private final String name;
    private final long begun;
    private long reported;
    private int ended;

    Progress(String name, long begun) {
      this.name = name;
      this.begun = begun;
      reported = begun;
    }

    synchronized void ended(int count, List<Failure> failures) {
      ended++;
      long now = System.nanoTime();
      if (now - reported >= REPORTING) {
        reported = now;
        System.out.println(name + ": " + ended + " of " + count + " seeds so far, in "
            + (now - begun) / 1_000_000_000 + " s; failed: "
            + failures.stream().map(Failure::seed).toList());
      }
    }
  }
}
