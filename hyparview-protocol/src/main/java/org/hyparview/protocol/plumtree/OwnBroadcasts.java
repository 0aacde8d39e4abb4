package org.hyparview.protocol.plumtree;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.machine.Outbox;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Acknowledged;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Answered;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Unacknowledged;
import org.jspecify.annotations.Nullable;

/** The acknowledged broadcasts and the questions of this node whose outcome is open. */
final class OwnBroadcasts {

  /** One open broadcast. */
  static final class OwnBroadcast {
    final MessageId id;
    private final long end;
    private int attempt = 1;
    private long nextAttempt = Machine.NEVER;
    private final boolean question;
    private List<PeerId> missing = List.of();
    private FoldResult answers = FoldResult.EMPTY;

    private OwnBroadcast(MessageId id, boolean question, long end) {
      this.id = id;
      this.question = question;
      this.end = end;
    }

    /** Keeps the answers of an attempt, if it has reached more nodes than others. */
    private void keep(@Nullable FoldResult latest) {
      if (latest != null && latest.nodes() > answers.nodes()) {
        answers = latest;
      }
    }

    private PlumtreeEvent success(@Nullable FoldResult latest) {
      return question && latest != null
          ? new Answered(id, attempt, latest, true, List.of())
          : new Acknowledged(id, attempt);
    }

    private PlumtreeEvent failure() {
      return question
          ? new Answered(id, attempt, answers, false, missing)
          : new Unacknowledged(id, attempt, missing);
    }

    int attempt() {
      return attempt;
    }

    private long deadline() {
      return Math.min(end, nextAttempt);
    }
  }

  private final int most;
  private final int attempts;
  private final long settleTime;
  private final Outbox<Plumtree.Host> outbox;
  private final Map<MessageId, OwnBroadcast> broadcasts = new LinkedHashMap<>();

  OwnBroadcasts(PlumtreeConfig config, Outbox<Plumtree.Host> outbox) {
    most = config.waves();
    attempts = config.waveAttempts();
    settleTime = config.settleTime();
    this.outbox = outbox;
  }

  boolean isFull() {
    return broadcasts.size() >= most;
  }

  void begin(MessageId id, boolean question, long end) {
    broadcasts.put(id, new OwnBroadcast(id, question, end));
  }

  /**
   * Handles the end of an attempt: success, or a further attempt when the overlay has settled.
   *
   * @param hasReachedAll whether all nodes have the message for certain
   */
  void ended(Wave wave, boolean hasReachedAll, long now) {
    OwnBroadcast own = broadcasts.get(wave.id);
    if (own == null) {
      return;
    }
    own.missing = List.copyOf(wave.missing());
    own.keep(wave.answers());
    if (hasReachedAll) {
      broadcasts.remove(own.id);
      outbox.add(own.success(wave.answers()));
    } else if (own.attempt >= attempts) {
      fail(own);
    } else {
      own.nextAttempt = now + pauseAfter(own.attempt);
    }
  }

  /**
   * Returns the pause before the next attempt. Most often a link of the tree was missing, and has
   * been grafted by now. After the loss of a neighbor a quarter of the settle time is too short,
   * and the whole of it is long enough. In an overlay that stays restless, as when many nodes join,
   * all broadcasts wait for the same: so further attempts become rarer.
   */
  private long pauseAfter(int attempt) {
    return switch (attempt) {
      case 1 -> settleTime / 4;
      case 2 -> settleTime - settleTime / 4;
      default -> settleTime * Math.max(4, attempt) / 4;
    };
  }

  private void fail(OwnBroadcast own) {
    broadcasts.remove(own.id);
    outbox.add(own.failure());
  }

  void failAll() {
    List.copyOf(broadcasts.values()).forEach(this::fail);
  }

  /** Ends the broadcasts whose time is up; the waves name the nodes that have not answered. */
  void expire(Waves waves, long now) {
    for (OwnBroadcast own : List.copyOf(broadcasts.values())) {
      if (own.end <= now) {
        Wave wave = waves.get(own.id);
        if (wave != null && wave.isOpen()) {
          wave.giveUpWaiting();
          own.missing = List.copyOf(wave.missing());
          own.keep(wave.answers());
          fail(own);
          waves.settle(wave, now);
        } else {
          fail(own);
        }
      }
    }
  }

  /** Takes a broadcast whose next attempt is due, and counts the attempt as begun. */
  @Nullable
  OwnBroadcast dueAttempt(long now) {
    Iterator<OwnBroadcast> all = broadcasts.values().iterator();
    while (all.hasNext()) {
      OwnBroadcast own = all.next();
      if (own.nextAttempt <= now) {
        own.nextAttempt = Machine.NEVER;
        own.attempt++;
        return own;
      }
    }
    return null;
  }

  long deadline() {
    long earliest = Machine.NEVER;
    for (OwnBroadcast own : broadcasts.values()) {
      earliest = Math.min(earliest, own.deadline());
    }
    return earliest;
  }
}
