package org.hyparview.protocol.hyparview;

import java.util.random.RandomGenerator;
import org.hyparview.protocol.peer.Peer;

/**
 * Who comes into the passive view, and who is told to others: nobody who is in the active view
 * already, nor this node; and a peer that is being asked for rests.
 */
final class Candidates {

  private final Peer self;
  private final int selfHash;
  private final HyParViewConfig config;
  private final ActiveView active;
  private final PassiveView passive;
  private final Requests requests;
  private final RandomGenerator random;

  Candidates(
      Peer self,
      HyParViewConfig config,
      ActiveView active,
      PassiveView passive,
      Requests requests,
      RandomGenerator random) {
    this.self = self;
    this.selfHash = self.hashCode();
    this.config = config;
    this.active = active;
    this.passive = passive;
    this.requests = requests;
    this.random = random;
  }

  void add(Peer peer) {
    int hash = peer.hashCode();
    if (!isKnown(peer, hash)) {
      enter(peer, hash);
    }
  }

  /** Adds a peer that is not to be asked before the next round. */
  void addResting(Peer peer) {
    add(peer);
    passive.rest(peer);
  }

  /** §4.4: what was sent to the other makes room first, then what chance picks. */
  void integrate(Sample received, Sample sent) {
    int taken = Math.min(received.size(), config.sampleSize());
    int given = 0;
    for (int i = 0; i < taken; i++) {
      Peer peer = received.get(i);
      int hash = received.hash(i);
      if (!isKnown(peer, hash)) {
        for (; passive.isFull() && given < sent.size(); given++) {
          passive.remove(sent.get(given), sent.hash(given));
        }
        enter(peer, hash);
      }
    }
  }

  void integrate(Sample received) {
    integrate(received, Sample.EMPTY);
  }

  private boolean isKnown(Peer peer, int hash) {
    return isSelf(peer, hash) || active.contains(peer, hash) || passive.refresh(peer, hash);
  }

  private boolean isSelf(Peer peer, int hash) {
    return hash == selfHash && peer.sameNode(self);
  }

  private void enter(Peer peer, int hash) {
    passive.add(peer, hash, random);
    if (requests.to(peer) != null) {
      passive.rest(peer);
    }
  }

  /** Wakes all that rest, but for those that are being asked for. */
  void wakeAll() {
    passive.wakeAll();
    requests.forEachPeer(passive::rest);
  }

  /**
   * Some candidates for a node that is let in, sent away or probed; neighbors only where those are
   * too few. The receiver fills its free slots from them at once, and with our neighbors it would
   * make triangles: a clustered overlay hangs together less well when nodes fail.
   */
  Sample sampleFor(Peer receiver) {
    return fillUp(config.sampleSize() - 1, receiver);
  }

  private Sample fillUp(int wanted, Peer receiver) {
    SampleBuilder samples = new SampleBuilder(wanted, random).add(passive, wanted, receiver);
    return samples.add(active, wanted - samples.size(), receiver).build();
  }

  /** §4.4: this node, ka of the active and kp of the passive view. */
  Sample shuffleFor(Peer receiver, Peer own) {
    return new SampleBuilder(config.sampleSize(), random)
        .add(own)
        .add(active, config.shuffleActive(), receiver)
        .add(passive, config.shufflePassive(), receiver)
        .build();
  }

  /** §4.4: as many of the passive view as were received; active ones where these are too few. */
  Sample answerTo(Peer origin, int received) {
    return fillUp(Math.min(received, config.sampleSize()), origin);
  }
}
