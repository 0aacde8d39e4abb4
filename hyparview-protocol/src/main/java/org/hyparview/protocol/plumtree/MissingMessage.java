package org.hyparview.protocol.plumtree;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message that was announced and has not arrived. */
final class MissingMessage {

  /** A neighbor that has the message. */
  static final class Announcer {
    final long link;
    int round;
    int attempt;
    private boolean asked;

    private Announcer(long link) {
      this.link = link;
    }
  }

  final MessageId id;
  private final List<Announcer> announcers = new ArrayList<>(4);

  /** The time at which an announcer is asked, or the next one. */
  long deadline;

  /** The number of requests for the message. */
  int grafts;

  private int putOff;

  /** Whether the message was late, so that it had to be requested. */
  boolean late;

  MissingMessage(MessageId id) {
    this.id = id;
  }

  /** Returns the announcers, in the order of their first announcements. */
  List<Announcer> announcers() {
    return announcers;
  }

  /**
   * Records an announcement. If the neighbor was asked already and announces the message again, its
   * link is congested: it will be asked again.
   */
  void announced(long link, int round, int attempt) {
    Announcer announcer = at(link);
    if (announcer == null) {
      announcer = new Announcer(link);
      announcers.add(announcer);
    } else if (announcer.asked) {
      announcer.asked = false;
      putOff++;
    }
    announcer.round = round;
    announcer.attempt = Math.max(announcer.attempt, attempt);
  }

  private @Nullable Announcer at(long link) {
    for (Announcer announcer : announcers) {
      if (announcer.link == link) {
        return announcer;
      }
    }
    return null;
  }

  /** Removes an announcer, and returns whether none is left. */
  boolean lose(long link) {
    announcers.removeIf(announcer -> announcer.link == link);
    return announcers.isEmpty();
  }

  /** Takes the next announcer to ask: each in turn, beginning with the first. */
  Announcer next() {
    Announcer next = announcers.get(grafts++ % announcers.size());
    next.asked = true;
    return next;
  }

  /** Returns the number of requests without any answer. */
  int vainGrafts() {
    return grafts - putOff;
  }

  /** Returns whether this neighbor has announced the message with this attempt. */
  boolean isAnnounced(long link, int attempt) {
    Announcer announcer = at(link);
    return announcer != null && announcer.attempt == attempt;
  }

  /** Returns the first announcer of the latest attempt, if that is later than the given one. */
  @Nullable
  Announcer later(int attempt) {
    Announcer latest = null;
    for (Announcer announcer : announcers) {
      if (announcer.attempt > (latest == null ? attempt : latest.attempt)) {
        latest = announcer;
      }
    }
    return latest;
  }
}
