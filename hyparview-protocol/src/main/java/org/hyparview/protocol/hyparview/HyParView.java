package org.hyparview.protocol.hyparview;

import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.hyparview.protocol.hyparview.HyParViewAction.Cancel;
import org.hyparview.protocol.hyparview.HyParViewAction.Close;
import org.hyparview.protocol.hyparview.HyParViewAction.Connect;
import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.hyparview.HyParViewAction.Send;
import org.hyparview.protocol.hyparview.HyParViewAction.SendDirect;
import org.hyparview.protocol.hyparview.HyParViewEvent.DownReason;
import org.hyparview.protocol.hyparview.HyParViewEvent.Isolated;
import org.hyparview.protocol.hyparview.HyParViewEvent.PeerDown;
import org.hyparview.protocol.hyparview.HyParViewEvent.PeerUp;
import org.hyparview.protocol.hyparview.HyParViewEvent.SelfChanged;
import org.hyparview.protocol.hyparview.HyParViewMessage.Disconnect;
import org.hyparview.protocol.hyparview.HyParViewMessage.DisconnectReason;
import org.hyparview.protocol.hyparview.HyParViewMessage.ForwardJoin;
import org.hyparview.protocol.hyparview.HyParViewMessage.Join;
import org.hyparview.protocol.hyparview.HyParViewMessage.Neighbor;
import org.hyparview.protocol.hyparview.HyParViewMessage.NeighborReply;
import org.hyparview.protocol.hyparview.HyParViewMessage.Outcome;
import org.hyparview.protocol.hyparview.HyParViewMessage.Priority;
import org.hyparview.protocol.hyparview.HyParViewMessage.Probe;
import org.hyparview.protocol.hyparview.HyParViewMessage.ProbeReply;
import org.hyparview.protocol.hyparview.HyParViewMessage.Shuffle;
import org.hyparview.protocol.hyparview.HyParViewMessage.ShuffleReply;
import org.hyparview.protocol.hyparview.Request.Purpose;
import org.hyparview.protocol.hyparview.Request.State;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.machine.Outbox;
import org.hyparview.protocol.peer.Incarnations;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * The membership machine of one node: HyParView (Leitão, Pereira, Rodrigues, DSN 2007), with the
 * answers, timers and repairs that a real network requires.
 *
 * <p><b>Use.</b> Call {@link #join} once; then feed {@link #receive}, {@link #connected},
 * {@link #connectFailed}, {@link #linkLost} and {@link #wake}, draining the outbox after each.
 * {@link #leave} ends it. {@link HyParViewAction} specifies what each action asks of the host, and
 * {@link HyParViewEvent} what the machine reports.
 *
 * <p><b>A neighbor</b> is a peer in the active view: a separate open link plus the consent of both
 * ends. The requester enters the link when the answer arrives, the answerer when it answers. Either
 * end drops the neighbor by closing the link, and the loss of the link drops it. So a one-sided
 * entry lasts no longer than a message is on its way.
 *
 * <p><b>Invariants</b>, after each input:
 *
 * <ol>
 *   <li>The active and the passive view are within their sizes.
 *   <li>No node is in both, nor twice in one, and this node is in neither.
 *   <li>No two neighbors and requests share a link.
 *   <li>Each request has a deadline; there is at most one to a node, and none to a neighbor.
 *   <li>From {@link #join} to {@link #leave} there is a next deadline.
 *   <li>A node with contacts but no neighbor has a request under way, or tries again within one and
 *       a half times the longest rejoin delay.
 * </ol>
 *
 * and in a cluster, once messages and requests have come to rest:
 *
 * <ol start="7">
 *   <li>If a is b's neighbor then b is a's, over the two ends of one link.
 *   <li>No request is pending.
 *   <li>No message is sent without a new input; with inputs, their number is bounded by them.
 * </ol>
 *
 * <p><b>Not promised</b>: that the overlay is connected at each moment. It is with high
 * probability, and separate parts reconnect through {@linkplain Probe probes} of contacts and
 * failed peers.
 */
public final class HyParView implements Machine<HyParView.Host>, MembershipInputs {

  /** A host of this machine, or of one that contains it. */
  public interface Host extends HyParViewAction.Host, HyParViewEvent.Host {}

  /** The refusals that a round between two periodic steps tolerates, for each free slot. */
  private static final int REFUSALS_PER_SLOT = 2;

  /** The shuffles that are answered in one shuffle interval: on average one arrives. */
  static final int MAX_ANSWERS = 64;

  private final HyParViewConfig config;
  private final RandomGenerator random;
  private final Outbox<Host> outbox;
  private final ActiveView active;
  private final PassiveView passive;
  private final Requests requests = new Requests();
  private final FailedPeers failed;
  private final Component component;
  private final ContactRotation contactRotation;
  private final ContactDials contactDials = new ContactDials();
  private final RefillBackoff filling;
  private final Healing healing;
  private final DialBudget announced;
  private final RaiseBackoff raises = new RaiseBackoff();
  private final Candidates candidates;
  private final Messages messages = new Messages();

  private final int selfHash;
  private Peer self;
  private long now;
  private long deadline = NEVER;
  private long nextStep = NEVER;
  private boolean settled;
  private long requestNumber;
  private long shuffleSequence;
  private Sample shuffled = Sample.EMPTY;
  private boolean shuffleOutstanding;
  private int answered;
  private boolean mustEnter;
  private boolean saidIsolated;
  private @Nullable Peer lastJoiner;
  private long lastJoin;
  private boolean left;

  /**
   * Creates a machine that has not joined.
   *
   * @param self this node as others know it
   * @param random seeded; the machine's only source of randomness
   */
  public HyParView(Peer self, HyParViewConfig config, RandomGenerator random) {
    this(self, config, random, new Outbox<>());
  }

  /**
   * Creates a machine that has not joined and shares its outbox with others, which saves memory in
   * a host of many machines on one thread. The host drains the outbox after each input of any of
   * them.
   */
  public HyParView(Peer self, HyParViewConfig config, RandomGenerator random, Outbox<Host> outbox) {
    this.self = Objects.requireNonNull(self, "self");
    this.selfHash = self.hashCode();
    this.outbox = Objects.requireNonNull(outbox, "outbox");
    this.config = Objects.requireNonNull(config, "config");
    this.random = Objects.requireNonNull(random, "random");
    active = new ActiveView(config.activeViewSize());
    passive = new PassiveView(config.passiveViewSize());
    failed = new FailedPeers(config.failedPeerRetention());
    component = new Component(self);
    contactRotation = new ContactRotation(config.rejoinMinDelay(), config.rejoinMaxDelay(), random);
    filling = new RefillBackoff(config.rejoinMinDelay(), config.shuffleInterval(), random);
    healing = new Healing(config.healInterval(), random);
    announced = DialBudget.of(config.activeViewSize());
    candidates = new Candidates(self, config, active, passive, requests, random);
  }

  // Inputs

  /**
   * Enters the overlay through the first contact that answers, and starts the periodic work. The
   * machine asks the contacts in random order and without end; if one does not answer soon, it
   * dials others, too. Without contacts the node waits for other nodes to join through it. May be
   * called again with other contacts.
   *
   * <p>A node that already has neighbors when it joins still asks a contact: the neighbors may have
   * chosen it while it had none, and may know no other node.
   */
  public void join(List<PeerAddress> contacts, long time) {
    join(contacts, false, time);
  }

  /**
   * Joins as {@link #join} does, but asks the contacts in the order of the list at first. So nodes
   * that start together ask the same one, and don't begin as separate parts.
   */
  public void joinInOrder(List<PeerAddress> contacts, long time) {
    join(contacts, true, time);
  }

  private void join(List<PeerAddress> contacts, boolean inOrder, long time) {
    now = time;
    if (left) {
      throw new IllegalStateException(self + " has left and can't join again");
    }
    contactRotation.setContacts(contacts, self.address(), inOrder);
    if (nextStep == NEVER) {
      mustEnter = !contactRotation.contacts().isEmpty();
      nextStep = now + 1 + random.nextLong(config.shuffleInterval());
      healing.start(now);
    }
    settle();
  }

  /**
   * Asks a peer to be a neighbor, which the host knows to be in another component; probes of
   * contacts would find that later. Does nothing if the peer is a neighbor, or has been asked.
   */
  public void bind(Peer peer, long time) {
    now = time;
    if (!left && !peer.sameNode(self)) {
      bindTo(peer);
      settle();
    }
  }

  @Override
  public void connected(long number, long link, Peer peer, long time) {
    now = time;
    Request request = requests.byNumber(number);
    if (left || request == null) {
      close(link);
      return;
    }
    dropEarlierIncarnation(peer);
    Request other = requests.to(peer);
    if (active.contains(peer) || (other != null && other != request)) {
      requests.remove(request);
      close(link);
    } else if (!request.mayEvict() && !hasUnaskedSlot()) {
      requests.remove(request);
      close(link);
    } else {
      if (request.purpose == Purpose.JOIN) {
        cancelOtherDials(request);
      }
      request.ask(peer, link, priorityOf(request));
      passive.rest(peer);
      send(link, question(request));
    }
    settle();
  }

  /** Cancels the dials of other contacts: they are the next ones if this one does not admit us. */
  private void cancelOtherDials(Request connected) {
    for (Request other : requests.toList()) {
      if (other != connected && other.isContactDial()) {
        withdraw(other, DisconnectReason.EVICTED);
        contactRotation.putBack(other.address);
      }
    }
  }

  /**
   * Returns whether a peer is this node. The hashes nearly always differ, so this node's own peer
   * need not be fetched.
   */
  private boolean isSelf(Peer peer) {
    return peer.hashCode() == selfHash && peer.sameNode(self);
  }

  private void dropEarlierIncarnation(Peer peer) {
    int index = active.indexOf(peer);
    if (index != View.NONE && peer.isLaterThan(active.peer(index))) {
      supersede(index);
    }
  }

  @Override
  public void connectFailed(long number, ConnectFailure reason, long time) {
    now = time;
    Request request = requests.byNumber(number);
    if (request == null) {
      return;
    }
    requests.remove(request);
    if (reason == ConnectFailure.SELF) {
      contactRotation.drop(request.address);
    }
    giveUp(request);
    settle();
  }

  @Override
  public void receive(long link, Peer from, HyParViewMessage message, long time) {
    now = time;
    boolean isNeighbors = active.indexOfLink(link) != View.NONE;
    if (left || (!isNeighbors && isSelf(from))) {
      close(link);
      return;
    }
    settled = false;
    messages.link = link;
    messages.from = from;
    message.dispatch(messages);
    if (!settled) {
      settle();
    }
  }

  @Override
  public void linkLost(long link, long time) {
    now = time;
    int index = active.indexOfLink(link);
    if (index != View.NONE) {
      Peer peer = active.peer(index);
      dropNeighbor(index, DownReason.FAILED);
      beginShortRound();
      failed.add(peer, now);
      healing.hurry(now);
    } else {
      loseRequest(link);
    }
    settle();
  }

  private void loseRequest(long link) {
    Request request = requests.byLink(link);
    if (request != null) {
      requests.remove(request);
      giveUp(request);
    }
  }

  @Override
  public void wake(long time) {
    now = time;
    if (left) {
      return;
    }
    expireRequests();
    if (filling.isRoundDue(now)) {
      beginShortRound();
    }
    if (now >= nextStep) {
      step();
    }
    if (healing.isDue(now)) {
      probe();
    }
    settle();
  }

  /** Leaves the overlay: notifies the neighbors, and does nothing more. */
  public void leave(long time) {
    now = time;
    if (left) {
      return;
    }
    left = true;
    deadline = NEVER;
    requests.toList().forEach(request -> withdraw(request, DisconnectReason.LEAVING));
    while (!active.isEmpty()) {
      int last = active.size() - 1;
      Disconnect notice =
          new Disconnect(DisconnectReason.LEAVING, candidates.sampleFor(active.peer(last)));
      disconnect(last, notice, DownReason.LEFT);
    }
  }

  // State for the host

  @Override
  public Outbox<Host> outbox() {
    return outbox;
  }

  @Override
  public long deadline() {
    return deadline;
  }

  /** Returns this node, with its present incarnation. */
  public Peer self() {
    return self;
  }

  /** Returns the neighbors, in no order; a copy. */
  public List<Peer> activeView() {
    return active.toList();
  }

  /** Returns the candidates in reserve, in no order; a copy. */
  public List<Peer> passiveView() {
    return passive.toList();
  }

  /** Returns the number of neighbors. */
  public int activeSize() {
    return active.size();
  }

  /** Returns the number of candidates. */
  public int passiveSize() {
    return passive.size();
  }

  /** Returns the number of pending requests. */
  public int pendingRequests() {
    return requests.size();
  }

  /** Returns the pending requests, oldest first; for the checks of the invariants. */
  List<Request> requests() {
    return requests.toList();
  }

  /** Returns the links of the neighbors; for the checks of the invariants. */
  long[] links() {
    return active.links();
  }

  /** Returns whether this node has joined and not left; for the checks of the invariants. */
  boolean isMember() {
    return nextStep != NEVER && !left;
  }

  /** Returns the contacts that are left to fall back on; for the checks of the invariants. */
  List<PeerAddress> contacts() {
    return contactRotation.contacts();
  }

  /** Returns the label of the component that this node assumes to be in. */
  public ComponentLabel componentLabel() {
    return component.label();
  }

  // Messages

  /** The handler of all messages, with the link and the peer of the present message. */
  private final class Messages implements HyParViewMessage.Handler {

    private long link;
    private Peer from = self;

    // Join, §4.2

    @Override
    public void onJoin(Join message) {
      dropEarlierIncarnation(from);
      boolean isNeighbor = active.contains(from);
      if (isRefused(link, from, Purpose.JOIN)) {
        return;
      }
      if (!isNeighbor) {
        makeRoomForNewNode();
      }
      admit(link, from, message.label());
      if (!isNeighbor) {
        lastJoiner = from;
        lastJoin = now;
        forwardToAllBut(from);
      }
    }

    /**
     * Handles a walk (§4.2), with the prose's "active view of one" as the early end. A walk that
     * could only return, or reach the new node itself, is over: the two are neighbors already.
     */
    @Override
    public void onForwardJoin(ForwardJoin message) {
      Peer newNode = message.newNode();
      if (isMisplaced(link) || isSelf(newNode)) {
        return;
      }
      TimeToLive ttl = message.ttl().clampedTo(config.activeRandomWalkLength());
      if (ttl.isExpired() || active.size() <= 1) {
        admitNewNode(newNode);
        return;
      }
      if (ttl.hops() == config.passiveRandomWalkLength()) {
        candidates.add(newNode);
      }
      int next = active.randomExcept(active.indexOfLink(link), newNode, random);
      if (next != View.NONE) {
        send(active.link(next), new ForwardJoin(newNode, ttl.decremented()));
      }
    }

    // Neighbors, §4.3

    @Override
    public void onNeighbor(Neighbor message) {
      Request own = requests.to(from);
      if (isRefused(link, from, Purpose.FILL)) {
        return;
      }
      boolean wanted = own != null && own.mayEvict();
      if (message.priority() == Priority.HIGH || wanted || hasRoomFor(from)) {
        admit(link, from, message.label());
      } else {
        refuse(link, from, Outcome.FULL, 0);
      }
    }

    @Override
    public void onNeighborReply(NeighborReply message) {
      Request request = requests.byLink(link);
      if (request == null) {
        breakOff(link);
        return;
      }
      switch (message.outcome()) {
        case ACCEPTED -> accepted(request, from, message);
        case FULL -> refused(request, from, message);
        case CROSSED -> crossed(request);
        case STALE -> stale(request, message.incarnation());
      }
    }

    /**
     * Handles a disconnect (§4.2 and §4.3). An evicted node keeps its evicter as a candidate, but
     * lets it rest.
     */
    @Override
    public void onDisconnect(Disconnect message) {
      if (isMisplaced(link)) {
        return;
      }
      boolean leaving = message.reason() == DisconnectReason.LEAVING;
      dropNeighbor(active.indexOfLink(link), leaving ? DownReason.LEFT : DownReason.EVICTED);
      close(link);
      beginShortRound();
      candidates.integrate(Sample.of(message.sample()));
      if (leaving) {
        passive.remove(from);
      } else {
        candidates.addResting(from);
      }
    }

    // Shuffle, §4.4

    /**
     * Handles a shuffle (§4.4). Unlike a forwarded join, it is decremented before it is examined.
     */
    @Override
    public void onShuffle(Shuffle message) {
      if (isMisplaced(link)) {
        return;
      }
      component.merge(message.label());
      if (isSelf(message.origin()) || !active.admitsShuffle(active.indexOfLink(link))) {
        return;
      }
      TimeToLive ttl = message.ttl().clampedTo(config.shuffleTimeToLive()).decremented();
      int next = ttl.isExpired()
          ? View.NONE
          : active.randomExcept(active.indexOfLink(link), message.origin(), random);
      if (next == View.NONE) {
        acceptShuffle(message);
      } else {
        passOn(next, message.forwarded(ttl, component.label()));
      }
    }

    @Override
    public void onShuffleReply(ShuffleReply message) {
      if (shuffleOutstanding && message.sequence() == shuffleSequence) {
        shuffleOutstanding = false;
        learn(Sample.of(message.sample()), shuffled);
      }
    }

    // Healing a split overlay: not in the paper

    @Override
    public void onProbe(Probe message) {
      settled = true;
      Sample sample = candidates.sampleFor(from);
      send(link, new ProbeReply(message.sequence(), component.label(), sample));
    }

    /**
     * Handles the answer to a probe. A contact in this node's component adds no candidates: all
     * nodes probe the same few contacts, so these, and the peers that they happen to know, would
     * end up in every passive view.
     */
    @Override
    public void onProbeReply(ProbeReply message) {
      if (!healing.takeAnswer(message.sequence())) {
        return;
      }
      failed.remove(from);
      boolean isApart = component.differsFrom(message.label());
      if (isApart) {
        healing.hurry(now);
        bindTo(from);
      } else if (component.isSettled()) {
        healing.allIsOne();
      }
      if (isApart || !passive.isFull()) {
        candidates.add(from);
        candidates.integrate(Sample.of(message.sample()));
      }
    }
  }

  // Join, §4.2

  /**
   * Evicts a neighbor for a new node. The paper drops a random one. Here the last one that joined
   * makes room, if it joined just now, so that its walks are still under way. In a rush of joins
   * random drops would leave a contact with newcomers alone. Walks that start at these end at once,
   * so each node is connected to its immediate predecessors, and the last few may be an island.
   */
  private void makeRoomForNewNode() {
    if (active.isFull()) {
      Peer last = now - lastJoin < config.rejoinMinDelay() ? lastJoiner : null;
      int index = last == null ? View.NONE : active.indexOf(last);
      evict(index == View.NONE ? active.random(random) : index);
    }
  }

  private void forwardToAllBut(Peer newNode) {
    ForwardJoin walk = new ForwardJoin(newNode, TimeToLive.of(config.activeRandomWalkLength()));
    for (int i = 0; i < active.size(); i++) {
      if (!active.peer(i).sameNode(newNode)) {
        send(active.link(i), walk);
      }
    }
  }

  /** Ends a walk: the paper enters the new node here; this machine asks for its consent first. */
  private void admitNewNode(Peer newNode) {
    if (active.contains(newNode) || requests.to(newNode) != null) {
      return;
    }
    if (mayAskMore() && announced.take(now)) {
      request(Purpose.ADMIT, newNode);
    } else {
      candidates.add(newNode);
    }
  }

  private boolean mayAskMore() {
    return requests.slots() < 2 * active.capacity();
  }

  // Neighbors, §4.3

  /**
   * Returns whether a low priority is enough. A slot that is held for a request of this node counts
   * as taken once the request was sent, but not while requests are refused: otherwise nodes that
   * look for each other would all wait for another node.
   */
  private boolean hasRoomFor(Peer peer) {
    return hasUnaskedSlot() || (filling.isRefused() && !active.isFull()) || active.contains(peer);
  }

  /**
   * Returns whether a slot is left for a connected peer. A mere dial holds none: after a mass
   * failure nearly all dials fail, and survivors must not refuse each other for them.
   */
  private boolean hasUnaskedSlot() {
    return active.size() + requests.asked() < active.capacity();
  }

  /**
   * Answers a request that can't be granted whatever its priority. Of two crossed requests, a JOIN
   * takes precedence over a NEIGHBOR, otherwise the one of the smaller id; the sender of the other
   * withdraws it.
   */
  private boolean isRefused(long link, Peer from, Purpose purpose) {
    if (requests.byLink(link) != null) {
      breakOff(link);
      return true;
    }
    int index = active.indexOf(from);
    if (index != View.NONE && active.peer(index).isLaterThan(from)) {
      refuse(link, from, Outcome.STALE, active.peer(index).incarnation());
      return true;
    }
    Request own = requests.to(from);
    if (own == null) {
      return false;
    }
    if (own.state() == State.ASKED && goesAhead(own, from, purpose)) {
      refuse(link, from, Outcome.CROSSED, 0);
      return true;
    }
    withdraw(own, DisconnectReason.EVICTED);
    return false;
  }

  private boolean goesAhead(Request own, Peer other, Purpose othersPurpose) {
    boolean ownJoins = own.purpose == Purpose.JOIN;
    boolean otherJoins = othersPurpose == Purpose.JOIN;
    return ownJoins == otherJoins ? self.id().compareTo(other.id()) < 0 : ownJoins;
  }

  private void refuse(long link, Peer from, Outcome outcome, long incarnation) {
    Sample sample = candidates.sampleFor(from);
    send(link, new NeighborReply(outcome, incarnation, component.label(), sample));
    close(link);
  }

  /** Accepts and enters the peer, in place of its older link or of a random neighbor. */
  private void admit(long link, Peer from, ComponentLabel label) {
    component.merge(label);
    int index = active.indexOf(from);
    if (index == View.NONE) {
      makeRoom();
    } else if (active.link(index) != link) {
      supersede(index);
    }
    Sample sample = candidates.sampleFor(from);
    send(link, new NeighborReply(Outcome.ACCEPTED, 0, component.label(), sample));
    if (active.indexOfLink(link) == View.NONE) {
      enter(from, link);
    }
  }

  private void supersede(int index) {
    long old = active.link(index);
    dropNeighbor(index, DownReason.SUPERSEDED);
    close(old);
  }

  private void makeRoom() {
    if (active.isFull()) {
      evict(active.random(random));
    }
  }

  private void evict(int index) {
    Peer peer = active.peer(index);
    Disconnect notice = new Disconnect(DisconnectReason.EVICTED, candidates.sampleFor(peer));
    disconnect(index, notice, DownReason.EVICTED);
    candidates.addResting(peer);
  }

  private void disconnect(int index, Disconnect notice, DownReason reason) {
    long link = active.link(index);
    send(link, notice);
    dropNeighbor(index, reason);
    close(link);
  }

  private void enter(Peer peer, long link) {
    passive.remove(peer);
    failed.remove(peer);
    active.add(peer, link);
    outbox.add(new PeerUp(peer, link));
    contactRotation.reset();
    filling.succeeded();
    saidIsolated = false;
  }

  private void dropNeighbor(int index, DownReason reason) {
    Peer peer = active.peer(index);
    long link = active.link(index);
    active.removeAt(index);
    outbox.add(new PeerDown(peer, link, reason));
  }

  // Requests and their answers, §4.3

  private void accepted(Request request, Peer from, NeighborReply reply) {
    requests.remove(request);
    if (active.isFull() && !request.mayEvict()) {
      send(request.link(), new Disconnect(DisconnectReason.EVICTED, candidates.sampleFor(from)));
      close(request.link());
      return;
    }
    makeRoom();
    component.merge(reply.label());
    enter(from, request.link());
    candidates.integrate(Sample.of(reply.sample()));
    if (request.purpose == Purpose.JOIN) {
      mustEnter = false;
      filling.waitForWalks(now);
    }
  }

  /** Handles a refusal (§4.3): the peer stays a candidate. */
  private void refused(Request request, Peer from, NeighborReply reply) {
    requests.remove(request);
    close(request.link());
    if (request.purpose == Purpose.FILL) {
      filling.refused();
    }
    candidates.integrate(Sample.of(reply.sample()));
    candidates.addResting(from);
  }

  private void crossed(Request request) {
    close(request.link());
    request.expect();
  }

  private void stale(Request request, long known) {
    requests.remove(request);
    close(request.link());
    boolean isHigher = known >= self.incarnation() && Incarnations.isPlausible(known);
    if (isHigher && raises.tryRaise(now)) {
      self = self.withIncarnation(known + 1);
      component.selfChanged(self);
      outbox.add(new SelfChanged(self));
    }
  }

  private void request(Purpose purpose, Peer peer) {
    long deadline = now + config.requestTimeout();
    passive.rest(peer);
    connect(Request.neighbor(++requestNumber, purpose, peer, deadline));
  }

  private void connect(Request request) {
    requests.add(request);
    outbox.add(new Connect(request.number, request.address, request.peerId()));
  }

  private HyParViewMessage question(Request request) {
    return request.purpose == Purpose.JOIN
        ? new Join(component.label())
        : new Neighbor(request.priority(), component.label());
  }

  /**
   * Returns the priority of a request (§4.3): high only without any neighbor, and for one request
   * at a time; or for a pressing one.
   */
  private Priority priorityOf(Request request) {
    boolean urgent = active.isEmpty() && !requests.hasUrgent();
    return urgent || request.isPressing() ? Priority.HIGH : Priority.LOW;
  }

  /**
   * Withdraws a request. The peer may have agreed already, so it is notified before its link is
   * closed.
   */
  private void withdraw(Request request, DisconnectReason reason) {
    requests.remove(request);
    switch (request.state()) {
      case CONNECTING -> outbox.add(new Cancel(request.number));
      case ASKED -> {
        send(request.link(), new Disconnect(reason, Sample.EMPTY));
        close(request.link());
      }
      case EXPECTED -> {}
    }
  }

  private void expireRequests() {
    Request request = requests.expiredAt(now);
    while (request != null) {
      withdraw(request, DisconnectReason.EVICTED);
      giveUp(request);
      request = requests.expiredAt(now);
    }
  }

  /** Gives up an unreachable peer (§4.3): it is no longer a candidate, but remembered as failed. */
  private void giveUp(Request request) {
    Peer peer = request.peer();
    boolean unreachable = request.state() != State.EXPECTED;
    if (unreachable && peer != null && passive.remove(peer)) {
      failed.add(peer, now);
    }
  }

  // Filling the active view, and reentering the overlay when it is empty

  private int freeSlots() {
    return active.capacity() - active.size() - requests.slots();
  }

  /**
   * Begins the round of a periodic step, which asks each candidate once (§4.3: until one accepts).
   */
  private void beginFullRound() {
    candidates.wakeAll();
    filling.beginRound(passive.size());
  }

  private void beginShortRound() {
    candidates.wakeAll();
    filling.beginRound(REFUSALS_PER_SLOT * (active.capacity() - active.size()));
  }

  /** Does all due work. Handlers that know that none is due say so beforehand. */
  private void settle() {
    if (left) {
      return;
    }
    fillActiveView();
    if ((active.isEmpty() || mustEnter) && hasOnlyContactDials()) {
      findContact();
    }
    deadline = nextDeadline();
  }

  private long nextDeadline() {
    long first = Math.min(nextStep, Math.min(healing.deadline(), filling.deadline()));
    return Math.min(first, isAlone() ? contactRotation.deadline() : requestDeadline());
  }

  private long requestDeadline() {
    boolean mayDialMore = contactRotation.hasNext() && hasOnlyContactDials();
    return mayDialMore
        ? Math.min(contactDials.deadline(), requests.deadline())
        : requests.deadline();
  }

  private boolean hasOnlyContactDials() {
    return requests.isEmpty() || requests.contactDials() == requests.size();
  }

  private boolean isAlone() {
    return active.isEmpty() && requests.isEmpty();
  }

  private void fillActiveView() {
    int free = freeSlots();
    for (; free > 0 && filling.hasBudget(); free--) {
      Peer candidate = passive.randomAwake(random);
      if (candidate == null) {
        break;
      }
      request(Purpose.FILL, candidate);
    }
    if (free > 0 && !passive.isEmpty()) {
      filling.retryLater(now);
    }
  }

  /** Dials as many contacts as may be dialed at a time. The pass is over when all have failed. */
  private void findContact() {
    if (contactRotation.isPausing(now)) {
      return;
    }
    if (requests.isEmpty()) {
      contactDials.reset();
    }
    PeerAddress contact = nextContact();
    while (contact != null) {
      contactDials.dialed(now);
      connect(Request.join(++requestNumber, contact, now + config.requestTimeout()));
      contact = nextContact();
    }
    if (requests.isEmpty()) {
      endPass();
    }
  }

  /** Returns the next contact to dial, or null if there is none, or none that may be dialed now. */
  private @Nullable PeerAddress nextContact() {
    if (requests.contactDials() >= contactDials.limit(now)) {
      return null;
    }
    PeerAddress contact;
    do {
      contact = contactRotation.next(failed.toList(now));
    } while (contact != null && (active.isAt(contact) || requests.isDialing(contact)));
    return contact;
  }

  private void endPass() {
    mustEnter = false;
    boolean isThereAnybody = !contactRotation.contacts().isEmpty() || !failed.isEmpty();
    if (active.isEmpty() && isThereAnybody) {
      contactRotation.pause(now);
      sayIsolated();
    } else {
      contactRotation.reset();
    }
  }

  private void sayIsolated() {
    if (!saidIsolated) {
      saidIsolated = true;
      outbox.add(new Isolated());
    }
  }

  // Shuffle, §4.4

  private void step() {
    nextStep = now + config.shuffleInterval();
    active.forgetShuffles();
    answered = 0;
    component.step();
    boolean starved = filling.isRefused() && freeSlots() > 1;
    beginFullRound();
    if (starved) {
      insist();
    }
    if (!active.isEmpty()) {
      shuffle();
    }
  }

  /**
   * Asks a full node for a neighbor, at the expense of one of its own, for a node that lacks
   * several neighbors though it asked all it knows. The paper lets it starve; a few such nodes may
   * even be an island among full ones. The evicted neighbor is left with one free slot, so free
   * slots spread out.
   */
  private void insist() {
    Peer candidate = passive.randomAwake(random);
    if (candidate != null) {
      request(Purpose.INSIST, candidate);
    }
  }

  private void shuffle() {
    int target = active.random(random);
    Peer receiver = active.peer(target);
    shuffled = candidates.shuffleFor(receiver, self);
    shuffleOutstanding = true;
    TimeToLive ttl = TimeToLive.of(config.shuffleTimeToLive());
    send(
        active.link(target),
        new Shuffle(self, ++shuffleSequence, ttl, component.label(), shuffled));
  }

  /**
   * Exchanges samples with the origin of a shuffle. To answer, this node dials whatever address the
   * message names, so it doesn't without bound: who forges origins would have it dial for them.
   */
  private void acceptShuffle(Shuffle message) {
    if (answered == MAX_ANSWERS) {
      return;
    }
    answered++;
    Peer origin = message.origin();
    Sample answer = candidates.answerTo(origin, message.sample().size());
    ShuffleReply reply = new ShuffleReply(message.sequence(), answer);
    int index = active.indexOf(origin);
    if (index == View.NONE) {
      outbox.add(new SendDirect(origin.address(), origin.id(), reply));
    } else {
      send(active.link(index), reply);
    }
    learn(Sample.of(message.sample()), answer);
  }

  /** Integrates candidates, which are of immediate use only to a node with a free slot. */
  private void learn(Sample received, Sample sent) {
    candidates.integrate(received, sent);
    settled = active.isFull();
  }

  // Healing a split overlay: not in the paper

  private void probe() {
    Healing.Target target = healing.next(now, contactRotation.contacts(), failed, active);
    if (target != null) {
      Probe probe = new Probe(healing.sequence(), component.label());
      outbox.add(new SendDirect(target.address(), target.expected(), probe));
    }
  }

  /** Connects two components: a link between them is worth a neighbor on each side. */
  private void bindTo(Peer peer) {
    if (!active.contains(peer) && requests.to(peer) == null && mayAskMore()) {
      request(Purpose.HEAL, peer);
    }
  }

  // Links

  /** Returns whether a message for neighbors arrived on another link; closes that link. */
  private boolean isMisplaced(long link) {
    if (active.indexOfLink(link) != View.NONE) {
      return false;
    }
    breakOff(link);
    return true;
  }

  /** Closes the link of a peer that broke the protocol, and drops its neighbor or request. */
  private void breakOff(long link) {
    int index = active.indexOfLink(link);
    if (index == View.NONE) {
      loseRequest(link);
    } else {
      dropNeighbor(index, DownReason.FAILED);
      beginShortRound();
    }
    close(link);
  }

  /** Forwards a shuffle. That leaves this node's state unchanged, so there is nothing to settle. */
  private void passOn(int neighbor, HyParViewMessage message) {
    settled = true;
    send(active.link(neighbor), message);
  }

  private void send(long link, HyParViewMessage message) {
    outbox.add(new Send(link, message));
  }

  private void close(long link) {
    outbox.add(new Close(link));
  }
}
