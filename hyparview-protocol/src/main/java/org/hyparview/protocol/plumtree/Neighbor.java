package org.hyparview.protocol.plumtree;

import java.util.ArrayList;
import java.util.List;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Announcement;

/** A peer of the active view: the link to it, and what is to be said on it. */
final class Neighbor {

  final Peer peer;
  final long link;

  /** Its place in the order in which neighbors came and waves began. */
  final long order;

  /** Whether it gets payloads, and not only announcements. A new neighbor does (Algorithm 3). */
  boolean eager = true;

  /** The paper's lazyQueue, this neighbor's part of it. */
  private final List<Announcement> lazyQueue = new ArrayList<>();

  Neighbor(Peer peer, long link, long order) {
    this.peer = peer;
    this.link = link;
    this.order = order;
  }

  void queue(Announcement announcement) {
    lazyQueue.add(announcement);
  }

  int queued() {
    return lazyQueue.size();
  }

  /** Takes all that is queued. */
  List<Announcement> takeQueue() {
    List<Announcement> taken = List.copyOf(lazyQueue);
    lazyQueue.clear();
    return taken;
  }
}
