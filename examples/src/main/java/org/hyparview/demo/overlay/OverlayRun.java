package org.hyparview.demo.overlay;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.hyparview.HyParViewOptions;
import org.hyparview.PeerEvent;
import org.hyparview.PeerInfo;
import org.hyparview.demo.common.RunClock;
import org.hyparview.demo.common.Timeline;
import org.hyparview.demo.nodes.LocalGroup;
import org.hyparview.demo.nodes.NodeGroup;
import org.hyparview.demo.nodes.ProcessGroup;
import org.jspecify.annotations.Nullable;

/**
 * One run of the demonstration: an overlay forms, some of its nodes are killed, it heals.
 *
 * <p>The survivors run in this Vert.x, the doomed ones in a process of their own, which is killed.
 * They know of each other only through TCP. An instance is for one run, and belongs to the context
 * that makes it and calls {@link #run}.
 */
final class OverlayRun {

  /** For how long a whole overlay is watched before it has to be whole still. */
  private static final long WATCH_SECONDS = 2;

  private final Vertx vertx;
  private final OverlayPlan plan;
  private final HyParViewOptions template;
  private final RunClock clock;
  private final Timeline timeline;
  private final NodeGroup survivors;
  private final ProcessGroup doomed;
  private final OverlayWatch watch;
  private final Promise<OverlayReport> outcome = Promise.promise();

  private @Nullable OverlayMetrics before;
  private @Nullable Long timeToForm;
  private @Nullable Long timeToNotice;
  private @Nullable Long timeToHeal;
  private long startedAt;
  private long killedAt;
  private int ups;
  private int downs;

  /**
   * A run that hasn't begun, whose process is being launched.
   *
   * @param template the options of all nodes, but for what names them, and for their contact
   */
  OverlayRun(
      Vertx vertx, OverlayPlan plan, HyParViewOptions template, RunClock clock, Timeline timeline) {
    this.vertx = vertx;
    this.plan = plan;
    this.template = template;
    this.clock = clock;
    this.timeline = timeline;
    survivors = new LocalGroup(vertx, this::heard);
    doomed = ProcessGroup.launch(vertx, this::heard);
    watch = new OverlayWatch(clock, plan.nodes());
  }

  /**
   * Runs.
   *
   * @param millis the reading of the clock at which to give up
   * @return what it has shown; fails if a node can't start, or if the process of the doomed nodes
   *     is lost before it is killed
   */
  Future<OverlayReport> run(long millis) {
    vertx.setTimer(Math.max(1, millis - clock.millis()), late -> end("Giving up"));
    doomed.lost().onFailure(outcome::tryFail);
    doomed
        .ready()
        .compose(ready -> startAll())
        .compose(started -> watch.becomeWhole())
        .onSuccess(this::formed)
        .compose(formed -> stayWhole())
        .onSuccess(stayed -> kill())
        .compose(killed -> watch.becomeWhole())
        .onSuccess(this::healed)
        .compose(healed -> stayWhole())
        .onSuccess(stayed -> end("Done"))
        .onFailure(outcome::tryFail);
    return outcome.future();
  }

  private Future<?> startAll() {
    timeline.phase(
        "Starting " + plan.nodes().size() + " nodes; all join through " + plan.contact());
    startedAt = clock.millis();
    return start(plan.contact(), template).compose(contact -> {
      HyParViewOptions joining = new HyParViewOptions(template).addContact(contact.address());
      return Future.all(plan.others().stream().map(node -> start(node, joining)).toList());
    });
  }

  private Future<PeerInfo> start(String node, HyParViewOptions options) {
    NodeGroup group = plan.isDoomed(node) ? doomed : survivors;
    return group.start(new HyParViewOptions(options).setNodeId(node).setEventBusPrefix(node));
  }

  private Future<Long> stayWhole() {
    return vertx.timer(WATCH_SECONDS, TimeUnit.SECONDS).compose(watched -> watch.becomeWhole());
  }

  private void formed(long now) {
    timeToForm = now - startedAt;
    timeline.phase("Formed: one symmetric component; watching it for " + WATCH_SECONDS + " s");
  }

  private void kill() {
    timeline.phase("Killing " + plan.describeDoomed());
    before = watch.graph().shape();
    killedAt = clock.millis();
    doomed.kill();
    plan.doomed().forEach(watch.graph()::remove);
  }

  private void healed(long now) {
    timeToHeal = now - killedAt;
    timeline.phase("Healed: the survivors are one symmetric component without dead entries;"
        + " watching them for " + WATCH_SECONDS + " s");
  }

  private void heard(PeerEvent event) {
    if (isOver()) {
      return;
    }
    if (event.isUp()) {
      ups++;
    } else {
      downs++;
    }
    if (timeToNotice == null
        && !event.isUp()
        && !watch.graph().contains(event.peer().id())) {
      timeToNotice = clock.millis() - killedAt;
    }
    timeline.change(event);
    watch.changed(event);
  }

  private boolean isOver() {
    return outcome.future().isComplete();
  }

  private void end(String how) {
    if (isOver()) {
      return;
    }
    timeline.end(how);
    outcome.complete(new OverlayReport(
        plan, before, watch.graph().shape(), timeToForm, timeToNotice, timeToHeal, ups, downs));
  }
}
