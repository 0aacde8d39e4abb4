package org.hyparview.cluster.protocol.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.hyparview.cluster.protocol.registry.RegistryAction.Send;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Digest;
import org.hyparview.cluster.protocol.registry.RegistryMessage.EntrySummary;
import org.hyparview.cluster.protocol.registry.RegistryMessage.InSync;
import org.hyparview.cluster.protocol.registry.RegistryMessage.MemberSummary;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Offer;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Pull;
import org.hyparview.cluster.protocol.registry.RegistryMessage.RecordPart;
import org.hyparview.cluster.protocol.registry.RegistryMessage.State;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.machine.Outbox;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of replicas with neighbors, and the transfer of what is missing. It makes all
 * replicas equal in the end; broadcasts only make it quick.
 */
final class AntiEntropy {

  private static final long NONE = -1;

  private final PeerId self;
  private final RegistryConfig config;
  private final RandomGenerator random;
  private final Outbox<Registry.Host> outbox;
  private final HybridClock clock;
  private final Replica replica;
  private final PullQueue pullQueue;
  private final Summaries summaries;

  private final Map<Long, Peer> neighbors = new LinkedHashMap<>();

  /** Records that are being sent in parts, as they were when the first part was sent. */
  private final Map<Long, Snapshot> given = new LinkedHashMap<>();

  private final Transfer transfer = new Transfer();
  private long nextDigest = Machine.NEVER;

  AntiEntropy(
      PeerId self,
      RegistryConfig config,
      RandomGenerator random,
      HybridClock clock,
      Replica replica,
      PullQueue pullQueue,
      Outbox<Registry.Host> outbox) {
    this.self = self;
    this.config = config;
    this.random = random;
    this.clock = clock;
    this.replica = replica;
    this.pullQueue = pullQueue;
    this.outbox = outbox;
    summaries = new Summaries(self, config.maxMessageBytes(), replica, pullQueue);
  }

  // Neighbors

  boolean isNeighbor(long link) {
    return neighbors.containsKey(link);
  }

  /**
   * While this node has no state yet, it requests it; otherwise the node with the smaller id
   * compares.
   */
  void neighborUp(Peer peer, long link, long now) {
    neighbors.put(link, peer);
    if (nextDigest == Machine.NEVER) {
      scheduleDigest(now);
    }
    Tombstone tombstone = replica.members().tombstone(peer.id());
    if (tombstone != null) {
      tell(link, tombstone);
    }
    if (transfer.isComplete() && self.compareTo(peer.id()) < 0) {
      send(link, digest(false, now));
    }
  }

  void neighborDown(long link) {
    neighbors.remove(link);
    given.remove(link);
    clock.neighborGone(link);
    pullQueue.linkDown(link);
    transfer.linkDown(link);
  }

  /** Notifies a living neighbor at once that it was declared dead. */
  void tellIfNeighbor(Tombstone tombstone) {
    neighbors.forEach((link, peer) -> {
      if (peer.id().equals(tombstone.id())) {
        tell(link, tombstone);
      }
    });
  }

  private void tell(long link, Tombstone tombstone) {
    send(link, new Offer(List.of(), List.of(tombstone), List.of()));
  }

  private long randomLink() {
    List<Long> links = new ArrayList<>(neighbors.keySet());
    return links.isEmpty() ? NONE : links.get(random.nextInt(links.size()));
  }

  // The initial state

  /** Returns whether this node has received all that a neighbor had. */
  boolean hasState() {
    return transfer.isComplete() && pullQueue.isEmpty();
  }

  /** Notes that no node can provide a state. */
  void foundAlone(long now) {
    transfer.complete();
    if (nextDigest == Machine.NEVER) {
      scheduleDigest(now);
    }
  }

  // Time

  long deadline() {
    return Math.min(Math.min(nextDigest, pullQueue.deadline()), transfer.deadline);
  }

  void wake(long now) {
    if (now >= nextDigest) {
      scheduleDigest(now);
      replica.forget(now);
      long link = randomLink();
      if (link != NONE) {
        send(link, digest(false, now));
      }
    }
    if (now >= pullQueue.deadline()) {
      pullQueue.failed();
    }
    if (now >= transfer.deadline) {
      transfer.fail();
    }
  }

  /** Requests what is missing, if a neighbor can provide it. */
  void proceed(long now) {
    if (!transfer.isComplete() && !transfer.isUnderWay()) {
      long link = randomLink();
      if (link != NONE) {
        transfer.start(link, now + config.pullTimeout());
        send(link, digest(true, now));
      }
    }
    if (!pullQueue.isEmpty() && !pullQueue.isUnderWay()) {
      long preferred = pullQueue.preferredLink();
      long link = isNeighbor(preferred) ? preferred : randomLink();
      if (link != NONE) {
        send(link, pullQueue.pull(link, now + config.pullTimeout()));
      }
    }
  }

  private void scheduleDigest(long now) {
    long interval = config.digestInterval();
    nextDigest = now + interval / 2 + 1 + random.nextLong(interval);
  }

  private Digest digest(boolean answer, long now) {
    return new Digest(replica.hash(), answer, clock.wallClock(now));
  }

  // Messages

