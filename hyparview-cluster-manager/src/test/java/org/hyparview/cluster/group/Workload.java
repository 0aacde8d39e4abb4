package org.hyparview.cluster.group;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hyparview.cluster.QuorumLossPolicy;
import org.hyparview.cluster.SharedDataException;
import org.hyparview.cluster.group.GroupNet.Node;
import org.hyparview.cluster.group.GroupNet.Outcome;
import org.hyparview.cluster.group.Linearizability.Call;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreQuery;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.cluster.protocol.store.StoreResult.Amount;
import org.hyparview.cluster.protocol.store.StoreResult.Truth;
import org.hyparview.cluster.protocol.store.StoreResult.Value;
import org.jspecify.annotations.Nullable;

/**
 * The operations of users on a few nodes, and a nemesis that disturbs them, in virtual time. All of
 * it is a function of the seed.
 */
final class Workload {

  private static final int MILLIS = 20_000;
  private static final int LEAVE_MILLIS = 25_000;
  private static final int CLIENTS = 6;
  private static final String MAP = "m";
  private static final String LOCK = "l";

  /**
   * The plan of the nemesis.
   *
   * @param nodes how many there are at first, and about as many later
   * @param replaces whether nodes leave gracefully and others join, at any moment
   * @param harsh whether it does more than the guarantees cover; then losses have to be reported
   * @param placed whether each fourth node keeps no data, and the voters are spread over zones
   */
  record Plan(int nodes, QuorumLossPolicy policy, boolean replaces, boolean harsh, boolean placed) {

    /**
     * Five nodes that are killed, paused and cut off, at most as many at a time as they survive.
     */
    static final Plan FIVE = new Plan(5, QuorumLossPolicy.RECOVER_IF_PROVEN, false, false, false);
  }

  private record Held(Node node, long token, long from, long to) {}

  /** How long after a cut a node that wasn't reached may still be considered dead. */
  private static final int AFTERMATH_MILLIS = 4_000;

  /**
   * How far apart a death and a pause must be: a replica that was paused around the death of the
   * only other one can't know whether that one went on without it.
   */
  private static final int CONTACT_MILLIS = 6_000;

  private record Cut(long from, long to) {}

  private final SplittableRandom random;
  private final Plan plan;
  private final GroupNet net;
  private final Map<String, List<Call<Register>>> histories = new TreeMap<>();
  private final List<Held> held = new ArrayList<>();
  private final List<Cut> cuts = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private final IdentityHashMap<Outcome<?>, Node> asked = new IdentityHashMap<>();
  private final List<Runnable> watched = new ArrayList<>();
  private final List<Runnable> watchedLater = new ArrayList<>();
  private boolean finished;
  private long cutSince;
  private long pausedUntil;
  private long killedAt = -CONTACT_MILLIS;
  private int started;
  private long values;

  Workload(long seed) {
    this(seed, Plan.FIVE);
  }

  Workload(long seed, Plan plan) {
    this.plan = plan;
    random = new SplittableRandom(seed);
    net = new GroupNet(
        seed,
        GroupNet.settings(plan.policy)
            .spreadVotersBy(plan.placed ? "zone" : null)
            .build());
    net.timeout = 3_000;
    while (started < plan.nodes) {
      start();
    }
  }

  private void start() {
    String id = "n" + started;
    if (plan.placed) {
      net.start(id, new Placement(started % 4 != 3, Optional.of("zone" + started % 3)));
    } else {
      net.start(id);
    }
    started++;
  }

