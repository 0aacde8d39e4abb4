package org.hyparview.cluster.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Completable;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hyparview.cluster.QuorumLossPolicy;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreQuery;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.cluster.protocol.store.StoreResult.Amount;
import org.hyparview.cluster.raft.Scheduler;
import org.hyparview.cluster.raft.VirtualTime;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * A network of nodes with shared data in virtual time, which loses and delays what the test
 * selects. Membership and announcements reach the reachable nodes, as by the gossip plane.
 */
final class GroupNet {

  /** The outcome of a call. */
  static final class Outcome<T> implements Completable<T> {

    private @Nullable T value;

    @Nullable
    Throwable failure;

    boolean done;

    T value() {
      return Objects.requireNonNull(value, "value");
    }

    @Override
    public void complete(@Nullable T result, @Nullable Throwable cause) {
      assertThat(done).as("completed once").isFalse();
      done = true;
      value = result;
      failure = cause;
    }
  }

  /** One node. */
  final class Node implements GroupPort, Scheduler {

    final String id;
    final Peer peer;
    final GroupNode group;
    final List<String> losses = new ArrayList<>();
    boolean dead;
    boolean paused;
    boolean leaving;
    /** Whether it has not heard yet of all that it has asked for other nodes. */
    boolean searching;
    /** Whether it hasn't dialed all of its contacts yet. */
    boolean mayHaveUnmet;
    /** What the others know of it. */
    Placement placement;
    /** Whether it can't read increments of the counter {@link #LATER}. */
    boolean earlier;

    private final List<Runnable> held = new ArrayList<>();

    Node(String id, GroupConfig config, Placement placement) {
      this.id = id;
      this.placement = placement;
      peer = new Peer(PeerId.of(id), now(), new PeerAddress(id, 1));
      group = new GroupNode(peer, config, this, this, new SplittableRandom(random.nextLong()));
    }

    private void run(Runnable task) {
      if (paused) {
        held.add(task);
      } else if (!dead || leaving) {
        task.run();
      }
    }

    @Override
    public void execute(Runnable task) {
      at(0, this, task);
    }

    @Override
    public void schedule(Runnable task, long millis) {
      at(millis, this, task);
    }

    @Override
    public long nanos() {
      return TimeUnit.MILLISECONDS.toNanos(now() + 1);
    }

    @Override
    public long wallClock() {
      return now();
    }

    @Override
    public void send(Peer to, Buffer frame) {
      Node target = nodes.get(to.id().toString());
      if (target != null && reaches(this, target) && random.nextDouble() >= loss) {
        at(
            delay() + frame.length() / bytesPerMilli,
            target,
            () -> target.group.receive(peer, target.earlier ? later(frame) : frame));
      }
    }

    @Override
    public void announce(GroupDescriptor descriptor) {
      announced.put(descriptor.id(), descriptor);
      tell(node -> node.group.announced(descriptor));
    }

    @Override
    public boolean isSearching() {
      return searching;
    }

    @Override
    public boolean mayHaveUnmet() {
      return mayHaveUnmet;
    }

    @Override
    public void withdraw(String groupId) {
      announced.remove(groupId);
      tell(node -> node.group.withdrawn(groupId));
    }

    private void tell(Consumer<Node> news) {
      for (Node node : nodes.values()) {
        if (node == this || reaches(this, node)) {
          at(node == this ? 0 : delay(), node, () -> news.accept(node));
        }
      }
    }

    @Override
    public void groupReplaced(GroupDescriptor before, GroupDescriptor after) {
      losses.add("data");
    }

    @Override
    public void locksLost(List<String> locks) {
      losses.add("locks " + locks);
    }

    @Override
    public void prove(Peer node, Consumer<Boolean> proof) {
      Node target = nodes.get(node.id().toString());
      boolean reachable = target == null || !isCut(this, target);
      if (reachable) {
        at(delay(), this, () -> proof.accept(target == null || target.dead));
      } else {
        at(2_000, this, () -> proof.accept(false));
      }
    }

    Outcome<StoreResult> submit(StoreOp op) {
      Outcome<StoreResult> outcome = new Outcome<>();
      run(() -> group.submit(op, timeout, outcome));
      return outcome;
    }

    Outcome<StoreResult> query(StoreQuery query) {
      Outcome<StoreResult> outcome = new Outcome<>();
      run(() -> group.query(query, timeout, outcome));
      return outcome;
    }

    Outcome<Long> acquire(String lock, long millis) {
      Outcome<Long> outcome = new Outcome<>();
      run(() -> group.acquire(lock, millis, outcome));
      return outcome;
    }