  /** Notes the wall clock of a neighbor, 0 if it didn't say. */
  private void observe(long link, long wallClock, long now) {
    if (wallClock > 0) {
      clock.neighborClock(link, wallClock, now);
    }
  }

  void digest(long link, Digest message, long now) {
    observe(link, message.wallClock(), now);
    if (message.hash() != replica.hash()) {
      summaries.ofAll(clock.wallClock(now)).forEach(summary -> send(link, summary));
    } else if (message.answer()) {
      send(link, new InSync());
    }
  }

  void inSync(long link) {
    transfer.inSync(link);
  }

  void summary(long link, MemberSummary message, long now) {
    observe(link, message.wallClock(), now);
    summaries.compare(link, message, now).forEach(offer -> send(link, offer));
    transfer.members(link, message, now);
  }

  void summary(long link, EntrySummary message, long now) {
    summaries.compare(link, message, now).forEach(offer -> send(link, offer));
    transfer.entries(link, message, now);
  }

  void offer(long link, Offer message, long now) {
    summaries.hear(link, message, now);
  }

  void pull(long link, Pull message) {
    StateBuilder answer = new StateBuilder(config.maxMessageBytes());
    Pull.Rest rest = message.rest();
    if (rest != null) {
      addRest(link, answer, rest);
    }
    for (PeerId id : message.records()) {
      if (!answer.hasRoom()) {
        break;
      }
      addRecord(link, answer, id);
    }
    for (EntryKey key : message.entries()) {
      Entry entry = replica.entries().get(key);
      if (entry != null) {
        answer.add(entry);
      }
    }
    send(link, answer.build());
  }

  private void addRest(long link, StateBuilder answer, Pull.Rest rest) {
    Snapshot snapshot = given.remove(link);
    boolean fits = snapshot != null
        && snapshot.owner().id().equals(rest.id())
        && snapshot.stamp().equals(rest.stamp())
        && rest.offset() <= snapshot.ops().size();
    if (snapshot == null || !fits) {
      answer.omit();
    } else if (answer.add(snapshot, rest.offset())) {
      given.put(link, snapshot);
    }
  }

  private void addRecord(long link, StateBuilder answer, PeerId id) {
    NodeRecord record = replica.members().record(id);
    Tombstone tombstone = replica.members().tombstone(id);
    if (record != null) {
      Snapshot snapshot = new Snapshot(record.owner(), record.stamp(), record.toOps());
      if (answer.add(snapshot, 0)) {
        given.put(link, snapshot);
      }
    } else if (tombstone != null) {
      answer.add(tombstone);
    }
  }

  void state(long link, State message, long now) {
    boolean progress = message.complete();
    for (RecordPart part : message.records()) {
      progress |= take(part, now);
    }
    for (Tombstone tombstone : message.tombstones()) {
      replica.learn(tombstone, now);
      pullQueue.remove(tombstone.id());
      progress = true;
    }
    for (Entry entry : message.entries()) {
      replica.merge(entry, now);
      pullQueue.remove(entry.key());
      progress = true;
    }
    if (!pullQueue.isUnderWayOn(link)) {
      return;
    }
    if (progress) {
      pullQueue.answered(message.complete());
    } else {
      pullQueue.failed();
    }
  }

  /** Returns whether the part was of use. */
  private boolean take(RecordPart part, long now) {
    Snapshot whole = pullQueue.take(part);
    if (whole != null) {
      pullQueue.remove(whole.owner().id());
      replica.take(whole, now);
    }
    return whole != null || !part.isLast();
  }

  private void send(long link, RegistryMessage message) {
    outbox.add(new Send(link, message));
  }

  /**
   * The transfer of the initial state: from one neighbor after the other, until one has sent it
   * all.
   */
  private final class Transfer {

    private boolean complete;
    private long link = NONE;
    private long deadline = Machine.NEVER;
    private boolean membersDone;
    private @Nullable Object position;

    boolean isComplete() {
      return complete;
    }

    boolean isUnderWay() {
      return link != NONE;
    }

    void complete() {
      complete = true;
      fail();
    }

    void fail() {
      link = NONE;
      deadline = Machine.NEVER;
    }

    void start(long newLink, long newDeadline) {
      link = newLink;
      deadline = newDeadline;
      membersDone = false;
      position = null;
    }

    void linkDown(long gone) {
      if (link == gone) {
        fail();
      }
    }

    void inSync(long from) {
      if (link == from) {
        complete();
      }
    }

    void members(long from, MemberSummary message, long now) {
      if (link == from && !membersDone && follows(message.after())) {
        membersDone = message.upTo() == null;
        advance(message.upTo(), now);
      }
    }

    void entries(long from, EntrySummary message, long now) {
      if (link == from && membersDone && follows(message.after())) {
        advance(message.upTo(), now);
        if (message.upTo() == null) {
          complete();
        }
      }
    }

    /**
     * Returns whether a summary follows the last one. If not, one was lost, and the timeout handles
     * it.
     */
    private boolean follows(@Nullable Object after) {
      return Objects.equals(position, after);
    }

    private void advance(@Nullable Object upTo, long now) {
      position = upTo;
      deadline = now + config.pullTimeout();
    }
  }
}