  void run() {
    net.maxDelay = 1 + random.nextInt(20);
    boolean isLossy = random.nextInt(3) == 0 && (plan.harsh || !plan.replaces);
    net.loss = isLossy ? random.nextDouble() * 0.05 : 0;
    if (!plan.replaces) {
      net.node(0).add("warm");
      net.pass(1_000);
    }
    long end = net.now() + MILLIS;
    long[] busyUntil = new long[CLIENTS];
    long nextTrouble = net.now() + 500 + random.nextInt(1_000);
    while (net.now() < end) {
      for (int client = 0; client < CLIENTS; client++) {
        if (busyUntil[client] <= net.now()) {
          busyUntil[client] = Long.MAX_VALUE;
          int free = client;
          Node node = net.living().get(random.nextInt(net.living().size()));
          Outcome<?> outcome = act(node);
          watchedLater.add(() -> {
            finished = outcome.done || (node.dead && !node.leaving);
            if (finished) {
              busyUntil[free] = net.now() + random.nextInt(200);
            }
          });
        }
      }
      if (nextTrouble <= net.now()) {
        if (plan.replaces) {
          nextTrouble = net.now() + random.nextInt(1_500);
          replace();
        } else {
          nextTrouble = net.now() + 3_000 + random.nextInt(1_500);
          trouble();
        }
      }
      step(10 + random.nextInt(20));
    }
    net.loss = 0;
    heal();
    step(15_000);
    net.living().forEach(node -> {
      read(node, 0);
      read(node, 1);
      count(node);
    });
    step(10_000);
  }

  private void step(long millis) {
    long end = net.now() + millis;
    while (net.now() < end) {
      net.pass(Math.min(1, end - net.now()));
      watched.removeIf(this::runsOut);
      watched.addAll(watchedLater);
      watchedLater.clear();
    }
  }

  private boolean runsOut(Runnable watch) {
    watch.run();
    return finished;
  }

  // Operations of users

  /** Acts for clients, each of which does one thing after the other, on any node. */
  private Outcome<?> act(Node node) {
    Outcome<?> outcome = actUnwatched(node);
    asked.put(outcome, node);
    return outcome;
  }

  private Outcome<?> actUnwatched(Node node) {
    int key = random.nextInt(2);
    return switch (random.nextInt(10)) {
      case 0, 1 -> {
        long value = ++values;
        yield record(
            "map" + key,
            "put",
            value,
            0,
            node.submit(new StoreOp.Put(MAP, bytes(key), bytes(value), 0)));
      }
      case 2 ->
        record("map" + key, "remove", 0, 0, node.submit(new StoreOp.Remove(MAP, bytes(key))));
      case 3 -> {
        long value = ++values;
        yield record(
            "map" + key,
            "putIfAbsent",
            value,
            0,
            node.submit(new StoreOp.PutIfAbsent(MAP, bytes(key), bytes(value), 0)));
      }
      case 4 -> {
        long expected = Math.max(1, values - random.nextInt(4));
        long value = ++values;
        yield record(
            "map" + key,
            "replaceIfPresent",
            expected,
            value,
            node.submit(
                new StoreOp.ReplaceIfPresent(MAP, bytes(key), bytes(expected), bytes(value), 0)));
      }
      case 5, 6 -> read(node, key);
      case 7 -> record("counter", "add", 1 + key, 0, node.submit(new StoreOp.Add("c", 1 + key)));
      case 8 -> count(node);
      default -> lock(node);
    };
  }

  private Outcome<?> read(Node node, int key) {
    return record("map" + key, "get", 0, 0, node.query(new StoreQuery.Get(MAP, bytes(key))));
  }

  private Outcome<?> count(Node node) {
    return record("counter", "count", 0, 0, node.query(new StoreQuery.Count("c")));
  }

  private static Bytes bytes(long number) {
    return Bytes.of(Long.toString(number).getBytes(StandardCharsets.UTF_8));
  }

  private static long number(@Nullable Bytes bytes) {
    return bytes == null ? 0 : Long.parseLong(new String(bytes.toArray(), StandardCharsets.UTF_8));
  }

  private Outcome<?> record(
      String object, String kind, long first, long second, Outcome<StoreResult> outcome) {
    long called = net.now();
    List<Call<Register>> history = histories.computeIfAbsent(object, none -> new ArrayList<>());
    int place = history.size();
    history.add(new Call<>(called, Long.MAX_VALUE, new Register(kind, first, second, null)));
    watched.add(() -> {
      finished = outcome.done;
      if (!outcome.done) {
        return;
      }
      if (outcome.failure == null) {
        Object result = resultOf(outcome.value());
        history.set(
            place, new Call<>(called, net.now(), new Register(kind, first, second, result)));
      } else if (!((SharedDataException) outcome.failure).isOutcomeUnknown()) {
        history.set(place, new Call<>(called, net.now(), Register.NOTHING));
      }
    });
    return outcome;
  }

