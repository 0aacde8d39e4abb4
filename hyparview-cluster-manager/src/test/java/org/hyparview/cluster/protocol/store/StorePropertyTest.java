package org.hyparview.cluster.protocol.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hyparview.cluster.protocol.store.StoreUser.bytes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.hyparview.cluster.Seeds;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.store.StoreCommand.ExpireNode;
import org.hyparview.cluster.protocol.store.StoreCommand.OpenSession;
import org.hyparview.cluster.protocol.store.StoreCommand.Request;
import org.hyparview.cluster.protocol.store.StoreRecord.Claim;
import org.hyparview.cluster.protocol.store.StoreRecord.Count;
import org.hyparview.cluster.protocol.store.StoreRecord.Head;
import org.hyparview.cluster.protocol.store.StoreRecord.MapEntry;
import org.hyparview.cluster.protocol.store.StoreResult.Amount;
import org.hyparview.cluster.protocol.store.StoreResult.Truth;
import org.hyparview.cluster.protocol.store.StoreResult.Value;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories of a few nodes. Replay a seed with {@code -Dtest=StorePropertyTest
 * -Dhyparview.seed=SEED}.
 */
@Execution(ExecutionMode.CONCURRENT)
class StorePropertyTest {

  private static final int STEPS = 200;
  private static final int MAX_COMMANDS = 4;
  private static final List<String> NODES = List.of("a", "b", "c");

  private final Map<String, Long> sessions = new TreeMap<>();
  private final Map<String, Long> openings = new HashMap<>();
  private final Map<Long, Long> requests = new HashMap<>();
  private final Map<Long, List<Request>> sent = new TreeMap<>();

  private static LongStream seeds() {
    return Seeds.all(1_000);
  }

  /**
   * One store applies everything once; the other receives many requests twice, and is periodically
   * restored from its own snapshot. They must not differ, and their results must be those of a
   * plain map, a sum and a queue.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void retriesAndSnapshotsChangeNothing(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Store once = new Store();
    Store often = new Store();
    Model model = new Model();
    long time = 0;
    for (int i = 0; i < STEPS; i++) {
      time += random.nextInt(10);
      List<StoreCommand> commands = commands(random);
      Applied expected = once.apply(new Batch(time, commands));
      model.check(time, commands, expected);
      learnSessions(commands, expected);

      Applied actual = often.apply(new Batch(time, commands));
      assertThat(actual).isEqualTo(expected);
      retry(random, often, time);
      if (random.nextInt(10) == 0) {
        often = Store.restore(often.snapshot());
      }
      assertThat(often.snapshot()).isEqualTo(once.snapshot());
    }
  }

  /** The digest is a function of the state alone, and of hardly any other state. */
  @ParameterizedTest
  @MethodSource("seeds")
  void theDigestIsThatOfTheState(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Store store = new Store();
    Map<Long, List<StoreRecord>> states = new HashMap<>();
    long time = 0;
    for (int i = 0; i < STEPS; i++) {
      time += random.nextInt(10);
      List<StoreCommand> commands = commands(random);
      learnSessions(commands, store.apply(new Batch(time, commands)));
      List<StoreRecord> snapshot = store.snapshot();
      assertThat(Store.restore(snapshot).digest()).isEqualTo(store.digest());
      List<StoreRecord> before = states.put(store.digest(), snapshot);
      assertThat(before == null || before.equals(snapshot)).isTrue();
      checkThatOtherStatesDiffer(random, snapshot);
    }
  }

