package org.hyparview.cluster.protocol.plane;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.failure.FailureAction;
import org.hyparview.cluster.protocol.failure.FailureDetector;
import org.hyparview.cluster.protocol.failure.FailureMessage;
import org.hyparview.cluster.protocol.failure.ProbeResult;
import org.hyparview.cluster.protocol.registry.Registry;
import org.hyparview.cluster.protocol.registry.RegistryAction;
import org.hyparview.cluster.protocol.registry.RegistryEvent;
import org.hyparview.cluster.protocol.registry.RegistryMessage;
import org.hyparview.protocol.hyparview.HyParView;
import org.hyparview.protocol.hyparview.HyParViewAction;
import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.hyparview.HyParViewEvent;
import org.hyparview.protocol.hyparview.HyParViewEvent.DownReason;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.hyparview.MembershipInputs;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.machine.Outbox;
import org.hyparview.protocol.machine.Output;
import org.hyparview.protocol.overlay.Overlay;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.Answer;
import org.hyparview.protocol.plumtree.Audience;
import org.hyparview.protocol.plumtree.BroadcastInputs;
import org.hyparview.protocol.plumtree.Fold;
import org.hyparview.protocol.plumtree.MessageId;
import org.hyparview.protocol.plumtree.PlumtreeAction;
import org.hyparview.protocol.plumtree.PlumtreeEvent;
import org.hyparview.protocol.plumtree.PlumtreeMessage;
import org.jspecify.annotations.Nullable;

/**
 * The gossip plane of one node of a cluster: the {@link Overlay}, and above it the {@link Registry}
 * and the {@link FailureDetector} detector. It only routes.
 *
 * <p><b>Use.</b> {@link #join}, then inputs as for any {@link Machine}, draining the outbox after
 * each. The cluster is joined when {@link RegistryEvent.Joined} is reported. Local changes are
 * collected: call {@link #flush} when the changes of one turn are made, or {@link #wake}, for which
 * the {@link #deadline} is due at once. {@link #leave} ends it: after {@link RegistryEvent.Left}
 * and the actions behind it nothing more comes.
 *
 * <p>An event is reported to the user before the message that acknowledges it to other nodes. So if
 * the host passes reports on in order, and before it sends what follows them, then a completed
 * registration is known to the users of all reachable nodes.
 */
