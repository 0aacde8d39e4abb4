package org.hyparview.protocol.hyparview;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * The schedule of probes for other components. Each probe goes to a contact or to a recently failed
 * peer, at random. While the answers confirm one component the pauses grow, which spares the
 * contacts; a failed neighbor shortens them again.
 */
final class Healing {

  private static final int MAX_FACTOR = 4;

  /** The address to probe, and the expected node if that is known. */
  record Target(PeerAddress address, @Nullable PeerId expected) {}

  private final long interval;
  private final RandomGenerator random;
  private int factor = 1;
  private long next = Machine.NEVER;
  private long sequence;
  private boolean outstanding;

  Healing(long interval, RandomGenerator random) {
    this.interval = interval;
    this.random = random;
  }

  void start(long now) {
    next = now + pause();
  }

  boolean isDue(long now) {
    return now >= next;
  }

  long deadline() {
    return next;
  }

  /** Returns the number of the last probe. */
  long sequence() {
    return sequence;
  }

  /** Advances the next probe after a neighbor failed, which may be due to a partition. */
  void hurry(long now) {
    factor = 1;
    if (next != Machine.NEVER) {
      next = Math.min(next, now + pause());
    }
  }

  /** Returns the target of a probe, or null if there is none, and sets the next time. */
  @Nullable
  Target next(long now, List<PeerAddress> contacts, FailedPeers failed, View active) {
    next = now + factor * pause();
    Target target = choose(now, contacts, failed, active);
    outstanding = target != null;
    if (outstanding) {
      sequence++;
    }
    return target;
  }

  private @Nullable Target choose(
      long now, List<PeerAddress> contacts, FailedPeers failed, View active) {
    Peer lost = failed.random(now, random);
    List<PeerAddress> others = new ArrayList<>(contacts);
    for (int i = 0; i < active.size(); i++) {
      others.remove(active.peer(i).address());
    }
    if (lost != null && (others.isEmpty() || random.nextBoolean())) {
      return new Target(lost.address(), lost.id());
    }
    return others.isEmpty() ? null : new Target(others.get(random.nextInt(others.size())), null);
  }

  /** Returns whether this is the first answer to the last probe. */
  boolean takeAnswer(long number) {
    boolean expected = outstanding && number == sequence;
    outstanding &= !expected;
    return expected;
  }

  /** Lengthens the pause: the probed node is certainly in this component. */
  void allIsOne() {
    factor = Math.min(2 * factor, MAX_FACTOR);
  }

  /** Returns a pause of three quarters to five quarters of the interval. */
  private long pause() {
    return Math.max(1, interval * 3 / 4 + random.nextLong(interval / 2 + 1));
  }
}
