package org.hyparview.benchmarks.paper;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs simulations side by side, each on one thread. Results come in the order in which the
 * simulations were given, so they don't depend on the number of threads.
 */
final class Workers implements AutoCloseable {

  private final ExecutorService threads;
  private final PrintStream progress;

  Workers(int count, PrintStream progress) {
    this.threads = Executors.newFixedThreadPool(count);
    this.progress = progress;
  }

  /**
   * Runs all, with a line of progress.
   *
   * @throws IllegalStateException if one of them fails
   */
  <R> List<R> all(String name, List<Callable<R>> simulations) {
    long start = System.nanoTime();
    List<Future<R>> futures = new ArrayList<>();
    simulations.forEach(simulation -> futures.add(threads.submit(simulation)));
    List<R> results = new ArrayList<>();
    for (Future<R> future : futures) {
      results.add(resultOf(future));
      progress.printf(
          "\r%-10s %3d of %d simulations, %d s",
          name, results.size(), futures.size(), (System.nanoTime() - start) / 1_000_000_000);
      progress.flush();
    }
    progress.println();
    return results;
  }

  private static <R> R resultOf(Future<R> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("A simulation failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while simulating", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
