package org.hyparview;

import io.vertx.core.Handler;
import java.util.ArrayDeque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The merge of the present view and the stream of events: holds the events back until the view is
 * known, replays it, and drops the events that it already contains.
 */
final class EventReplay {

  private final Handler<PeerEvent> handler;
  private final ArrayDeque<PeerEvent> held = new ArrayDeque<>();
  private boolean holding = true;

  EventReplay(Handler<PeerEvent> handler) {
    this.handler = handler;
  }

  /** Handles an event. */
  void event(PeerEvent event) {
    if (holding) {
      held.add(event);
    } else {
      handler.handle(event);
    }
  }

  /** Handles the present views. */
  void views(PeerViews views) {
    present(views).forEach(handler::handle);
    release(views.version());
  }

  /** Returns the events of the present neighbors, as of ones that were just added. */
  static List<PeerEvent> present(PeerViews views) {
    List<PeerInfo> active = views.active();
    return IntStream.range(0, active.size())
        .mapToObj(i -> PeerEvent.up(
            active.get(i),
            views.version(),
            i + 1,
            views.passive().size(),
            views.node().id()))
        .toList();
  }

  /** Handles the absence of a node, and so of a view. */
  void nothingYet() {
    release(0);
  }

  private void release(long after) {
    holding = false;
    while (!held.isEmpty()) {
      PeerEvent event = held.remove();
      if (event.version() > after) {
        handler.handle(event);
      }
    }
  }
}
