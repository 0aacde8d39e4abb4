package org.hyparview.protocol.plumtree;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message that was announced and has not come. */
final class MissingMessage {

  /** Who has it. */
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

  /** When an announcer is asked, or the next one. */
  long deadline;

  /** How often it was asked for. */
  int grafts;

  private int putOff;

  /** Whether it had to be asked for because it did not come in time. */
  boolean late;

  MissingMessage(MessageId id) {
    this.id = id;
  }

  /** The announcers, in the order in which they spoke first. */
  List<Announcer> announcers() {
    return announcers;
  }

  /**
   * A neighbor has it. If it was asked already and announces it again, its link is congested: it
   * will be asked again.
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

  /** Takes an announcer away, and says whether there is none any more. */
  boolean lose(long link) {
    announcers.removeIf(announcer -> announcer.link == link);
    return announcers.isEmpty();
  }

  /** The one to be asked now: each in turn, the first one first. */
  Announcer next() {
    Announcer next = announcers.get(grafts++ % announcers.size());
    next.asked = true;
    return next;
  }

  /** How often it was asked for without any answer. */
  int vainGrafts() {
    return grafts - putOff;
  }

  /** Whether this neighbor has announced it with this attempt. */
  boolean isAnnounced(long link, int attempt) {
    Announcer announcer = at(link);
    return announcer != null && announcer.attempt == attempt;
  }

  /** The first announcer of the latest attempt, if that is later than the given one. */
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
