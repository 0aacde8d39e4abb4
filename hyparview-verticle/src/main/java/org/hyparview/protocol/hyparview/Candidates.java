package org.hyparview.protocol.hyparview;

import java.util.List;
import java.util.random.RandomGenerator;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerId;

/**
 * Who comes into the passive view, and who is told to others: nobody who is in the active view
 * already, nor this node; and a peer that is being asked for rests.
 */
final class Candidates {

  private final PeerId self;
  private final HyParViewConfig config;
  private final ActiveView active;
  private final PassiveView passive;
  private final Requests requests;
  private final RandomGenerator random;
  private final SampleBuilder samples;

  Candidates(
      PeerId self,
      HyParViewConfig config,
      ActiveView active,
      PassiveView passive,
      Requests requests,
      RandomGenerator random) {
    this.self = self;
    this.config = config;
    this.active = active;
    this.passive = passive;
    this.requests = requests;
    this.random = random;
    this.samples = new SampleBuilder(config.sampleSize(), random);
  }

  void add(Peer peer) {
    if (!isKnown(peer)) {
      enter(peer);
    }
  }

  /** Adds a peer that is not to be asked before the next round. */
  void addResting(Peer peer) {
    add(peer);
    passive.rest(peer.id());
  }

  /** §4.4: what was sent to the other makes room first, then what chance picks. */
  void integrate(List<Peer> received, List<Peer> sent) {
    int taken = Math.min(received.size(), config.sampleSize());
    int given = 0;
    for (int i = 0; i < taken; i++) {
      Peer peer = received.get(i);
      if (isKnown(peer)) {
        continue;
      }
      while (passive.isFull() && given < sent.size()) {
        passive.remove(sent.get(given++).id());
      }
      enter(peer);
    }
  }

  void integrate(List<Peer> received) {
    integrate(received, List.of());
  }

  private boolean isKnown(Peer peer) {
    return peer.id().equals(self) || active.contains(peer.id()) || passive.refresh(peer);
  }

  private void enter(Peer peer) {
    passive.add(peer, random);
    if (requests.to(peer.id()) != null) {
      passive.rest(peer.id());
    }
  }

  /** Wakes all that rest, but for those that are being asked for. */
  void wakeAll() {
    passive.wakeAll();
    requests.forEachPeer(passive::rest);
  }

  /**
   * Some candidates for a node that is let in, sent away or probed; neighbours only where those are
   * too few. The receiver fills its free slots from them at once, and with our neighbours it would
   * make triangles: a clustered overlay hangs together less well when nodes fail.
   */
  List<Peer> sampleFor(PeerId receiver) {
    return fillUp(config.sampleSize() - 1, receiver);
  }

  private List<Peer> fillUp(int wanted, PeerId receiver) {
    samples.add(passive, wanted, receiver);
    return samples.add(active, wanted - samples.size(), receiver).build();
  }

  /** §4.4: this node, ka of the active and kp of the passive view. */
  List<Peer> shuffleFor(PeerId receiver, Peer own) {
    return samples
        .add(own)
        .add(active, config.shuffleActive(), receiver)
        .add(passive, config.shufflePassive(), receiver)
        .build();
  }

  /** §4.4: as many of the passive view as were received; active ones where these are too few. */
  List<Peer> answerTo(PeerId origin, int received) {
    return fillUp(Math.min(received, config.sampleSize()), origin);
  }
}
