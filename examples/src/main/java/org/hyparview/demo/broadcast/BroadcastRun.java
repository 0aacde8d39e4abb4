package org.hyparview.demo.broadcast;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hyparview.HyParViewClient;
import org.hyparview.HyParViewOptions;
import org.hyparview.PeerEvent;
import org.hyparview.PeerInfo;
import org.hyparview.demo.common.RunClock;
import org.hyparview.demo.common.Timeline;
import org.hyparview.demo.nodes.Delivery;
import org.hyparview.demo.nodes.LocalGroup;
import org.hyparview.demo.nodes.NodeGroup;
import org.hyparview.demo.nodes.NodeListener;
import org.hyparview.demo.nodes.ProcessGroup;
import org.hyparview.demo.overlay.OverlayPlan;
import org.hyparview.demo.overlay.OverlayWatch;

/**
 * One run of the broadcast demonstration: an overlay forms, one node broadcasts a stream, and in
 * its middle some nodes are killed.
 *
 * <p>Every other survivor runs in this Vert.x, the sender among them; the rest in a process of
 * their own, and the doomed in another, which is killed. They know of each other only through TCP.
 * An instance is for one run, and belongs to the context that makes it and calls {@link #run}.
 */
final class BroadcastRun implements NodeListener {

  /** For how long duplicates are waited for. */
  private static final long QUIET_MILLIS = 1_000;

  private final Vertx vertx;
  private final BroadcastPlan plan;
  private final HyParViewOptions template;
  private final RunClock clock;
  private final Timeline timeline;
  private final NodeGroup near;
  private final ProcessGroup far;
  private final ProcessGroup doomed;
  private final OverlayWatch watch;
  private final BroadcastTally tally;
  private final String padding;
  private final Promise<Void> complete = Promise.promise();
  private final Promise<BroadcastReport> outcome = Promise.promise();

  private JsonObject beforeKill = new JsonObject();
  private int sent;
  private int refused;

  /**
   * A run that hasn't begun, whose processes are being launched.
   *
   * @param template the options of all nodes, but for what names them, and for their contact
   */
  BroadcastRun(
      Vertx vertx,
      BroadcastPlan plan,
      HyParViewOptions template,
      RunClock clock,
      Timeline timeline) {
    this.vertx = vertx;
    this.plan = plan;
    this.template = template;
    this.clock = clock;
    this.timeline = timeline;
    near = new LocalGroup(vertx, this);
    far = ProcessGroup.launch(vertx, this);
    doomed = ProcessGroup.launch(vertx, this);
    watch = new OverlayWatch(clock, plan.overlay().nodes());
    tally = new BroadcastTally(plan.messages());
    padding = "x".repeat(plan.bytes());
  }

  /**
   * Runs.
   *
   * @param millis the reading of the clock at which to give up
   * @return what it has shown; fails if a node can't start, or if a process is lost that was not
   *     killed
   */
  Future<BroadcastReport> run(long millis) {
    vertx.setTimer(Math.max(1, millis - clock.millis()), late -> end("Giving up"));
    doomed.lost().onFailure(outcome::tryFail);
    far.lost().onFailure(outcome::tryFail);
    Future.all(far.ready(), doomed.ready())
        .compose(ready -> startAll())
        .compose(started -> watch.becomeWhole())
        .compose(formed -> stream())
        .compose(streamed -> complete.future())
        .compose(all -> vertx.timer(QUIET_MILLIS, TimeUnit.MILLISECONDS))
        .onSuccess(quiet -> end("Done"))
        .onFailure(outcome::tryFail);
    return outcome.future();
  }

  private Future<?> startAll() {
    OverlayPlan overlay = plan.overlay();
    timeline.phase("Starting " + overlay.nodes().size() + " nodes in three processes");
    return start(overlay.contact(), template).compose(contact -> {
      HyParViewOptions joining = new HyParViewOptions(template).addContact(contact.address());
      return Future.all(
          overlay.others().stream().map(node -> start(node, joining)).toList());
    });
  }

  private Future<PeerInfo> start(String node, HyParViewOptions options) {
    return groupOf(node)
        .start(new HyParViewOptions(options).setNodeId(node).setEventBusPrefix(node));
  }

  private NodeGroup groupOf(String node) {
    if (plan.overlay().isDoomed(node)) {
      return doomed;
    }
    return plan.isNear(node) ? near : far;
  }

  private Future<?> stream() {
    timeline.phase("Formed; " + plan.sender() + " broadcasts " + plan.messages() + " messages, "
        + plan.rate() + " a second");
    HyParViewClient sender = HyParViewClient.create(vertx, plan.sender());
    int half = plan.messages() / 2;
    return sendAll(sender, 1, half)
        .compose(first -> kill())
        .compose(killed -> sendAll(sender, half + 1, plan.messages()))
        .onSuccess(all -> timeline.phase("All are sent; waiting for those that are missing"))
        .onSuccess(all -> look());
  }

  /** Sends the messages from one number to another, none before the overlay has the one before. */
  private Future<Void> sendAll(HyParViewClient sender, int first, int last) {
    Promise<Void> done = Promise.promise();
    send(sender, first, last, done);
    return done.future();
  }

  private void send(HyParViewClient sender, int number, int last, Promise<Void> done) {
    if (number > last || isOver()) {
      done.complete();
      return;
    }
    sender
        .broadcast(Delivery.TOPIC, Delivery.body(number, padding))
        .onSuccess(taken -> sent++)
        .onFailure(failure -> refused++)
        .transform(answered -> vertx.timer(pauseMicros(), TimeUnit.MICROSECONDS))
        .onComplete(paused -> send(sender, number + 1, last, done));
  }

  private long pauseMicros() {
    return Math.max(1_000, TimeUnit.SECONDS.toMicros(1) / plan.rate());
  }

  private Future<?> kill() {
    timeline.phase("Killing " + plan.overlay().describeDoomed());
    doomed.kill();
    plan.overlay().doomed().forEach(watch.graph()::remove);
    return counters().onSuccess(counters -> beforeKill = counters);
  }

  private Future<JsonObject> counters() {
    return Future.all(List.of(near.broadcastCounters(), far.broadcastCounters()))
        .map(both -> LocalGroup.sum(both.resultAt(0), both.resultAt(1)));
  }

  @Override
  public void changed(PeerEvent event) {
    watch.changed(event);
  }

  @Override
  public void delivered(Delivery delivery) {
    if (!isOver()) {
      tally.add(delivery);
      timeline.delivery(delivery::describe);
      look();
    }
  }

  private void look() {
    if (sent + refused == plan.messages() && tally.missed(plan.survivors()) == 0) {
      complete.tryComplete();
    }
  }

  private boolean isOver() {
    return outcome.future().isComplete();
  }

  private void end(String how) {
    if (isOver()) {
      return;
    }
    timeline.end(how);
    counters()
        .onSuccess(counters -> outcome.tryComplete(
            new BroadcastReport(plan, tally, sent, refused, beforeKill, counters)))
        .onFailure(outcome::tryFail);
  }
}
