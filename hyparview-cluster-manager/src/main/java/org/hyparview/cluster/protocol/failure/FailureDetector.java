package org.hyparview.cluster.protocol.failure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.hyparview.cluster.protocol.failure.FailureAction.Broadcast;
import org.hyparview.cluster.protocol.failure.FailureAction.ComeBack;
import org.hyparview.cluster.protocol.failure.FailureAction.Declare;
import org.hyparview.cluster.protocol.failure.FailureAction.Disbelieve;
import org.hyparview.cluster.protocol.failure.FailureAction.Probe;
import org.hyparview.cluster.protocol.failure.FailureAction.Refute;
import org.hyparview.cluster.protocol.failure.FailureMessage.Dead;
import org.hyparview.cluster.protocol.failure.FailureMessage.Evidence;
import org.hyparview.cluster.protocol.failure.FailureMessage.Suspicion;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.machine.Outbox;
import org.hyparview.protocol.peer.Incarnations;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * The failure detector of one node. The neighbors of a member in the overlay watch it: a neighbor
 * that loses the link to it dials its address. A refused dial proves that its process has ended;
 * silence proves little. Either is broadcast as a suspicion, which the member refutes by raising
 * its incarnation. If it doesn't in time, it is declared dead: by its accusers, and a little later
 * by all that know of the suspicion and received no refutation. Periodically a random member is
 * probed, to find those that died together with their neighbors.
 *
 * <p>The ideas are those of SWIM (Das, Gupta, Motivala, DSN 2002) and Lifeguard (Dadgar, Phillips,
 * Currey, DSN 2018); but the overlay watches and disseminates, instead of random pings.
 *
 * <p><b>Use.</b> Notify it of members and neighbors, and pass it messages, results of probes and
 * time; drain the outbox after each input.
 *
 * <p><b>Invariants</b>, after each input:
 *
 * <ol>
 *   <li>Only members are suspected, never in an incarnation below their present one or
 *       {@linkplain Incarnations#isPlausible(long, long) implausibly} far above it, and never this
 *       node.
 *   <li>A member has at most one suspicion and one probe.
 *   <li>A member is declared dead only after it was suspected for at least the time that the
 *       evidence requires, or by an accuser that waited for it.
 *   <li>Each suspicion has a deadline.
 * </ol>
 */
public final class FailureDetector {

  /** The most random members that are probed at a time. */
  static final int MAX_RANDOM_PROBES = 16;

  /** The time between two rounds of random probes while they find dead members. */
  static final long HURRY = 50;

  /** A probe under way, and whether its target was chosen at random. */
  private record Asked(Peer member, boolean atRandom) {}

  private final PeerId self;
  private final FailureConfig config;
  private final RandomGenerator random;
  private final Outbox<FailureAction.Handler> outbox = new Outbox<>();
  private final SortedMap<PeerId, Peer> members = new TreeMap<>();
  private final Set<PeerId> neighbors = new TreeSet<>();
  private final SortedMap<PeerId, Suspect> suspects = new TreeMap<>();
  private final Map<Long, Asked> probes = new LinkedHashMap<>();
  private final SortedMap<PeerId, Long> laterProbes = new TreeMap<>();
  private final Map<PeerId, Long> spared = new LinkedHashMap<>();
  private final LocalHealth health = new LocalHealth();
  private final FailureCounters counters = new FailureCounters();
  private final FailureMessage.Handler messages = new Messages();

  private long now;
  private long numbers;
  private long nextRandomProbe = Machine.NEVER;
  private int randomProbes = 1;
  private long patientUntil = Long.MIN_VALUE;

  /**
   * Creates a detector that knows no member.
   *
   * @param random seeded; the only source of randomness
   */
  public FailureDetector(PeerId self, FailureConfig config, RandomGenerator random) {
    this.self = Objects.requireNonNull(self, "self");
    this.config = Objects.requireNonNull(config, "config");
    this.random = Objects.requireNonNull(random, "random");
  }

  // Members and neighbors

  /**
   * Notes that another node is a member, with this incarnation; a higher one than before refutes
   * all suspicions.
   */
  public void memberChanged(Peer member, long time) {
    now = time;
    if (members.isEmpty()) {
      scheduleRandomProbe();
    }
    members.put(member.id(), member);
    Suspect suspect = suspects.get(member.id());
    if (suspect != null && suspect.incarnation < member.incarnation()) {
      suspects.remove(member.id());
      counters.countRefutation(false);
      if (suspect.isMine() && suspect.isOnlySilent()) {
        spared.put(member.id(), now + config.spareTime());
      }
    }
  }

  /** Notes that a node is no longer a member. */
  public void memberGone(PeerId id, long time) {
    now = time;
    members.remove(id);
    suspects.remove(id);
    laterProbes.remove(id);
    spared.remove(id);
    if (members.isEmpty()) {
      nextRandomProbe = Machine.NEVER;
    }
  }

  /** Notes that a node is a neighbor: its link is watched. */
  public void neighborUp(PeerId id, long time) {
    now = time;
    neighbors.add(id);
    laterProbes.remove(id);
  }

  /** Notes that a node is no longer a neighbor, for a harmless reason. */
  public void neighborDropped(PeerId id, long time) {
    now = time;
    neighbors.remove(id);
  }

  /** Notes that the link to a neighbor was lost. */
  public void neighborLost(PeerId id, long time) {
    now = time;
    neighbors.remove(id);
    probe(id);
  }

  /**
   * Notes that a neighbor left the overlay; if it is still a member after a while, it may be dead.
   */
  public void neighborLeft(PeerId id, long time) {
    now = time;
    neighbors.remove(id);
    if (members.containsKey(id)) {
      laterProbes.put(id, now + config.farewellGrace());
    }
  }

  /** Notes that a neighbor's state declares a member dead in an incarnation. */
  public void claimed(PeerId id, long incarnation, long time) {
    now = time;
    Peer member = members.get(id);
    if (member != null && member.incarnation() <= incarnation) {
      accuse(id, incarnation, Evidence.CLAIM);
    }
  }

  /** Leaves: this node forgets all members. */
  public void leave() {
    members.clear();
    suspects.clear();
    laterProbes.clear();
    spared.clear();
    nextRandomProbe = Machine.NEVER;
  }

  // Probes

  /** Takes the result of a {@link Probe}. Unknown numbers are ignored. */
  public void probeResult(long number, ProbeResult result, long time) {
    now = time;
    Asked asked = probes.remove(number);
    Peer member = asked == null ? null : members.get(asked.member.id());
    if (asked == null || member == null) {
      return;
    }
    counters.countProbe(result);
    switch (result) {
      case ALIVE -> {}
      case REFUSED, OTHER -> accuse(member.id(), member.incarnation(), Evidence.REFUSAL);
      case SILENT -> judgeSilence(asked.member, member);
    }
    if (asked.atRandom) {
      probeMoreOrFewer(suspects.containsKey(member.id()));
    }
  }

  /** Adapts the random probes to what one of them has found. */
  private void probeMoreOrFewer(boolean foundDead) {
    if (foundDead) {
      randomProbes = Math.min(2 * randomProbes, MAX_RANDOM_PROBES);
      nextRandomProbe = Math.min(nextRandomProbe, now + HURRY);
    } else {
      randomProbes = 1;
    }
  }

  private void judgeSilence(Peer asked, Peer member) {
    boolean hasObjected = member.isLaterThan(asked) || isSpared(member.id());
    if (hasObjected || neighbors.contains(member.id())) {
      return;
    }
    if (now < patientUntil) {
      laterProbes.put(member.id(), patientUntil);
    } else {
      accuse(member.id(), member.incarnation(), Evidence.SILENCE);
    }
  }

  private boolean isSpared(PeerId id) {
    Long until = spared.get(id);
    if (until != null && until <= now) {
      spared.remove(id);
      return false;
    }
    return until != null;
  }

  private void probe(PeerId id) {
    probe(id, false);
  }

  private void probe(PeerId id, boolean atRandom) {
    Peer member = members.get(id);
    if (member != null && !isProbed(id)) {
      laterProbes.remove(id);
      probes.put(++numbers, new Asked(member, atRandom));
      outbox.add(new Probe(numbers, member, health.stretch(config.probeTimeout(), now)));
    }
  }

  private boolean isProbed(PeerId id) {
    for (Asked asked : probes.values()) {
      if (asked.member.id().equals(id)) {
        return true;
      }
    }
    return false;
  }

  private void probeRandom() {
    scheduleRandomProbe();
    List<PeerId> candidates = new ArrayList<>(members.keySet());
    candidates.removeAll(neighbors);
    candidates.removeAll(suspects.keySet());
    int more = randomProbes;
    for (Asked asked : probes.values()) {
      more -= asked.atRandom ? 1 : 0;
    }
    for (int i = Math.max(1, more); i > 0 && !candidates.isEmpty(); i--) {
      probe(candidates.remove(random.nextInt(candidates.size())), true);
    }
  }

  private void scheduleRandomProbe() {
    long interval = config.probeInterval();
    nextRandomProbe = now + interval / 2 + 1 + random.nextLong(interval);
  }

  // Suspicions

  private int nodes() {
    return members.size() + 1;
  }

  private void accuse(PeerId id, long incarnation, Evidence evidence) {
    Suspect suspect = suspect(id, incarnation);
    int enough = SuspicionTimeout.enough(config.confirmations(), nodes());
    boolean isNews = suspect.isNews(self, evidence, enough);
    suspect.accuseMyself(self, evidence, now);
    if (isNews) {
      counters.countSuspicion(true);
      outbox.add(new Broadcast(new Suspicion(id, incarnation, self, evidence)));
    }
  }

  /**
   * Returns the suspicion of a member in an incarnation; one in an earlier incarnation no longer
   * counts.
   */
  private Suspect suspect(PeerId id, long incarnation) {
    Suspect suspect = suspects.get(id);
    if (suspect == null || suspect.incarnation < incarnation) {
      suspect = new Suspect(id, incarnation);
      suspects.put(id, suspect);
    }
    return suspect;
  }

  /** Takes a broadcast of another node. */
  public void receive(FailureMessage message, long time) {
    now = time;
    message.dispatch(messages);
  }

  /** The handler of the broadcasts of other nodes. */
  private final class Messages implements FailureMessage.Handler {

    @Override
    public void onSuspicion(Suspicion message) {
      Peer member = members.get(message.accused());
      if (message.accused().equals(self)) {
        answer(message);
      } else if (concerns(member, message.incarnation(), message)) {
        counters.countSuspicion(false);
        suspect(message.accused(), message.incarnation())
            .accuse(message.accuser(), message.evidence(), now);
      }
    }

    /**
     * A node that knew of the suspicion for long trusts the accuser's patience, and any node trusts
     * a refused dial. Otherwise the accused gets the chance to refute: it may have been cut off
     * from the accuser, and the accuser from this node until now. Then suspicion and declaration
     * arrive together, after the cut.
     */
    @Override
    public void onDead(Dead message) {
      Peer member = members.get(message.accused());
      if (message.accused().equals(self)) {
        outbox.add(new ComeBack(message.incarnation()));
      } else if (concerns(member, message.incarnation(), message)) {
        Suspect suspect = suspect(message.accused(), message.incarnation());
        if (message.evidence() == Evidence.REFUSAL || isOld(suspect)) {
          declare(suspect);
        } else {
          suspect.accuse(message.accused(), Evidence.CLAIM, now);
        }
      }
    }
  }

  /** Returns whether a member has been suspected for at least half of an accuser's patience. */
  private boolean isOld(Suspect suspect) {
    long patience = Math.min(config.weakTimeout(), config.claimTimeout());
    return suspect.since() <= now - patience / 2;
  }

  /**
   * Returns whether a message concerns the present incarnation of a member, or a later one that the
   * member may have by now.
   */
  private boolean concerns(@Nullable Peer member, long incarnation, FailureMessage message) {
    if (member == null || incarnation < member.incarnation()) {
      return false;
    }
    boolean isPlausible = Incarnations.isPlausible(incarnation, member.incarnation());
    if (!isPlausible) {
      outbox.add(new Disbelieve(message));
    }
    return isPlausible;
  }

  /**
   * Answers an accusation of this node. A claim means that others have declared it dead already.
   */
  private void answer(Suspicion message) {
    counters.countRefutation(true);
    if (message.evidence() == Evidence.SILENCE) {
      health.worsen(now);
    }
    boolean buried = message.evidence() == Evidence.CLAIM;
    long incarnation = message.incarnation();
    outbox.add(buried ? new ComeBack(incarnation) : new Refute(incarnation));
  }

  private void declare(Suspect suspect) {
    suspects.remove(suspect.id);
    counters.countDeclaration();
    outbox.add(new Declare(suspect.id, suspect.incarnation));
  }

  // Time

  /**
   * Compensates for a stall of this node. What it finds silent may have sent something in the
   * meantime, so for as long it accuses no node, and all its waits are extended by that time.
   */
  public void stalled(long millis, long time) {
    now = time;
    counters.countStall(millis);
    health.worsen(now);
    patientUntil = Math.max(patientUntil, now + Math.min(millis, config.maxPatience()));
    suspects.values().forEach(suspect -> suspect.extend(millis));
  }

  /** Handles the arrival of the {@link #deadline}. */
  public void wake(long time) {
    now = time;
    for (Suspect suspect : List.copyOf(suspects.values())) {
      if (suspect.deadline(config, nodes()) <= now) {
        declare(suspect);
        if (suspect.isMine()) {
          outbox.add(new Broadcast(new Dead(suspect.id, suspect.incarnation, suspect.evidence())));
        }
      }
    }
    for (PeerId id : List.copyOf(laterProbes.keySet())) {
      if (laterProbes.getOrDefault(id, Machine.NEVER) <= now) {
        laterProbes.remove(id);
        probe(id);
      }
    }
    if (now >= nextRandomProbe) {
      probeRandom();
    }
  }

  /** Returns when {@link #wake} must be called. */
  public long deadline() {
    long first = nextRandomProbe;
    for (Suspect suspect : suspects.values()) {
      first = Math.min(first, suspect.deadline(config, nodes()));
    }
    for (long time : laterProbes.values()) {
      first = Math.min(first, time);
    }
    return first;
  }

  /** What is to be done, in order. */
  public Outbox<FailureAction.Handler> outbox() {
    return outbox;
  }

  // State for the host

  /** Returns how many members are suspected. */
  public int suspected() {
    return suspects.size();
  }

  /** Returns the ids of the suspected members; a copy. */
  public List<PeerId> suspects() {
    return List.copyOf(suspects.keySet());
  }

  /** Returns what happened so far. */
  public FailureCounters counters() {
    return counters;
  }

  /** Returns how many probes are under way. */
  public int pendingProbes() {
    return probes.size();
  }

  /** Returns how much this node distrusts itself, 0 to 7. */
  public int localHealth() {
    return health.score(now);
  }
}