  /** One record differs, or is missing, or stands at another place among the waiting ones. */
  private static void checkThatOtherStatesDiffer(
      SplittableRandom random, List<StoreRecord> snapshot) {
    int place = random.nextInt(snapshot.size() - 1);
    List<StoreRecord> other = new ArrayList<>(snapshot);
    StoreRecord piece = snapshot.get(place);
    if (piece instanceof MapEntry entry) {
      other.set(
          place, new MapEntry(entry.map(), entry.key(), entry.value(), entry.expiresAt() + 1));
    } else if (piece instanceof Count) {
      other.remove(place);
    } else if (piece instanceof Head head) {
      other.set(place, new Head(head.time(), head.lastSession(), head.lastToken() + 1));
    } else if (piece instanceof Claim one
        && one.token() == 0
        && other.get(place + 1) instanceof Claim next
        && next.lock().equals(one.lock())) {
      Collections.swap(other, place, place + 1);
    } else {
      return;
    }
    assertThatThrownBy(() -> Store.restore(other)).hasMessageContaining("damaged");
  }

  /** What changes sessions comes alone: others learn of it with the result. */
  private List<StoreCommand> commands(SplittableRandom random) {
    String changing = NODES.get(random.nextInt(NODES.size()));
    if (!sessions.containsKey(changing) || random.nextInt(20) == 0) {
      return List.of(new OpenSession(changing, openings.merge(changing, 1L, Long::sum)));
    } else if (random.nextInt(20) == 0) {
      sessions.remove(changing);
      return List.of(new ExpireNode(changing));
    }
    List<Long> open = List.copyOf(sessions.values());
    List<StoreCommand> commands = new ArrayList<>();
    int count = random.nextInt(MAX_COMMANDS + 1);
    for (int i = 0; i < count; i++) {
      commands.add(request(random, open.get(random.nextInt(open.size()))));
    }
    return commands;
  }

  private Request request(SplittableRandom random, long session) {
    long number = requests.merge(session, 1L, Long::sum);
    long acknowledged = Math.max(0, number - 1 - random.nextInt(5));
    Request request = new Request(session, acknowledged, number, op(random, number));
    sent.computeIfAbsent(session, none -> new ArrayList<>()).add(request);
    return request;
  }

  private static StoreOp op(SplittableRandom random, long number) {
    String name = random.nextBoolean() ? "x" : "y";
    Bytes key = bytes("k" + random.nextInt(3));
    Bytes value = bytes("v" + random.nextInt(3));
    Bytes other = bytes("v" + random.nextInt(3));
    long ttl = random.nextInt(3) == 0 ? random.nextInt(30) : 0;
    return switch (random.nextInt(15)) {
      case 0 -> new StoreOp.Put(name, key, value, ttl);
      case 1 -> new StoreOp.PutIfAbsent(name, key, value, ttl);
      case 2 -> new StoreOp.Remove(name, key);
      case 3 -> new StoreOp.RemoveIfPresent(name, key, value);
      case 4 -> new StoreOp.Replace(name, key, value, ttl);
      case 5 -> new StoreOp.ReplaceIfPresent(name, key, other, value, ttl);
      case 6 -> random.nextInt(4) == 0 ? new StoreOp.Clear(name) : new StoreOp.Add(name, 1);
      case 7 -> new StoreOp.Add(name, random.nextInt(5) - 2);
      case 8 -> new StoreOp.CompareAndSet(name, random.nextInt(3), random.nextInt(3));
      case 9 -> new StoreOp.Cancel(name, 1 + random.nextLong(number));
      case 10, 11, 12 -> new StoreOp.Release(name, 1 + random.nextInt(60));
      default -> new StoreOp.Acquire(name);
    };
  }

  private void learnSessions(List<StoreCommand> commands, Applied applied) {
    if (!commands.isEmpty() && commands.get(0) instanceof OpenSession open) {
      sessions.put(open.node(), StoreUser.amount(applied.results().get(0)));
    }
  }

  /** Repeats old requests, also of sessions that have ended. */
  private void retry(SplittableRandom random, Store store, long time) {
    List<StoreCommand> again = new ArrayList<>();
    for (List<Request> each : sent.values()) {
      if (random.nextInt(3) == 0) {
        again.add(each.get(random.nextInt(each.size())));
      }
    }
    assertThat(store.apply(new Batch(time, again)).grants()).isEmpty();
  }

