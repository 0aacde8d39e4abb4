package org.hyparview.protocol.plumtree;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.hyparview.protocol.machine.Machine;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of acknowledged messages that this node takes part in: the open ones and, for a
 * while, the ended ones, which late messages must not reopen. Bounded in number.
 *
 * <p>The deeper in the tree, the sooner a node stops waiting, by a 32nd of the timeout with each
 * hop. So a silent node is named by its own neighbor, and not by the origin, which would name its
 * own neighbor instead. A question's timeout is its own.
 */
final class Waves {

  private static final int STEPS = 32;

  private final int most;
  private final long retention;
  private final ObjLongConsumer<Wave> ended;
  private final Map<MessageId, Wave> waves = new LinkedHashMap<>();
  private int open;
  private long nextDeadline = Machine.NEVER;

  /**
   * Creates an empty set of waves.
   *
   * @param ended receives each wave that has ended, with the time; not those that are replaced by a
   *     later attempt or lose their parent
   */
  Waves(PlumtreeConfig config, ObjLongConsumer<Wave> ended) {
    most = config.waves();
    retention = config.retention();
    this.ended = ended;
  }

  @Nullable
  Wave get(MessageId id) {
    return waves.isEmpty() ? null : waves.get(id);
  }

  int size() {
    return waves.size();
  }

  int open() {
    return open;
  }

  /**
   * Joins an attempt, which replaces an earlier one.
   *
   * @param patience how long the origin waits
   * @param order later than that of all neighbors
   */
  Wave begin(
      MessageId id, int attempt, long parent, int round, long patience, long order, long now) {
    Wave former = waves.remove(id);
    if (former != null) {
      drop(former);
    }
    makeRoom(now);
    long deadline = now + patience - patience * Math.min(round, STEPS / 2) / STEPS;
    Wave wave = new Wave(id, attempt, parent, now, deadline, order);
    waves.put(id, wave);
    open++;
    nextDeadline = Math.min(nextDeadline, deadline);
    return wave;
  }

  private void makeRoom(long now) {
    if (waves.size() >= most) {
      Wave oldest = waves.values().iterator().next();
      waves.remove(oldest.id);
      if (oldest.isOpen()) {
        expire(oldest, now);
      }
    }
  }

  private void close(Wave wave) {
    if (wave.isOpen()) {
      wave.close();
      open--;
      nextDeadline = open == 0 ? Machine.NEVER : nextDeadline;
    }
  }

  /** Ends a wave without an acknowledgement. */
  private void drop(Wave wave) {
    close(wave);
    wave.release();
  }

  /** Ends the wave if it waits for no neighbor any more, nor for the host. */
  void settle(Wave wave, long now) {
    if (wave.isOpen() && wave.isComplete()) {
      close(wave);
      ended.accept(wave, now);
      wave.release();
    }
  }

  private void expire(Wave wave, long now) {
    wave.taint();
    wave.giveUpWaiting();
    settle(wave, now);
  }

  /** Removes a lost neighbor. Its pending answers are uncertain, and its own waits are void. */
  void lose(Neighbor neighbor, long now) {
    for (Wave wave : openWaves()) {
      if (wave.parent == neighbor.link) {
        drop(wave);
      } else if (wave.isWaitingFor(neighbor.link)) {
        wave.taint(neighbor.peer.id());
        wave.answered(neighbor.link);
        settle(wave, now);
      }
    }
  }

  /** Returns the open waves, oldest first; a copy. */
  List<Wave> openWaves() {
    if (open == 0) {
      return List.of();
    }
    List<Wave> found = new ArrayList<>(open);
    for (Wave wave : waves.values()) {
      if (wave.isOpen()) {
        found.add(wave);
      }
    }
    return found;
  }

  void wake(long now) {
    if (nextDeadline <= now) {
      for (Wave wave : openWaves()) {
        if (wave.deadline <= now) {
          expire(wave, now);
        }
      }
      nextDeadline = Machine.NEVER;
      openWaves().forEach(wave -> nextDeadline = Math.min(nextDeadline, wave.deadline));
    }
    forgetOld(now);
  }

  private void forgetOld(long now) {
    while (forgetting() <= now) {
      Wave oldest = waves.values().iterator().next();
      waves.remove(oldest.id);
      drop(oldest);
    }
  }

  private long forgetting() {
    return waves.isEmpty() ? Machine.NEVER : waves.values().iterator().next().since + retention;
  }

  long deadline() {
    return Math.min(nextDeadline, forgetting());
  }
}
