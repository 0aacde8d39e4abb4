package org.hyparview.protocol.plumtree;

import java.util.ArrayList;
import java.util.List;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Announcement;

/** A peer of the active view: its link, and the announcements queued for it. */
final class Neighbor {

  final Peer peer;
  final long link;

  /** The position in the common order of neighbor arrivals and wave starts. */
  final long order;

  /** Whether the neighbor gets payloads, not only announcements; initially true (Algorithm 3). */
  boolean eager = true;

  /** This neighbor's part of the paper's lazyQueue. */
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

  /** Takes all queued announcements. */
  List<Announcement> takeQueue() {
    List<Announcement> taken = List.copyOf(lazyQueue);
    lazyQueue.clear();
    return taken;
  }
}