    long add(String counter) {
      Outcome<StoreResult> outcome = submit(new StoreOp.Add(counter, 1));
      await(outcome);
      return ((Amount) outcome.value()).value();
    }

    long count(String counter) {
      Outcome<StoreResult> outcome = query(new StoreQuery.Count(counter));
      await(outcome);
      return ((Amount) outcome.value()).value();
    }
  }

  /** A counter whose increments stand for commands that a later version has added. */
  static final String LATER = "later";

  private static final String ADD_LATER = "08 00 00 00 05 6c 61 74 65 72".replace(" ", "");
  private static final String NO_KIND = "ee";

  final Map<String, Node> nodes = new LinkedHashMap<>();
  final Map<String, GroupDescriptor> announced = new TreeMap<>();
  private final VirtualTime time = new VirtualTime();
  private final SplittableRandom random;
  private final GroupConfig config;
  private final Set<Set<String>> cuts = new LinkedHashSet<>();
  double loss;
  int maxDelay = 2;
  int bytesPerMilli = Integer.MAX_VALUE;
  int detection = 200;
  long timeout = 10_000;

  GroupNet(long seed, GroupConfig config) {
    random = new SplittableRandom(seed);
    this.config = config;
  }

  GroupConfig config() {
    return config;
  }

  static GroupConfig config(QuorumLossPolicy policy) {
    return settings(policy).build();
  }

  static GroupConfig.Builder settings(QuorumLossPolicy policy) {
    return GroupConfig.builder()
        .snapshotInterval(50)
        .maxRequests(64)
        .maxWaitingBytes(1 << 20)
        .onQuorumLoss(policy);
  }

  static GroupNet of(int size) {
    GroupNet net = new GroupNet(1, config(QuorumLossPolicy.RECOVER_IF_PROVEN));
    for (int i = 0; i < size; i++) {
      net.start("n" + i);
    }
    return net;
  }

  /** Returns a frame in which increments of {@link #LATER} have a kind that no version knows. */
  private static Buffer later(Buffer frame) {
    HexFormat hex = HexFormat.of();
    String bytes = hex.formatHex(frame.getBytes());
    return Buffer.buffer(
        hex.parseHex(bytes.replace(ADD_LATER, NO_KIND + ADD_LATER.substring(NO_KIND.length()))));
  }

  private void at(long millis, Node owner, Runnable task) {
    time.after(millis, () -> Objects.requireNonNull(nodes.get(owner.id), "node").run(task));
  }

  private int delay() {
    return 1 + random.nextInt(maxDelay);
  }

  private static boolean alive(Node node) {
    return !node.dead;
  }

  private boolean isCut(Node one, Node other) {
    return cuts.stream().anyMatch(side -> side.contains(one.id) != side.contains(other.id));
  }

  boolean isCut() {
    return !cuts.isEmpty();
  }

  private boolean reaches(Node from, Node to) {
    return alive(from) && alive(to) && !isCut(from, to);
  }

  Node node(int index) {
    return List.copyOf(nodes.values()).get(index);
  }

  /** Starts a node that joins those it can reach, and knows all announcements. */
  Node start(String id) {
    return inform(startUnaware(id));
  }

  /** Starts a node that joins those it can reach, and announces a placement. */
  Node start(String id, Placement placement) {
    return start(id, placement.dataMember(), placement);
  }

  /** Starts a node that joins those it can reach, and announces a placement, true or not. */
  Node start(String id, boolean dataMember, Placement placement) {
    return inform(startUnaware(id, dataMember, placement));
  }

  private Node inform(Node fresh) {
    announced.values().forEach(group -> at(0, fresh, () -> fresh.group.announced(group)));
    return fresh;
  }

  /** Starts a node that joins those it can reach, none of which tells it of a group. */
  Node startUnaware(String id) {
    return startUnaware(id, true, Placement.DEFAULT);
  }

  private Node startUnaware(String id, boolean dataMember, Placement placement) {
    time.skip(1);
    Node fresh = new Node(id, configOf(dataMember), placement);
    nodes.put(id, fresh);
    place(fresh, fresh);
    for (Node node : nodes.values()) {
      if (node != fresh && reaches(fresh, node)) {
        at(0, fresh, () -> memberUp(fresh, node));
        at(delay(), node, () -> memberUp(node, fresh));
      }
    }
    return fresh;
  }

  private GroupConfig configOf(boolean dataMember) {
    return new GroupConfig(
        config.maxVoters(),
        config.snapshotInterval(),
        config.maxRequests(),
        config.maxWaitingBytes(),
        config.maxFrameBytes(),
        config.onQuorumLoss(),
        dataMember,
        config.spreadVotersBy());
  }

