package org.hyparview.protocol.plumtree;

import org.hyparview.protocol.plumtree.PlumtreeMessage.Announcement;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Gossip;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Question;
import org.jspecify.annotations.Nullable;

/** A message that this node can give to others, with this node's round, not the requester's. */
final class CachedMessage {

  final MessageId id;
  final int round;
  final boolean shaping;
  final byte[] payload;
  final long since;

  /** How answers are combined if the message is a question, or null. */
  final @Nullable Fold fold;

  /** The time at which the origin of a question stops waiting, as far as this node knows. */
  final long questionEnd;

  CachedMessage(
      MessageId id,
      int round,
      boolean shaping,
      byte[] payload,
      long since,
      @Nullable Question question) {
    this.id = id;
    this.round = round;
    this.shaping = shaping;
    this.payload = payload;
    this.since = since;
    fold = question == null ? null : question.fold();
    questionEnd = question == null ? since : since + question.millis();
  }

  Gossip gossip(int attempt, long now) {
    return new Gossip(id, round, attempt, shaping, payload, question(now));
  }

  private @Nullable Question question(long now) {
    return fold == null ? null : new Question(fold, (int) Math.max(0, questionEnd - now));
  }

  Announcement announcement(int attempt) {
    return new Announcement(id, round, attempt);
  }

  /** Returns the announcement to a neighbor that is new now. */
  Announcement lateAnnouncement(long now) {
    return new Announcement(id, round, 0, (int) Math.min(Integer.MAX_VALUE, now - since));
  }
}
