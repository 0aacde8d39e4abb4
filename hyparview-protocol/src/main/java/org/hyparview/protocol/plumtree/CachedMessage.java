package org.hyparview.protocol.plumtree;

import org.hyparview.protocol.plumtree.PlumtreeMessage.Announcement;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Gossip;

/** A message that this node can give to others, with this node's round, not the requester's. */
final class CachedMessage {

  final MessageId id;
  final int round;
  final boolean shaping;
  final byte[] payload;
  final long since;

  CachedMessage(MessageId id, int round, boolean shaping, byte[] payload, long since) {
    this.id = id;
    this.round = round;
    this.shaping = shaping;
    this.payload = payload;
    this.since = since;
  }

  Gossip gossip(int attempt) {
    return new Gossip(id, round, attempt, shaping, payload);
  }

  Announcement announcement(int attempt) {
    return new Announcement(id, round, attempt);
  }

  /** Returns the announcement to a neighbor that is new now. */
  Announcement lateAnnouncement(long now) {
    return new Announcement(id, round, 0, (int) Math.min(Integer.MAX_VALUE, now - since));
  }
}