  /** The results of the simplest data structures. */
  private static final class Model {

    private record Slot(Bytes value, long end) {}

    private final Map<String, Map<Bytes, Slot>> maps = new HashMap<>();
    private final Map<String, Long> counters = new HashMap<>();
    private final LockModel locks = new LockModel();
    private final Map<String, Long> sessions = new HashMap<>();
    private long time;

    void check(long now, List<StoreCommand> commands, Applied applied) {
      time = now;
      maps.values().forEach(map -> map.values().removeIf(slot -> slot.end <= now));
      for (int i = 0; i < commands.size(); i++) {
        check(commands.get(i), applied.results().get(i));
      }
      locks.checkGrants(applied.grants());
    }

    private void check(StoreCommand command, StoreResult result) {
      if (command instanceof Request request) {
        check(request, result);
      } else if (command instanceof ExpireNode gone) {
        ended(sessions.remove(gone.node()));
      } else if (command instanceof OpenSession open) {
        ended(sessions.put(open.node(), StoreUser.amount(result)));
      }
    }

    private void ended(@Nullable Long session) {
      if (session != null) {
        locks.expired(session);
      }
    }

    private void check(Request request, StoreResult result) {
      StoreOp op = request.op();
      locks.check(request, result);
      if (op instanceof StoreOp.Add add) {
        long sum = counters.merge(add.counter(), add.delta(), Long::sum);
        assertThat(result).isEqualTo(new Amount(sum));
      } else if (op instanceof StoreOp.CompareAndSet set) {
        boolean same = counters.getOrDefault(set.counter(), 0L) == set.expected();
        if (same) {
          counters.put(set.counter(), set.value());
        }
        assertThat(result).isEqualTo(new Truth(same));
      } else {
        checkMap(op, result);
      }
    }

    private Map<Bytes, Slot> map(String name) {
      return maps.computeIfAbsent(name, none -> new HashMap<>());
    }

    private Slot slot(Bytes value, long ttl) {
      return new Slot(value, ttl == 0 ? Long.MAX_VALUE : time + ttl);
    }

    private static StoreResult valueOf(@Nullable Slot slot) {
      return new Value(slot == null ? null : slot.value);
    }

    private static boolean has(@Nullable Slot slot, Bytes value) {
      return slot != null && slot.value.equals(value);
    }

    private void checkMap(StoreOp op, StoreResult result) {
      if (op instanceof StoreOp.Put put) {
        map(put.map()).put(put.key(), slot(put.value(), put.ttl()));
      } else if (op instanceof StoreOp.PutIfAbsent put) {
        Slot before = map(put.map()).putIfAbsent(put.key(), slot(put.value(), put.ttl()));
        assertThat(result).isEqualTo(valueOf(before));
      } else if (op instanceof StoreOp.Remove remove) {
        assertThat(result).isEqualTo(valueOf(map(remove.map()).remove(remove.key())));
      } else if (op instanceof StoreOp.RemoveIfPresent remove) {
        boolean present = has(map(remove.map()).get(remove.key()), remove.value());
        if (present) {
          map(remove.map()).remove(remove.key());
        }
        assertThat(result).isEqualTo(new Truth(present));
      } else if (op instanceof StoreOp.Replace put) {
        Slot before = map(put.map()).replace(put.key(), slot(put.value(), put.ttl()));
        assertThat(result).isEqualTo(valueOf(before));
      } else if (op instanceof StoreOp.ReplaceIfPresent put) {
        boolean present = has(map(put.map()).get(put.key()), put.expected());
        if (present) {
          map(put.map()).put(put.key(), slot(put.value(), put.ttl()));
        }
        assertThat(result).isEqualTo(new Truth(present));
      } else if (op instanceof StoreOp.Clear clear) {
        map(clear.map()).clear();
      }
    }
  }
}
