package org.hyparview.protocol.hyparview;

import java.util.random.RandomGenerator;
import org.hyparview.protocol.peer.Peer;

/**
 * The admission rules of the passive view and of outgoing samples. Peers in the active view and
 * this node itself never enter either; a peer that is being asked rests.
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

  /** Adds a peer that must not be asked before the next round. */
  void addResting(Peer peer) {
    add(peer);
    passive.rest(peer);
  }

  /** Integrates a received sample (§4.4): the sent peers make room first, then random ones. */
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

  /** Wakes all resting peers, except those that are being asked. */
  void wakeAll() {
    passive.wakeAll();
    requests.forEachPeer(passive::rest);
  }

  /**
   * Returns some candidates for a node that is admitted, disconnected or probed; neighbors only if
   * there are too few. The receiver fills its free slots from them at once, and this node's
   * neighbors would form triangles with it: a clustered overlay is less connected when nodes fail.
   */
  Sample sampleFor(Peer receiver) {
    return fillUp(config.sampleSize() - 1, receiver);
  }

  private Sample fillUp(int wanted, Peer receiver) {
    SampleBuilder samples = new SampleBuilder(wanted, random).add(passive, wanted, receiver);
    return samples.add(active, wanted - samples.size(), receiver).build();
  }

  /**
   * Returns the sample of a shuffle (§4.4): this node, ka of the active and kp of the passive view.
   */
  Sample shuffleFor(Peer receiver, Peer own) {
    return new SampleBuilder(config.sampleSize(), random)
        .add(own)
        .add(active, config.shuffleActive(), receiver)
        .add(passive, config.shufflePassive(), receiver)
        .build();
  }

  /**
   * Returns the answer to a shuffle (§4.4): as many passive peers as were received, filled up with
   * active ones.
   */
  Sample answerTo(Peer origin, int received) {
    return fillUp(Math.min(received, config.sampleSize()), origin);
  }
}
