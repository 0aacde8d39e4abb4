package org.hyparview.transport.memory;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.Channel;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Link;
import org.hyparview.transport.LinkCounters;
import org.hyparview.transport.LinkException;
import org.hyparview.transport.TransportListener;
import org.jspecify.annotations.Nullable;

/**
 * A started {@link InMemoryTransport}: dials, accepts, and keeps its ends of the links.
 *
 * <p>All state belongs to the node's context. Nodes interact in one way only: one {@link #post}s a
 * task to the other. Tasks of one sender stay in order, and so do all events of a link.
 */
final class InMemoryNode {

  private final InMemoryNetwork network;
  private final Context context;
  private final TransportListener listener;
  private final LinkCounters counters;
  private final PeerAddress address;
  private final Set<InMemoryLink> links = new LinkedHashSet<>();
  private Peer self;
  private boolean running = true;
  private long timer;

  InMemoryNode(
      InMemoryNetwork network,
      Context context,
      Peer self,
      TransportListener listener,
      LinkCounters counters) {
    this.network = network;
    this.context = context;
    this.self = self;
    this.address = self.address();
    this.listener = listener;
    this.counters = counters;
  }

  /** Runs a task on this node's context, later; returns false if its Vert.x instance was closed. */
  boolean post(Runnable task) {
    try {
      context.runOnContext(nothing -> task.run());
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  void startTicking() {
    timer = context
        .owner()
        .setPeriodic(
            network.heartbeatMillis(), id -> List.copyOf(links).forEach(InMemoryLink::tick));
  }

  Future<Link> dial(PeerAddress to, @Nullable PeerId expected) {
    Promise<Link> answer = Promise.promise();
    if (!running) {
      post(() -> refused(answer, stopped(to)));
    } else if (!call(to, expected, answer)) {
      post(() -> refused(answer, unreachable(to)));
    }
    return answer.future();
  }

  private boolean call(PeerAddress to, @Nullable PeerId expected, Promise<Link> answer) {
    InMemoryNode target = network.reach(address, to);
    Peer caller = self;
    return target != null && target.post(() -> target.accept(this, caller, expected, answer));
  }

  private void accept(
      InMemoryNode dialer, Peer caller, @Nullable PeerId expected, Promise<Link> answer) {
    LinkException refusal = refusal(caller, expected);
    if (refusal != null) {
      dialer.post(() -> dialer.refused(answer, refusal));
      return;
    }
    InMemoryLink ours = new InMemoryLink(this, caller, dialer, self);
    links.add(ours);
    counters.countAccepted();
    dialer.post(() -> dialer.opened(answer, ours.other()));
  }

  private @Nullable LinkException refusal(Peer caller, @Nullable PeerId expected) {
    if (network.reach(caller.address(), address) != this) {
      return unreachable(address);
    }
    if (caller.sameNode(self)) {
      return new LinkException(
          CloseReason.SELF, "The node at " + address + " is " + self.id() + " itself");
    }
    if (expected != null && !expected.equals(self.id())) {
      return new LinkException(
          CloseReason.WRONG_PEER,
          "The node at " + address + " is " + self.id() + " and not " + expected);
    }
    return null;
  }

  private static LinkException unreachable(PeerAddress address) {
    return new LinkException(CloseReason.CONNECT_FAILED, "No node can be reached at " + address);
  }

  private static LinkException stopped(PeerAddress address) {
    return new LinkException(
        CloseReason.STOPPED, "No link to " + address + ": this node has been stopped");
  }

  private void opened(Promise<Link> answer, InMemoryLink link) {
    links.add(link);
    if (!running) {
      link.close(CloseReason.STOPPED);
      answer.fail(stopped(link.peer().address()));
      return;
    }
    counters.countOpened();
    link.report();
    answer.complete(link);
  }

  private void refused(Promise<Link> answer, LinkException refusal) {
    counters.countClosed(refusal.reason());
    answer.fail(refusal);
  }

  void received(InMemoryLink link, Channel channel, Buffer frame) {
    listener.received(link, channel.number(), frame);
  }

  void frameRefused() {
    counters.countRefusedFrame();
  }

  /** Removes a link that ended for any reason. */
  void ended(InMemoryLink link, CloseReason reason) {
    links.remove(link);
    counters.countClosed(reason);
  }

  /** Notifies the listener of a link's end, but not from inside the call that ended it. */
  void reportEnd(InMemoryLink link, CloseReason reason) {
    post(() -> {
      if (running) {
        listener.closed(link, reason);
      }
    });
  }

  void raiseIncarnation(long incarnation) {
    self = self.withIncarnation(incarnation);
  }

  void loseSeparatedLinks() {
    post(() -> List.copyOf(links).stream()
        .filter(link -> network.areSeparated(address, link.peer().address()))
        .forEach(link -> link.abandon(CloseReason.CONNECTION_LOST)));
  }

  void crash() {
    post(() -> {
      halt();
      List.copyOf(links).forEach(link -> link.abandon(CloseReason.CONNECTION_LOST));
    });
  }

  void stop() {
    halt();
    List.copyOf(links).forEach(link -> link.close(CloseReason.STOPPED));
  }

  private void halt() {
    running = false;
    network.leave(address, this);
    context.owner().cancelTimer(timer);
  }
}
