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
 * Whom a node probes for being in another component, and when: a contact or a peer that failed
 * lately, in random turn. While the answers say that all is one the pauses grow, so that contacts
 * are not pestered; a failed neighbor shortens them again.
 */
final class Healing {

  private static final int MAX_FACTOR = 4;

  /** Where to send a probe, and who is expected there if that is known. */
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

  /** The number of the probe that was sent last. */
  long sequence() {
    return sequence;
  }

  /** A neighbor failed: perhaps it is a partition. */
  void hurry(long now) {
    factor = 1;
    if (next != Machine.NEVER) {
      next = Math.min(next, now + pause());
    }
  }

  /** Chooses whom to probe now, or null if there is nobody to, and sets the next time. */
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

  /** Whether this answers the last probe, for the first time. */
  boolean takeAnswer(long number) {
    boolean expected = outstanding && number == sequence;
    outstanding &= !expected;
    return expected;
  }

  /** The probed node is in our component, for certain: look again later. */
  void allIsOne() {
    factor = Math.min(2 * factor, MAX_FACTOR);
  }

  /** Three quarters to five quarters of the interval. */
  private long pause() {
    return Math.max(1, interval * 3 / 4 + random.nextLong(interval / 2 + 1));
  }
}
