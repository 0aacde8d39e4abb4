package org.hyparview.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.store.Applied;
import org.hyparview.cluster.protocol.store.Batch;
import org.hyparview.cluster.protocol.store.Store;
import org.hyparview.cluster.protocol.store.StoreCommand;
import org.hyparview.cluster.protocol.store.StoreCommand.OpenSession;
import org.hyparview.cluster.protocol.store.StoreCommand.Request;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreResult.Amount;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The cost at a replica of applying a request, digest included, as 64 concurrent callers make it:
 * one batch of 64 requests of one session.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class StoreApplyBenchmark {

  private static final int CALLERS = 64;
  private static final int KEYS = 10_000;

  /** How long the values are that are put. */
  @Param({"100", "10000"})
  private int bytes = 100;

  private Store store = new Store();
  private long session;
  private long number;

  /** Created by JMH. */
  public StoreApplyBenchmark() {}

  /** A store with a session and nothing else in it. */
  @Setup
  public void open() {
    store = new Store();
    Applied opened = store.apply(new Batch(0, List.of(new OpenSession("node", 1))));
    session = ((Amount) opened.results().get(0)).value();
    number = 0;
  }

  private Applied apply(List<StoreOp> ops) {
    List<StoreCommand> requests = new ArrayList<>(ops.size());
    for (StoreOp op : ops) {
      number++;
      requests.add(new Request(session, Math.max(0, number - CALLERS), number, op));
    }
    return store.apply(new Batch(0, requests));
  }

  /** One operation is a put of a new value to one of ten thousand keys. */
  @Benchmark
  @OperationsPerInvocation(CALLERS)
  public Applied put() {
    List<StoreOp> ops = new ArrayList<>(CALLERS);
    for (int i = 0; i < CALLERS; i++) {
      long key = (number + i) * 7_919 % KEYS;
      Bytes name = Bytes.of(Long.toString(key).getBytes(StandardCharsets.US_ASCII));
      ops.add(new StoreOp.Put("map", name, Bytes.of(new byte[bytes]), 0));
    }
    return apply(ops);
  }

  /** One operation is an increment of one counter. */
  @Benchmark
  @OperationsPerInvocation(CALLERS)
  public Applied add() {
    List<StoreOp> ops = new ArrayList<>(CALLERS);
    for (int i = 0; i < CALLERS; i++) {
      ops.add(new StoreOp.Add("counter", 1));
    }
    return apply(ops);
  }
}
