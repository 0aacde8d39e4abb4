package org.hyparview.demo.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.hyparview.dashboard.ClusterSource;
import org.hyparview.dashboard.InspectedCluster;
import org.hyparview.demo.common.Timeline;
import org.hyparview.inspect.InspectionOptions;

/**
 * A Vert.x cluster of processes, as a dashboard shows it and starts, stops and kills its nodes.
 *
 * <p>Processes may be started by any thread; see {@link ClusterSource} for the rest.
 */
final class DemoCluster implements ClusterSource {

  /** The most processes at a time. */
  static final int MAX_NODES = 30;

  private static final String START = "start-node";
  private static final String STOP = "stop-node";
  private static final String KILL = "kill-node";
  private static final int CONTACTS = 5;

  private final Vertx vertx;
  private final Timeline timeline;
  private final ClusterProcesses processes = new ClusterProcesses(false, 0);
  private final InspectedCluster inspected;
  private final AtomicInteger processCount = new AtomicInteger();
  private final AtomicInteger names = new AtomicInteger();
  private final AtomicBoolean hasSharedData = new AtomicBoolean();
  private final Map<String, ClusterProcess> nodes = new ConcurrentHashMap<>();

  /**
   * Creates a cluster without nodes.
   *
   * @param timeline receives what happens to the processes
   */
  DemoCluster(Vertx vertx, Timeline timeline) {
    this.vertx = vertx;
    this.timeline = timeline;
    inspected = new InspectedCluster(
        vertx, new InspectionOptions().setClusterName(processes.cluster()), this::contacts);
  }

  private List<String> contacts() {
    return nodes.values().stream().limit(CONTACTS).map(ClusterProcess::address).toList();
  }

  /** Starts so many, as many at a time as there are processors, and doesn't wait. */
  void start(int number) {
    AtomicInteger left = new AtomicInteger(number);
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      startNext(left);
    }
  }

  private void startNext(AtomicInteger left) {
    if (left.getAndDecrement() > 0) {
      start().onComplete(started -> startNext(left));
    }
  }

  /** Starts one; fails if there are too many, or if it ends before it is in the cluster. */
  private Future<Void> start() {
    if (processCount.incrementAndGet() > MAX_NODES) {
      processCount.decrementAndGet();
      return Future.failedFuture("This demonstration runs at most " + MAX_NODES + " nodes");
    }
    String name = "n" + names.incrementAndGet();
    return vertx
        .executeBlocking(() -> processes.start(name))
        .onFailure(failure -> processCount.decrementAndGet())
        .compose(this::watch);
  }

  private Future<Void> watch(ClusterProcess member) {
    Future.fromCompletionStage(member.ended()).onSuccess(ended -> ended(member));
    return Future.fromCompletionStage(member.started()).onSuccess(started -> started(member));
  }

  private void started(ClusterProcess member) {
    nodes.put(member.id(), member);
    timeline.phase(
        member.name() + " is in the cluster at " + member.address() + ", process " + member.pid());
    if (hasSharedData.compareAndSet(false, true)) {
      member.command("count 0");
    }
  }

  private void ended(ClusterProcess member) {
    processCount.decrementAndGet();
    nodes.remove(member.id());
    timeline.phase(member.name() + " has ended");
  }

  @Override
  public Future<JsonObject> snapshot() {
    return nodes.isEmpty()
        ? Future.failedFuture(
            processCount.get() == 0 ? "No node runs" : "The first node is starting")
        : inspected.snapshot();
  }

  @Override
  public Future<JsonObject> status(String id) {
    return inspected.status(id);
  }

  @Override
  public List<String> actions() {
    return List.of(START, STOP, KILL);
  }

  @Override
  public Future<Void> act(String action, String node) {
    if (action.equals(START)) {
      return start();
    }
    ClusterProcess member = nodes.get(node);
    if (member == null) {
      return Future.failedFuture("No process of this demonstration is node " + node);
    }
    return vertx
        .executeBlocking(() -> {
          end(action, member);
          return member;
        })
        .compose(ending -> Future.fromCompletionStage(ending.ended()));
  }

  private void end(String action, ClusterProcess member) {
    switch (action) {
      case STOP -> {
        timeline.phase(member.name() + " is leaving");
        processes.stop(member);
      }
      case KILL -> {
        timeline.phase("Killing " + member.name());
        processes.kill(member);
      }
      default -> throw new IllegalArgumentException("There is no action " + action);
    }
  }
}