  private static Object resultOf(StoreResult result) {
    if (result instanceof Value value) {
      return number(value.value());
    } else if (result instanceof Amount amount) {
      return amount.value();
    }
    return ((Truth) result).value();
  }

  private Outcome<?> lock(Node node) {
    Outcome<Long> outcome = node.acquire(LOCK, 1_000);
    watched.add(() -> {
      finished = outcome.done;
      if (outcome.done && outcome.failure == null) {
        long from = net.now();
        long until = from + random.nextInt(300);
        watchedLater.add(() -> {
          finished = net.now() >= until || node.dead;
          if (finished) {
            held.add(new Held(node, outcome.value(), from, net.now()));
            if (!node.dead) {
              node.execute(() -> node.group.release(LOCK, outcome.value()));
            }
          }
        });
      }
    });
    return outcome;
  }

  // The nemesis

  /**
   * Makes trouble within the guarantees. What is acknowledged may be lost once all replicas that
   * agreed on it are dead; so no node is killed while the group is short of them.
   */
  private void trouble() {
    List<Node> living = net.living();
    Node victim = random.nextBoolean() && !net.leaders().isEmpty()
        ? net.leaders().get(0)
        : living.get(random.nextInt(living.size()));
    switch (random.nextInt(5)) {
      case 0 -> {
        if (!net.isCut() && net.leaders().size() == 1 && net.voters() > 2 && doAllVotersLive()) {
          net.kill(victim);
        } else {
          heal();
        }
      }
      case 1 -> {
        cut(Set.of(victim.id));
      }
      case 2 -> {
        Node other = living.get(random.nextInt(living.size()));
        cut(new TreeSet<>(List.of(victim.id, other.id)));
      }
      case 3 -> pause(victim);
      default -> heal();
    }
  }

  /** Has nodes join and leave, also several at a time and during other faults. */
  private void replace() {
    List<Node> staying = net.staying();
    switch (random.nextInt(plan.harsh ? 9 : 6)) {
      case 0, 1 -> leave(staying);
      case 2 -> {
        leave(staying);
        startOneMore();
      }
      case 3 -> startOneMore();
      case 4 -> {
        if (plan.harsh || net.now() - killedAt > CONTACT_MILLIS) {
          pause(staying.get(random.nextInt(staying.size())));
        }
      }
      case 5 -> {
        if (plan.harsh || survivesAnyDeath()) {
          kill(staying);
        }
        startOneMore();
      }
      case 6, 7 -> {
        Set<String> side = new TreeSet<>();
        staying.stream().filter(node -> random.nextInt(3) == 0).forEach(node -> side.add(node.id));
        cut(side);
      }
      default -> heal();
    }
  }

  /**
   * Returns whether any death is survived. Of two replicas whose policy is to wait, neither goes on
   * without the other; of two that have not been in contact for long, the remaining one can't know
   * whether it has everything.
   */
  private boolean survivesAnyDeath() {
    return isSettled()
        && net.now() - pausedUntil > CONTACT_MILLIS
        && net.staying().size() == net.living().size()
        && doAllVotersLive()
        && net.voters() > (plan.policy == QuorumLossPolicy.WAIT ? 2 : 1);
  }

  /** Returns whether all voters live: the cluster may not have noticed yet that one was killed. */
  private boolean doAllVotersLive() {
    List<String> living = net.living().stream().map(node -> node.id).toList();
    return living.containsAll(net.leader().group.voters());
  }

  private void startOneMore() {
    if (net.staying().size() <= plan.nodes) {
      start();
    }
  }

  private Node victim(List<Node> staying) {
    List<Node> leaders = net.leaders();
    return random.nextBoolean() && !leaders.isEmpty() && staying.contains(leaders.get(0))
        ? leaders.get(0)
        : staying.get(random.nextInt(staying.size()));
  }

