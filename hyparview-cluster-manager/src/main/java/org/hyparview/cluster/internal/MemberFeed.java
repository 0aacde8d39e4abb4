package org.hyparview.cluster.internal;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.hyparview.HyParViewClient.Subscription;
import org.hyparview.cluster.ClusterMember;
import org.hyparview.cluster.ClusterMembers;
import org.hyparview.cluster.MemberEvent;
import org.hyparview.cluster.protocol.registry.RegistryEvent.MetadataChanged;
import org.hyparview.cluster.protocol.registry.RegistryEvent.NodeDown;
import org.hyparview.cluster.protocol.registry.RegistryEvent.NodeInfoChanged;
import org.hyparview.cluster.protocol.registry.RegistryEvent.NodeUp;
import org.hyparview.cluster.protocol.registry.RegistryEvent.Returned;
import org.hyparview.cluster.roster.Roster;
import org.hyparview.protocol.peer.Peer;
import org.jspecify.annotations.Nullable;

/**
 * The roster of this node, and the handlers of its events.
 *
 * <p>The control plane's context changes it. {@link #members} and {@link #subscribe} may be called
 * from any thread.
 */
final class MemberFeed {

  private static final String ABSENT = "This node is not in the cluster";

  private final Consumer<Runnable> inOrder;
  private final List<Delivery<MemberEvent>> receivers = new CopyOnWriteArrayList<>();
  private final MemberCounters counters = new MemberCounters();
  private final NodeFacts facts = new NodeFacts();
  private @Nullable Roster roster;
  private @Nullable MemberLog log;
  private volatile boolean closed;

  /**
   * Creates a feed without a roster.
   *
   * @param inOrder runs a task on the plane's context, in the order of the calls, or anywhere once
   *     the plane has ended
   */
  MemberFeed(Consumer<Runnable> inOrder) {
    this.inOrder = inOrder;
  }

  /** Begins with this node alone, before any event. */
  void start(Peer self) {
    roster = new Roster(self, facts, System.currentTimeMillis());
  }

  /** Returns the number of members, this node included. On the plane's context. */
  int size() {
    return roster == null ? 0 : roster.size();
  }

  /** Returns the counts of members and their changes. On the plane's context. */
  JsonObject counters() {
    return counters.toJson(size()).put("unreadableTags", facts.unreadableTags());
  }

  /** Logs joins and departures from now on: those before are what this node has found. */
  void startLog(MemberLog newLog) {
    settle();
    log = newLog;
  }

  // Events of the registry

  void nodeUp(NodeUp event) {
    change(now -> now.nodeUp(event.node(), System.currentTimeMillis()));
  }

  void nodeDown(NodeDown event) {
    change(now -> now.nodeDown(event.node().id(), event.reason()));
  }

  void infoChanged(NodeInfoChanged event) {
    change(now -> now.infoChanged(event.node(), event.info()));
  }

  void metadataChanged(MetadataChanged event) {
    change(now -> now.metadataChanged(event.node(), event.metadata()));
  }

  void returned(Returned event) {
    change(now -> now.returned(event.self()));
  }

  /** Ends a turn of the registry. */
  void settle() {
    change(Roster::settle);
  }

  private void change(Consumer<Roster> change) {
    Roster present = roster;
    if (present != null) {
      change.accept(present);
      publish(present);
    }
  }

  private void publish(Roster present) {
    for (MemberEvent event : present.events()) {
      counters.count(event);
      MemberRecorder.record(event);
      if (log != null) {
        log.log(event);
      }
      receivers.forEach(receiver -> receiver.deliver(event, 1));
    }
  }

  // Users

  /** Returns the members now, on a context. */
  Future<ClusterMembers> members(ContextInternal context) {
    if (closed) {
      return Future.failedFuture(ABSENT);
    }
    Promise<ClusterMembers> answer = context.promise();
    inOrder.accept(() -> {
      Roster present = roster;
      if (closed || present == null) {
        answer.fail(ABSENT);
      } else {
        answer.complete(present.members());
        publish(present);
      }
    });
    return answer.future();
  }

  /**
   * Passes a {@code member-joined} of each present member to the handler, and then all events from
   * now on.
   */
  Subscription subscribe(ContextInternal context, Handler<MemberEvent> handler) {
    Delivery<MemberEvent> receiver = newReceiver(context, handler);
    inOrder.accept(() -> begin(receiver));
    return receiver;
  }

  /** Passes all events from now on to the handler. */
  Subscription listen(ContextInternal context, Handler<MemberEvent> handler) {
    Delivery<MemberEvent> receiver = newReceiver(context, handler);
    inOrder.accept(() -> receivers.add(receiver));
    return receiver;
  }

  private Delivery<MemberEvent> newReceiver(ContextInternal context, Handler<MemberEvent> handler) {
    return new Delivery<>(
        "member events", Delivery.Bound.EVENTS, context, handler, receivers::remove);
  }

  private void begin(Delivery<MemberEvent> receiver) {
    Roster present = roster;
    if (closed || present == null) {
      return;
    }
    ClusterMembers now = present.members();
    publish(present);
    int count = 0;
    for (ClusterMember member : now.members()) {
      count++;
      MemberEvent.Type type = MemberEvent.Type.MEMBER_JOINED;
      receiver.deliver(new MemberEvent(type, member, null, count, now.version(), now.node()), 1);
    }
    receivers.add(receiver);
  }

  /** Ends all events. */
  void close() {
    closed = true;
    receivers.clear();
  }
}