public final class GossipPlane
    implements Machine<GossipPlane.Host>, MembershipInputs, BroadcastInputs {

  /** A host of this machine, which gets the events of users' broadcasts and questions alone. */
  public interface Host
      extends HyParView.Host,
          PlumtreeAction.Host,
          PlumtreeEvent.Host,
          RegistryEvent.Host,
          PlaneAction.Handler {}

  /** The longest search for a contact, in milliseconds, before the node bootstraps a cluster. */
  static final long MAX_SEARCH = 10_000;

  private final PlaneConfig config;
  private final PayloadCodec codec;
  private final Overlay overlay;
  private final Registry registry;
  private final FailureDetector failureDetector;
  private final UnknownPeers unknownPeers = new UnknownPeers();
  private final Outbox<Host> outbox = new Outbox<>();
  private final Map<MessageId, Long> broadcasts = new LinkedHashMap<>();
  private final EarlierBroadcasts earlier;

  /** The broadcast of this node's user that is delivered next. */
  private @Nullable MessageId ownBroadcast;

  private final Router router = new Router();

  private long now;
  private long searchEnd = NEVER;
  private long undecodable;
  private long unknownKinds;
  private long refused;

  /** The node that caused the present input, or names itself as the origin of a broadcast. */
  private PeerId source;

  /**
   * Creates a plane that has not joined.
   *
   * @param self this node; its incarnation should be the wall clock in milliseconds
   * @param random seeded; the only source of randomness
   */
  public GossipPlane(
      Peer self, PlaneConfig config, PayloadCodec codec, RandomGenerator random, long now) {
    this.config = Objects.requireNonNull(config, "config");
    this.codec = Objects.requireNonNull(codec, "codec");
    this.now = now;
    source = self.id();
    earlier = new EarlierBroadcasts(config.broadcast().retention());
    overlay = new Overlay(self, config.membership(), config.broadcast(), random);
    registry = new Registry(self, config.registry(), random, now);
    failureDetector = new FailureDetector(self.id(), config.failure(), random);
    // What nodes that start side by side announced a moment ago makes them one cluster at once.
    overlay.takeEarlierBroadcasts();
    overlay.setAudience(new Audience() {
      @Override
      public boolean includesSelf() {
        return registry.isMember();
      }

      @Override
      public boolean isAll(long sum) {
        return sum == sumOfMembers();
      }
    });
  }

  private long sumOfMembers() {
    long sum = 0;
    for (Peer member : registry.members()) {
      boolean counts = registry.isMember() || !member.sameNode(registry.self());
      sum += counts ? Audience.mark(member.id()) : 0;
    }
    return sum;
  }

  // Inputs of the overlay

  /**
   * Joins the cluster through the first contact that answers, asking them in their order; with no
   * contact but this node itself, or if none has answered within {@value #MAX_SEARCH} ms, it starts
   * one, and continues to look for the others. May be called again with other contacts.
   */
  public void join(List<PeerAddress> contacts, long time) {
    now = time;
    if (searchEnd == NEVER && !registry.isMember()) {
      searchEnd = now + MAX_SEARCH;
    }
    overlay.joinInOrder(contacts, now);
    route();
    List<PeerAddress> others = new ArrayList<>(contacts);
    others.removeIf(contact -> contact.equals(registry.self().address()));
    if (others.isEmpty()) {
      registry.alone(now);
      route();
    }
  }

  /** Makes a node a neighbor that is in another component, unless it is a member already. */
  public void meet(Peer stranger, long time) {
    now = time;
    if (!registry.knows(stranger)) {
      overlay.bind(stranger, now);
      route();
    }
  }

  /** Leaves the cluster, gracefully as far as that is quick. */
  public void leave(long time) {
    now = time;
    registry.leave(now);
    route();
  }

  @Override
  public void connected(long request, long link, Peer peer, long time) {
    now = time;
    overlay.connected(request, link, peer, now);
    route();
  }

  @Override
  public void connectFailed(long request, ConnectFailure reason, long time) {
    now = time;
    overlay.connectFailed(request, reason, now);
    route();
    if (reason == ConnectFailure.SELF && overlay.membership().pendingRequests() == 0) {
      noteIfAlone();
    }
  }

  /** Ends the search for a contact: the only one is this node itself, or the time is over. */
  private void noteIfAlone() {
    if (overlay.membership().activeSize() == 0) {
      registry.alone(now);
      route();
    }
  }

  @Override
  public void receive(long link, Peer from, HyParViewMessage message, long time) {
    now = time;
    overlay.receive(link, from, message, now);
    route();
  }

  /** A message of the broadcast machine came in on a link. */
  @Override
  public void receive(long link, Peer from, PlumtreeMessage message, long time) {
    now = time;
    earlier.note(message, now);
    overlay.receive(link, from, message, now);
    route();
  }

  /** A message of the registry came in on a link. */
  public void receive(long link, Peer from, RegistryMessage message, long time) {
    now = time;
    source = from.id();
    registry.receive(link, message, now);
    route();
  }

  @Override
  public void linkLost(long link, long time) {
    now = time;
    overlay.linkLost(link, now);
    route();
  }

  // Broadcasts of the user

  /**
   * Sends a user's envelope to all nodes, this one included; each reports it as
   * {@link PlumtreeEvent.Delivered}, except nodes that have entered the overlay since.
   *
   * @throws IllegalArgumentException if it is longer than {@link #maxEnvelope}
   */
  @Override
  public MessageId broadcast(byte[] envelope, long time) {
    now = time;
    return broadcast(overlay.broadcast(codec.encode(new Payload.OfUser(envelope)), now));
  }

  /**
   * Sends a user's envelope as {@link #broadcast} does, and reports later whether all nodes in
   * reach have it; see {@link BroadcastInputs#broadcastAcknowledged}.
   */
  @Override
  public MessageId broadcastAcknowledged(byte[] envelope, long timeout, long time) {
    now = time;
    byte[] payload = codec.encode(new Payload.OfUser(envelope));
    return broadcast(overlay.broadcastAcknowledged(payload, timeout, now));
  }

  private MessageId broadcast(MessageId id) {
    ownBroadcast = id;
    route();
    ownBroadcast = null;
    return id;
  }

  /** Returns the most bytes of a user's envelope. */
  public int maxEnvelope() {
    return config.broadcast().maxPayload() - 1;
  }

  // Inputs of the failure detector

  /** Takes the result of a probe; see {@link FailureDetector#probeResult}. */
  public void probeResult(long number, ProbeResult result, long time) {
    now = time;
    failureDetector.probeResult(number, result, now);
    route();
  }

  /** Compensates for a stall of this node, in milliseconds; see {@link FailureDetector#stalled}. */
  public void stalled(long millis, long time) {
    now = time;
    failureDetector.stalled(millis, now);
    route();
  }

  // Questions

  @Override
  public @Nullable MessageId ask(byte[] payload, Fold fold, long timeout, long time) {
    now = time;
    MessageId id = overlay.ask(payload, fold, timeout, now);
    route();
    return id;
  }

  @Override
  public boolean answer(MessageId id, Answer answer, long time) {
    now = time;
    boolean taken = overlay.answer(id, answer, now);
    route();
    return taken;
  }

  // Local changes

  /** See {@link Registry#setNodeInfo}. */
  public long setNodeInfo(Bytes info, long time) {
    now = time;
    long ticket = registry.setNodeInfo(info, now);
    route();
    return ticket;
  }

  /** See {@link Registry#setMetadata}. */
  public long setMetadata(Bytes metadata, long time) {
    now = time;
    long ticket = registry.setMetadata(metadata, now);
    route();
    return ticket;
  }

  /** See {@link Registry#addRegistration}. */
  public long addRegistration(long seq, String address, long time) {
    now = time;
    long ticket = registry.addRegistration(seq, address, now);
    route();
    return ticket;
  }

  /** See {@link Registry#removeRegistration}. */
  public long removeRegistration(long seq, long time) {
    now = time;
    long ticket = registry.removeRegistration(seq, now);
    route();
    return ticket;
  }

  /** See {@link Registry#putEntry}. */
  public long putEntry(String map, Bytes key, Bytes value, long time) {
    now = time;
    long ticket = registry.putEntry(map, key, value, now);
    route();
    return ticket;
  }

  /** See {@link Registry#removeEntry}. */
  public long removeEntry(String map, Bytes key, long time) {
    now = time;
    long ticket = registry.removeEntry(map, key, now);
    route();
    return ticket;
  }

  /** Broadcasts the collected local changes. */
  public void flush(long time) {
    now = time;
    registry.flush(now);
    route();
  }

  // Time

  @Override
  public void wake(long time) {
    now = time;
    if (overlay.deadline() <= now) {
      overlay.wake(now);
      route();
    }
    if (failureDetector.deadline() <= now) {
      failureDetector.wake(now);
      route();
    }
    if (registry.deadline() <= now) {
      registry.wake(now);
      route();
    }
    if (searchEnd <= now) {
      searchEnd = NEVER;
      noteIfAlone();
    }
    if (unknownPeers.deadline() <= now) {
      Peer stranger = unknownPeers.look(overlay.membership().passiveView(), registry::knows, now);
      if (stranger != null) {
        overlay.bind(stranger, now);
        route();
      }
    }
  }

  @Override
  public long deadline() {
    long search = registry.isMember() ? NEVER : searchEnd;
    long first = Math.min(Math.min(search, overlay.deadline()), unknownPeers.deadline());
    return Math.min(first, Math.min(registry.deadline(), failureDetector.deadline()));
  }

  @Override
  public Outbox<Host> outbox() {
    return outbox;
  }

  // State for the host

  /** Returns the overlay, for inspection; its inputs are this machine's. */
  public Overlay overlay() {
    return overlay;
  }

  /** Returns the registry, for inspection; its inputs are this machine's. */
  public Registry registry() {
    return registry;
  }

  /** Returns the failure detector, for inspection; its inputs are this machine's. */
  public FailureDetector failure() {
    return failureDetector;
  }

  /** Returns how many incoming broadcasts could not be decoded. */
  public long undecodable() {
    return undecodable;
  }

  /** Returns how many incoming broadcasts had a kind that only a later version knows. */
  public long unknownKinds() {
    return unknownKinds;
  }

  /** Returns how many claims of other nodes were not believed. */
  public long refused() {
    return refused;
  }

  // Routing

  private void refuse(String claim) {
    refused++;
    outbox.add(new PlaneAction.Refused(source, "it claims " + claim));
  }

  /**
   * Routes until no machine requests anything more. The reports of one machine leave before the
   * next machine runs.
   */
  private void route() {
    routeUpper();
    Output<? super Overlay.Host> output = overlay.outbox().poll();
    while (output != null) {
      output.passTo(router);
      routeUpper();
      output = overlay.outbox().poll();
    }
  }

  private void routeUpper() {
    while (!registry.outbox().isEmpty() || !failureDetector.outbox().isEmpty()) {
      Output<? super Registry.Host> byRegistry = registry.outbox().poll();
      if (byRegistry != null) {
        byRegistry.passTo(router);
      } else {
        Output<? super FailureAction.Handler> byFailure =
            failureDetector.outbox().poll();
        if (byFailure != null) {
          byFailure.passTo(router);
        }
      }
    }
  }

  /** Passes on the outcome of an acknowledged broadcast: of the registry, or else of the user. */
  private void endBroadcast(MessageId id, boolean acknowledged, PlumtreeEvent outcome) {
    Long number = broadcasts.remove(id);
    if (number == null) {
      outbox.add(outcome);
    } else {
      registry.broadcastCompleted(number, acknowledged, now);
    }
  }

  /** The host of all machines inside: where each action and each event goes. */
  private final class Router
      implements Overlay.Host,
          HyParViewEvent.Handler,
          PlumtreeEvent.Handler,
          Registry.Host,
          FailureAction.Handler,
          Payload.Handler {

    /** The delivery whose payload is looked at. */
    private PlumtreeEvent.@Nullable Delivered delivered;

    // Actions of the overlay

    @Override
    public void onAction(HyParViewAction action) {
      outbox.add(action);
    }

    @Override
    public void onEvent(HyParViewEvent event) {
      outbox.add(event);
      event.dispatch(this);
    }

    @Override
    public void onAction(PlumtreeAction action) {
      outbox.add(action);
    }

    @Override
    public void onEvent(PlumtreeEvent event) {
      event.dispatch(this);
    }

    @Override
    public void onPeerUp(HyParViewEvent.PeerUp event) {
      earlier.neighborUp(now);
      failureDetector.neighborUp(event.peer().id(), now);
      registry.neighborUp(event.peer(), event.link(), now);
    }

    @Override
    public void onPeerDown(HyParViewEvent.PeerDown event) {
      registry.neighborDown(event.link(), now);
      if (event.reason() == DownReason.FAILED) {
        failureDetector.neighborLost(event.peer().id(), now);
      } else if (event.reason() == DownReason.LEFT) {
        failureDetector.neighborLeft(event.peer().id(), now);
      } else {
        failureDetector.neighborDropped(event.peer().id(), now);
      }
    }

    @Override
    public void onIsolated(HyParViewEvent.Isolated event) {
      registry.alone(now);
    }

    @Override
    public void onSelfChanged(HyParViewEvent.SelfChanged event) {
      // The registry has an incarnation of its own.
    }

    @Override
    public void onDelivered(PlumtreeEvent.Delivered event) {
      if (event.id().origin().equals(registry.self().id()) && !event.id().equals(ownBroadcast)) {
        return;
      }
      delivered = event;
      source = event.id().origin();
      Payload payload = codec.decode(event.payload());
      if (payload == null) {
        undecodable(event.payload());
      } else {
        payload.dispatch(this);
      }
    }

    private void undecodable(byte[] payload) {
      if (codec.isOfUnknownKind(payload)) {
        unknownKinds++;
        outbox.add(new PlaneAction.Refused(
            source,
            "a broadcast of a kind that this version doesn't know, so it may run a later one: it"
                + " was passed on, but ignored here"));
      } else {
        undecodable++;
      }
    }

    @Override
    public void onAcknowledged(PlumtreeEvent.Acknowledged event) {
      endBroadcast(event.id(), true, event);
    }

    @Override
    public void onUnacknowledged(PlumtreeEvent.Unacknowledged event) {
      endBroadcast(event.id(), false, event);
    }

    /** Asks the user of a member. A node that has not joined yet, or has left, has no answer. */
    @Override
    public void onAsked(PlumtreeEvent.Asked event) {
      if (registry.isMember()) {
        outbox.add(event);
      } else {
        overlay.answer(event.id(), Answer.NONE, now);
      }
    }

    @Override
    public void onAnswered(PlumtreeEvent.Answered event) {
      outbox.add(event);
    }

    // Broadcasts of other nodes

    @Override
    public void onRegistry(RegistryMessage.Update update) {
      PeerId owner = update.delta().owner().id();
      if (owner.equals(source)) {
        registry.receiveBroadcast(update, now);
      } else {
        refuse("to speak for node " + owner);
      }
    }

    @Override
    public void onFailure(FailureMessage message) {
      if (!message.mayComeFrom(source)) {
        refuse("to accuse in the name of another node");
      } else if (registry.stamp(source) != null) {
        failureDetector.receive(message, now);
      } else {
        refused++; // Not worth a report: after a partition many are not members yet.
      }
    }

    /** Reports a user's broadcast, unless it was made before this node was there. */
    @Override
    public void onUser(byte[] envelope) {
      PlumtreeEvent.Delivered event = delivered;
      if (event != null && registry.isMember() && !earlier.contains(event.id())) {
        outbox.add(new PlumtreeEvent.Delivered(event.id(), event.round(), envelope));
      }
    }

    // Actions of the registry

    @Override
    public void onBroadcast(RegistryAction.Broadcast action) {
      byte[] payload = codec.encode(new Payload.OfRegistry(action.update()));
      long timeout = config.registry().completionTimeout();
      MessageId id = overlay.broadcastAcknowledged(payload, timeout, now);
      broadcasts.put(id, action.number());
    }

    @Override
    public void onSend(RegistryAction.Send action) {
      outbox.add(new PlaneAction.SendRegistry(action.link(), action.message()));
    }

    @Override
    public void onEvent(RegistryEvent event) {
      outbox.add(event);
      if (event instanceof RegistryEvent.Joined) {
        unknownPeers.start(now);
      } else if (event instanceof RegistryEvent.Left) {
        unknownPeers.stop();
        failureDetector.leave();
        overlay.leave(now);
      }
    }

    @Override
    public void onMemberChanged(RegistryAction.MemberChanged action) {
      failureDetector.memberChanged(action.member(), now);
    }

    @Override
    public void onMemberGone(RegistryAction.MemberGone action) {
      failureDetector.memberGone(action.id(), now);
    }

    @Override
    public void onClaimed(RegistryAction.Claimed action) {
      failureDetector.claimed(action.id(), action.incarnation(), now);
    }

    @Override
    public void onDisbelieve(RegistryAction.Disbelieve action) {
      refuse(action.claim());
    }

    // Actions of the failure detector

    @Override
    public void onProbe(FailureAction.Probe action) {
      outbox.add(new PlaneAction.ProbeMember(action));
    }

    @Override
    public void onBroadcast(FailureAction.Broadcast action) {
      overlay.broadcast(codec.encode(new Payload.OfFailure(action.message())), now);
    }

    @Override
    public void onDeclare(FailureAction.Declare action) {
      registry.declareDead(action.id(), action.incarnation(), now);
    }

    @Override
    public void onRefute(FailureAction.Refute action) {
      registry.refute(action.incarnation(), now);
    }

    @Override
    public void onComeBack(FailureAction.ComeBack action) {
      registry.heardOfOwnDeath(action.incarnation(), now);
    }

    @Override
    public void onDisbelieve(FailureAction.Disbelieve action) {
      refuse(action.message().toString());
    }
  }
}
