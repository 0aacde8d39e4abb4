package org.hyparview.cluster.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.microraft.model.message.RaftMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.hyparview.cluster.protocol.store.Applied;
import org.hyparview.cluster.protocol.store.Batch;
import org.hyparview.cluster.protocol.store.Store;
import org.hyparview.cluster.protocol.store.StoreCommand;
import org.hyparview.cluster.protocol.store.StoreCommand.OpenSession;
import org.hyparview.cluster.protocol.store.StoreCommand.Request;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.cluster.protocol.store.StoreResult.Amount;
import org.hyparview.wire.DecodeException;
import org.jspecify.annotations.Nullable;

/** A network of replicas in virtual time, which loses the selected messages. */
final class RaftNet {

  /** Selects the messages that arrive. */
  @FunctionalInterface
  interface Filter {
    boolean passes(Endpoint from, Endpoint to, RaftMessage message);
  }

  static final Endpoint A = new Endpoint("a", 1);
  static final Endpoint B = new Endpoint("b", 1);
  static final Endpoint C = new Endpoint("c", 1);

  private static final int MAX_BYTES = 64 << 10;

  private final RaftCodec codec = new RaftCodec();
  private final Map<Endpoint, RaftReplica> replicas = new LinkedHashMap<>();
  private final Set<Endpoint> dead = new HashSet<>();
  Filter filter = (from, to, message) -> true;
  int snapshotInterval = 100;
  int delayMillis = 1;
  final List<String> failures = new ArrayList<>();
  private final VirtualTime time = new VirtualTime();
  private long session;
  private long requests;

  private void at(long millis, Endpoint owner, Runnable task) {
    time.after(millis, () -> {
      if (!dead.contains(owner)) {
        task.run();
      }
    });
  }

  RaftReplica start(Endpoint self, Endpoint founder, Store store) {
    Scheduler scheduler = new Scheduler() {
      @Override
      public void execute(Runnable task) {
        at(0, self, task);
      }

      @Override
      public void schedule(Runnable task, long millis) {
        at(millis, self, task);
      }

      @Override
      public long nanos() {
        return TimeUnit.MILLISECONDS.toNanos(now() + 1);
      }
    };
    RaftReplica replica = new RaftReplica(
        "group",
        self,
        founder,
        store,
        snapshotInterval,
        scheduler,
        new RaftReplica.Host() {
          @Override
          public void send(Endpoint to, ReplicaMessage message) {
            RaftNet.this.send(self, to, message);
          }

          @Override
          public void applied(Applied applied) {
            // The test reads the stores themselves.
          }

          @Override
          public void changed() {
            // The same here.
          }

          @Override
          public void failed(Throwable cause, boolean stopped) {
            failures.add(self + (stopped ? " stopped: " : " goes on: ") + cause.getMessage());
          }
        },
        self.hashCode());
    replicas.put(self, replica);
    replica.start();
    return replica;
  }

  private void send(Endpoint from, Endpoint to, ReplicaMessage message) {
    if (filter.passes(from, to, message.raft())) {
      byte[] bytes = codec.encode(message, MAX_BYTES);
      at(delayMillis, to, () -> {
        RaftReplica target = replicas.get(to);
        if (target != null) {
          target.receive(decoded(bytes));
        }
      });
    }
  }

  private ReplicaMessage decoded(byte[] bytes) {
    try {
      return codec.decode("group", bytes);
    } catch (DecodeException e) {
      throw new IllegalStateException(e);
    }
  }

  RaftReplica replica(Endpoint endpoint) {
    return Objects.requireNonNull(replicas.get(endpoint), endpoint.toString());
  }

  void crash(Endpoint endpoint) {
    dead.add(endpoint);
    replica(endpoint).stop();
  }

  /** Lets time pass until something is so, or the time is over. */
  boolean passUntil(long millis, BooleanSupplier isSo) {
    return time.passUntil(millis, isSo);
  }

  void pass(long millis) {
    time.pass(millis);
  }

  long now() {
    return time.now();
  }

  /** Returns a group of these, the first of which bootstraps it and leads. */
  static RaftNet of(Endpoint... members) {
    RaftNet net = new RaftNet();
    net.form(members);
    return net;
  }

  void form(Endpoint... members) {
    start(members[0], members[0], new Store());
    pass(10);
    for (int i = 1; i < members.length; i++) {
      start(members[i], members[0], new Store());
      change(members[0], members[i], MembershipChange.ADD_LEARNER);
      change(members[0], members[i], MembershipChange.PROMOTE);
    }
    session = ((Amount) done(members[0], new OpenSession("client", 1))).value();
  }

  void change(Endpoint leader, Endpoint member, MembershipChange change) {
    List<String> outcomes = new ArrayList<>();
    replica(leader).change(member, change, failure -> outcomes.add(String.valueOf(failure)));
    assertThat(passUntil(5_000, () -> !outcomes.isEmpty())).isTrue();
    assertThat(outcomes).containsExactly("null");
  }

  Request request(StoreOp op) {
    return new Request(session, 0, ++requests, op);
  }

  /**
   * Proposes a command, and returns the list of its result, which may be "pending" or a failure.
   */
  List<Object> propose(Endpoint at, StoreCommand command) {
    List<Object> outcomes = new ArrayList<>();
    replica(at)
        .propose(
            new Batch(0, List.of(command)),
            (applied, failure) -> outcomes.add(outcome(applied, failure)));
    return outcomes;
  }

  private static Object outcome(@Nullable Applied applied, @Nullable Throwable failure) {
    return applied != null ? applied.results().get(0) : String.valueOf(failure);
  }

  StoreResult done(Endpoint at, StoreCommand command) {
    List<Object> outcomes = propose(at, command);
    assertThat(passUntil(2_000, () -> !outcomes.isEmpty())).isTrue();
    assertThat(outcomes.get(0)).isInstanceOf(StoreResult.class);
    return (StoreResult) outcomes.get(0);
  }

  long add(Endpoint at) {
    return ((Amount) done(at, request(new StoreOp.Add("c", 1)))).value();
  }

  @Nullable
  Endpoint leader() {
    return replicas.keySet().stream()
        .filter(endpoint -> !dead.contains(endpoint) && replica(endpoint).isLeader())
        .findFirst()
        .orElse(null);
  }

  long counterAt(Endpoint endpoint) {
    return replica(endpoint).store().counter("c");
  }
}