  private void leave(List<Node> staying) {
    if (staying.size() > 1) {
      Node leaver = victim(staying);
      if (staying.stream().anyMatch(node -> node != leaver && node.placement.dataMember())) {
        net.leave(leaver, LEAVE_MILLIS);
      }
    }
  }

  private void kill(List<Node> staying) {
    if (staying.size() > 1) {
      killedAt = net.now();
      net.kill(victim(staying));
    }
  }

  private void pause(Node victim) {
    net.pause(victim);
    long until = net.now() + 100 + random.nextInt(700);
    pausedUntil = Math.max(pausedUntil, until);
    watched.add(() -> {
      finished = net.now() >= until;
      if (finished) {
        net.resume(victim);
      }
    });
  }

  private void cut(Set<String> side) {
    heal();
    cutSince = net.now();
    net.cut(side);
  }

  private void heal() {
    if (net.isCut()) {
      cuts.add(new Cut(cutSince, net.now() + AFTERMATH_MILLIS));
    }
    net.heal();
    if (net.living().size() < plan.nodes) {
      start();
    }
  }

  // Checks

  /** Returns whether a node was notified that data is lost. */
  boolean hasReportedLoss() {
    return net.nodes.values().stream().anyMatch(node -> node.losses.contains("data"));
  }

  /**
   * Returns whether a side of a partition went on by itself, as {@link QuorumLossPolicy#RECOVER}
   * allows, and ended before it met the others: then nobody knows what was lost with it.
   */
  boolean hasLostASide() {
    return plan.policy == QuorumLossPolicy.RECOVER
        && net.living().stream()
            .map(node -> node.group.current())
            .filter(Objects::nonNull)
            .anyMatch(current -> net.announced.values().stream()
                .anyMatch(other -> other.generation() == current.generation()
                    && !other.id().equals(current.id())));
  }

  /**
   * Returns whether operations fail on all nodes, with the reason that the group can't go on: at
   * once, or after their timeouts where enough replicas are there but none leads.
   */
  boolean isAtAnEnd() {
    for (long end = net.now() + Outage.LEADERLESS_MILLIS; net.now() < end; ) {
      if (isReasonKnown()) {
        return true;
      }
    }
    return isReasonKnown();
  }

  private boolean isReasonKnown() {
    List<Outcome<StoreResult>> last =
        net.living().stream().map(node -> node.query(new StoreQuery.Count("c"))).toList();
    net.pass(net.timeout + 100);
    return last.stream()
        .allMatch(outcome -> outcome.failure != null
            && String.valueOf(outcome.failure.getMessage())
                .matches(".*(has no quorum|No node of the cluster keeps shared data).*"));
  }

  /** Returns whether the group is complete again, and all replicas have everything. */
  boolean isSettled() {
    return net.leaders().size() == 1 && net.leaders().get(0).group.isSettled();
  }

  List<String> violations() {
    asked.forEach((outcome, node) -> {
      if (!outcome.done && (!node.dead || node.leaving)) {
        violations.add("An operation of node " + node.id + " has no outcome");
      }
    });
    histories.forEach((object, history) -> {
      boolean holds = object.equals("counter")
          ? Linearizability.holds(history, 0L, Register::ofCounter)
          : Linearizability.holds(history, 0L, Register::ofMap);
      if (!holds) {
        violations.add(object + " is not linearizable: " + history);
      }
    });
    checkLocks();
    return violations;
  }

  /**
   * Checks that tokens are unique and never decrease. Two have a lock at the same time only if one
   * of them may have been declared dead, as one side of a cut declares the other.
   */
  private void checkLocks() {
    Set<Long> tokens = new HashSet<>();
    for (Held one : held) {
      if (!tokens.add(one.token)) {
        violations.add("Token " + one.token + " was given twice");
      }
      for (Held other : held) {
        if (one.token < other.token
            && one.to > other.from
            && one.from < other.from
            && cuts.stream().noneMatch(cut -> cut.from < one.to && cut.to > one.from)
            && !one.node.dead) {
          violations.add("Two have the lock: " + one + " and " + other);
        }
        if (one.token > other.token && one.to < other.from) {
          violations.add("Tokens go back: " + one + " and then " + other);
        }
      }
    }
  }
}