  /** Has a node announce another placement. */
  void place(Node node, Placement placement) {
    node.placement = placement;
    node.tell(other -> other.group.memberPlaced(node.id, placement));
  }

  /** Notifies a node of the placement of another, or of its own, if it announces any. */
  private static void place(Node node, Node other) {
    if (!other.placement.equals(Placement.DEFAULT)) {
      node.group.memberPlaced(other.id, other.placement);
    }
  }

  /** Updates a node about another from which it may have been cut off. */
  private void tell(Node node, Node other) {
    if (alive(other)) {
      memberUp(node, other);
    } else {
      node.group.memberDown(other.id);
    }
  }

  /** Adds a member; one that has died in the meantime doesn't return by late news. */
  private void memberUp(Node node, Node other) {
    if (alive(other)) {
      node.group.memberUp(other.peer);
      place(node, other);
    }
  }

  void kill(Node node) {
    node.dead = true;
    for (Node other : nodes.values()) {
      if (alive(other) && !isCut(node, other)) {
        at(detection + random.nextInt(20), other, () -> other.group.memberDown(node.id));
      }
    }
  }

  /** Has the node leave gracefully, and then notifies the others. */
  void leave(Node node, long timeoutMillis) {
    node.leaving = true;
    node.run(() -> node.group.leave(timeoutMillis, () -> {
      node.dead = true;
      for (Node other : nodes.values()) {
        if (alive(other) && !isCut(node, other)) {
          at(maxDelay + delay(), other, () -> other.group.memberDown(node.id));
        }
      }
    }));
  }

  /** Returns the nodes that live and don't leave. */
  List<Node> staying() {
    return nodes.values().stream().filter(node -> alive(node) && !node.leaving).toList();
  }

  /** Cuts these off from all others; each side declares the other dead after a while. */
  void cut(Set<String> side) {
    cuts.add(side);
    for (Node one : nodes.values()) {
      for (Node other : nodes.values()) {
        if (side.contains(one.id) != side.contains(other.id) && alive(one)) {
          at(detection * 5L + random.nextInt(50), one, () -> {
            if (isCut(one, other)) {
              one.group.memberDown(other.id);
            }
          });
        }
      }
    }
  }

  /** Ends all cuts, which the cluster doesn't notice yet. */
  void mend() {
    cuts.clear();
  }

  /** Ends all cuts; all living nodes find each other again, and the announcements. */
  void heal() {
    cuts.clear();
    for (Node one : nodes.values()) {
      for (Node other : nodes.values()) {
        if (one != other && alive(one)) {
          at(100 + random.nextInt(100), one, () -> tell(one, other));
        }
      }
      announced
          .values()
          .forEach(group -> at(100 + random.nextInt(100), one, () -> one.group.announced(group)));
    }
  }

  void pause(Node node) {
    node.paused = true;
  }

  void resume(Node node) {
    node.paused = false;
    List<Runnable> held = List.copyOf(node.held);
    node.held.clear();
    held.forEach(task -> at(0, node, task));
  }

  // Time

  boolean passUntil(long millis, BooleanSupplier isSo) {
    return time.passUntil(millis, isSo);
  }

  void pass(long millis) {
    time.pass(millis);
  }

  long now() {
    return time.now();
  }

  SplittableRandom random() {
    return random;
  }

  <T> void await(Outcome<T> outcome) {
    assertThat(passUntil(30_000, () -> outcome.done)).as("outcome").isTrue();
    assertThat(outcome.failure).isNull();
  }

  // State

  List<Node> living() {
    return nodes.values().stream().filter(GroupNet::alive).toList();
  }

  /** Returns the first living node other than these. */
  Node livingBut(Node... others) {
    return living().stream()
        .filter(node -> !List.of(others).contains(node))
        .findFirst()
        .orElseThrow();
  }

  List<Node> leaders() {
    return living().stream().filter(node -> node.group.isLeader()).toList();
  }

  Node leader() {
    assertThat(passUntil(30_000, () -> leaders().size() == 1)).as("one leader").isTrue();
    return leaders().get(0);
  }

  int voters() {
    return leader().group.voters().size();
  }

  void awaitVoters(int count) {
    assertThat(passUntil(
            30_000,
            () -> leaders().size() == 1 && leaders().get(0).group.voters().size() == count))
        .as(() -> count + " voters, but there are "
            + leaders().stream().map(node -> node.group.voters()).toList())
        .isTrue();
  }
}
