package org.hyparview.protocol.plumtree;

import java.util.List;
import java.util.Objects;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.machine.Outbox;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.Ranges;
import org.hyparview.protocol.plumtree.MissingMessage.Announcer;
import org.hyparview.protocol.plumtree.OwnBroadcasts.OwnBroadcast;
import org.hyparview.protocol.plumtree.PlumtreeAction.Send;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Delivered;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Unacknowledged;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Ack;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Announcement;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Gossip;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Graft;
import org.hyparview.protocol.plumtree.PlumtreeMessage.IHave;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Prune;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Question;
import org.jspecify.annotations.Nullable;

/**
 * The broadcast machine of one node: Plumtree (Leitão, Pereira, Rodrigues, Epidemic Broadcast
 * Trees, SRDS 2007), bounded, for many senders, with acknowledgements and with questions.
 *
 * <p><b>Use.</b> Report each neighbor by {@link #neighborUp} and {@link #neighborDown}; feed
 * {@link #receive} and {@link #wake}; send by {@link #broadcast}, {@link #broadcastAcknowledged} or
 * {@link #ask}; drain the outbox after each call. {@link PlumtreeAction} specifies what each action
 * asks of the host, and {@link PlumtreeEvent} what the machine reports.
 *
 * <p><b>The tree.</b> Payloads travel over eager links, announcements over lazy ones. A new link is
 * eager. A link that brings only duplicates becomes lazy (Prune). A message that is announced and
 * does not arrive in time is requested, and its link becomes eager (Graft). The eager links
 * converge to one tree, which all senders share and both ends of each link agree on. Each further
 * message then costs one payload less than there are nodes. {@link TreeShape} decides which links
 * leave the tree, and keeps it intact under many concurrent senders.
 *
 * <p><b>Acknowledged broadcast</b> is propagation of information with feedback (Segall), on the
 * same messages. It proceeds in attempts. A node <i>joins</i> an attempt with the first message of
 * the attempt that it receives, once it has the payload; the sender of that message is its parent.
 * The node then sends a message of the attempt to every other neighbor (the payload, or an
 * announcement that doesn't wait) and waits for an answer from each of them: an {@link Ack}, or any
 * message of the same attempt. When all have answered, it acknowledges its parent. The two ends of
 * a link that lies on no node's path to the origin announce to each other, so such a link costs
 * nothing more.
 *
 * <p>The proof that an origin with all answers may report that all nodes have the message:
 *
 * <ol>
 *   <li>Each joined node has the payload, and a chain of parents connects it with the origin.
 *   <li>A parent waits for its child: the sender of the message by which a node joins waits for
 *       that node's answer, and the only answer that a node ever gives its parent is the Ack.
 *   <li>So when the origin is done, every joined node is done.
 *   <li>A node that is done has received evidence from each of its neighbors that it has joined.
 *   <li>So all nodes that a path of links connects with the origin have joined.
 * </ol>
 *
 * <p>Lost neighbors break the argument at 2 and 4. An answer is therefore not <i>clean</i> if a
 * neighbor was lost that the node waited for, or within {@link PlumtreeConfig#settleTime} before
 * the node joined: it may have moved to a place that the attempt had passed already. Nor is it
 * clean if a late message had to be grafted, since that took longer than the settle time allows
 * for. A node that loses its parent answers no one; the parent's parent has lost a neighbor that it
 * waited for. Announcements to new neighbors belong to no attempt. If the answers are not clean,
 * the origin tries again, by announcements alone, with the next number; a node that still lacks the
 * payload grafts it at once. With a known {@link Audience} an attempt also counts if the sum of the
 * marks shows that it has reached the whole audience: each joined node has added its own mark, and
 * an answer is lost as a whole.
 *
 * <p><b>A question</b> is an acknowledged broadcast whose answers come back with the Acks. A node
 * that gets one asks its host, and its part in an attempt is done only when it has the host's
 * answer as well, or has waited for it for half of the time that was left. Its Ack then carries the
 * {@link FoldResult} of its own answer and those of its children. In an attempt each joined node
 * has one parent, and only the Ack that the parent waits for counts. So each node is in the
 * origin's result at most once; and if the answers are clean, exactly once, by the proof above. A
 * further attempt folds anew. Each node keeps its answer until the question's end, so its host is
 * asked once. A child that knows no questions sends an Ack without answers: the attempt then is not
 * clean, and the marks of an audience don't help. A host that fails or is late makes no attempt
 * uncertain; it is counted and named in the result, and no further attempt would change that.
 *
 * <p><b>Invariants</b>, after each input:
 *
 * <ol>
 *   <li>No message is delivered twice, unless more than {@link PlumtreeConfig#seenOrigins} send, or
 *       one origin in more than four incarnations, or with as many gaps.
 *   <li>Messages are sent on neighbors' links alone.
 *   <li>A missing message has not arrived, was announced by a neighbor, and has a timer.
 *   <li>All stored state is within the limits of the {@link PlumtreeConfig}.
 *   <li>Each acknowledged broadcast and each question has one outcome, at the latest at its
 *       timeout.
 *   <li>An open wave waits for neighbors, or for the host's answer to a question that is open here;
 *       its parent is a neighbor.
 * </ol>
 *
 * and in a cluster, once messages have come to rest:
 *
 * <ol start="7">
 *   <li>All nodes connected with the origin have the message, if no message was lost.
 *   <li>A link is eager at both ends or at neither.
 *   <li>Without new broadcasts and neighbors nothing is sent; and after
 *       {@link PlumtreeConfig#retention} there is no deadline.
 * </ol>
 *
 * <p><b>Not promised</b>: order, and delivery to nodes that are cut off for longer than the
 * retention, or that enter the overlay after the broadcast.
 */
public final class Plumtree implements Machine<Plumtree.Host>, BroadcastInputs {

  /** A host of this machine, or of one that contains it. */
  public interface Host extends PlumtreeAction.Host, PlumtreeEvent.Host {}

  private final PlumtreeConfig config;
  private final Outbox<Host> outbox;
  private final Neighbors neighbors = new Neighbors();
  private final LazyPush lazyPush;
  private final SeenMessages seen;
  private final PayloadCache cache;
  private final MissingMessages missing;
  private final TreeShape shape;
  private final RecentLosses losses;
  private final Waves waves;
  private final OwnBroadcasts ownBroadcasts;
  private final Questions questions;
  private final Messages messages = new Messages();

  private Peer self;
  private Audience audience = Audience.UNKNOWN;
  private long sequence;
  private long order;
  private long now;
  private long enteredAt = NEVER;
  private boolean takesEarlier;
  private long duplicates;

  /**
   * Creates a machine without neighbors.
   *
   * @param self this node as others know it
   */
  public Plumtree(Peer self, PlumtreeConfig config) {
    this(self, config, new Outbox<>());
  }

  /** Creates a machine without neighbors that shares its outbox with others on its thread. */
  public Plumtree(Peer self, PlumtreeConfig config, Outbox<Host> outbox) {
    this.self = Objects.requireNonNull(self, "self");
    this.config = Objects.requireNonNull(config, "config");
    this.outbox = Objects.requireNonNull(outbox, "outbox");
    lazyPush = new LazyPush(config, neighbors, outbox);
    seen = new SeenMessages(config.seenOrigins(), config.seenWidth());
    cache = new PayloadCache(config);
    missing = new MissingMessages(config.missingMessages());
    shape = new TreeShape(config.pruneDelay(), config.optimizationThreshold());
    losses = new RecentLosses(config.settleTime());
    waves = new Waves(config, this::waveEnded);
    ownBroadcasts = new OwnBroadcasts(config, outbox);
    questions = new Questions(config, self.id(), waves, outbox);
  }

  // Inputs

  /** Sets the audience: the nodes that broadcasts must reach. */
  public void setAudience(Audience newAudience) {
    audience = newAudience;
  }

  /** Asks from now on also for what was broadcast before this node entered the overlay. */
  public void takeEarlierBroadcasts() {
    takesEarlier = true;
  }

  @Override
  public MessageId broadcast(byte[] payload, long time) {
    begin(time);
    CachedMessage message = originate(payload, null);
    push(message, TreeShape.NO_LINK);
    return message.id;
  }

  @Override
  public MessageId broadcastAcknowledged(byte[] payload, long timeout, long time) {
    Ranges.check("A timeout", timeout, 1, config.retention());
    if (ownBroadcasts.isFull()) {
      MessageId id = broadcast(payload, time);
      outbox.add(new Unacknowledged(id, 0, List.of()));
      return id;
    }
    return begin(payload, null, timeout, time);
  }

  @Override
  public @Nullable MessageId ask(byte[] payload, Fold fold, long timeout, long time) {
    config.checkQuestion(payload.length, fold, timeout);
    if (ownBroadcasts.isFull() || !questions.makeRoom()) {
      return null;
    }
    return begin(payload, new Question(fold, (int) timeout), timeout, time);
  }

  @Override
  public boolean answer(MessageId id, Answer answer, long time) {
    begin(time);
    return questions.answer(id, answer, now);
  }

  private MessageId begin(byte[] payload, @Nullable Question question, long timeout, long time) {
    begin(time);
    CachedMessage message = originate(payload, question);
    ownBroadcasts.begin(message.id, question != null, now + timeout);
    joinWave(message, 1, Wave.ORIGIN, null, TreeShape.NO_LINK);
    return message.id;
  }

  private CachedMessage originate(byte[] payload, @Nullable Question question) {
    Ranges.check("The length of a payload", payload.length, 0, config.maxPayload());
    MessageId id = new MessageId(self.id(), self.incarnation(), sequence++);
    boolean shaping = shape.mayStart(now);
    CachedMessage message = new CachedMessage(id, 0, shaping, payload, now, question);
    take(message, TreeShape.NO_LINK);
    return message;
  }

  /**
   * Adds a peer that has entered the active view, over this link. The machine announces the latest
   * messages to it, so that none is lost while links change.
   */
  public void neighborUp(Peer peer, long link, long time) {
    begin(time);
    neighborDown(link, time);
    if (enteredAt == NEVER) {
      enteredAt = now;
    }
    Neighbor neighbor = new Neighbor(peer, link, ++order);
    neighbors.add(neighbor);
    lazyPush.announceAll(neighbor, cache.latest(PlumtreeMessage.MAX_ANNOUNCEMENTS, now));
  }

  /** Removes the peer at the end of this link, which has left the active view. */
  public void neighborDown(long link, long time) {
    begin(time);
    Neighbor neighbor = neighbors.remove(link);
    if (neighbor != null) {
      losses.add(neighbor.peer.id(), now);
      missing.lose(link);
      shape.lose(link);
      waves.lose(neighbor, now);
    }
  }

  /** Removes the peer of a lost link, as {@link #neighborDown} does. */
  @Override
  public void linkLost(long link, long time) {
    neighborDown(link, time);
  }

  @Override
  public void receive(long link, Peer from, PlumtreeMessage message, long time) {
    begin(time);
    if (neighbors.at(link) != null) {
      messages.link = link;
      message.dispatch(messages);
    }
  }

  /**
   * Adopts a raised incarnation of this node. Further messages bear it, and count from 0. Pending
   * broadcasts of the earlier incarnation are superseded and no longer acknowledged.
   */
  public void renamed(Peer newSelf) {
    self = newSelf;
    sequence = 0;
    ownBroadcasts.failAll();
  }

  @Override
  public void wake(long time) {
    begin(time);
    lazyPush.wake(now);
    graftWhatIsLate();
    questions.wake(now);
    waves.wake(now);
    ownBroadcasts.expire(waves, now);
    tryAgain();
    cache.removeOld(now);
  }

  /** Advances the time: overdue work on the tree is done before the tree is looked at again. */
  private void begin(long time) {
    now = time;
    if (shape.deadline() <= now) {
      reshape();
    }
  }

  // State for the host

  @Override
  public long deadline() {
    long first = Math.min(lazyPush.deadline(), missing.deadline());
    long second = Math.min(shape.deadline(), waves.deadline());
    long third = Math.min(ownBroadcasts.deadline(), cache.deadline());
    return Math.min(Math.min(first, questions.deadline()), Math.min(second, third));
  }

  @Override
  public Outbox<Host> outbox() {
    return outbox;
  }

  /** Returns how many payloads came that this node had already. */
  public long duplicates() {
    return duplicates;
  }

  /** Returns this node, with its present incarnation. */
  public Peer self() {
    return self;
  }

  // Messages

  /** The handler of all messages, on the link of the present message. */
  private final class Messages implements PlumtreeMessage.Handler {

    private long link;

    // Eager push and lazy push, Algorithm 1

    /**
     * Handles a payload. The paper makes the sender of each new message eager. Here the sender is
     * eager already, having been grafted, unless an error occurred; a shaping message repairs that.
     * Other messages must not: they may have been on their way when the link was pruned.
     */
    @Override
    public void onGossip(Gossip message) {
      if (isSeen(message.id())) {
        duplicate(link, message);
        return;
      }
      if (message.shaping()) {
        setEager(link, true);
      }
      MissingMessage announced = missing.remove(message.id());
      int round = nextRound(message.round());
      CachedMessage kept = new CachedMessage(
          message.id(), round, message.shaping(), message.payload(), now, message.question());
      take(kept, link);
      if (announced != null) {
        announced.announcers().forEach(a -> shape.announced(kept.id, a.link, a.round, now));
      }
      passOn(kept, link, message.attempt(), announced);
    }

    // Announcements and grafts, Algorithm 2

    @Override
    public void onIHave(IHave message) {
      for (Announcement announcement : message.announcements()) {
        MessageId id = announcement.id();
        if (isSeen(id)) {
          shape.announced(id, link, announcement.round(), now);
          heardAgain(link, id, announcement.attempt());
        } else if (!isFromBefore(announcement)) {
          isMissing(link, announcement);
        }
      }
    }

    /**
     * Answers a graft. The round is the one at which this node has the message, whatever the other
     * end assumes.
     */
    @Override
    public void onGraft(Graft message) {
      setEager(link, true);
      CachedMessage wanted = message.id() == null ? null : cache.get(message.id());
      if (wanted != null) {
        send(link, wanted.gossip(message.attempt(), now));
      }
    }

    // The shape of the tree, Algorithms 1 and 4

    @Override
    public void onPrune(Prune message) {
      setEager(link, false);
    }

    // Acknowledged broadcast

    @Override
    public void onAck(Ack message) {
      Wave wave = waves.get(message.id());
      Neighbor neighbor = neighbors.at(link);
      if (wave == null
          || neighbor == null
          || wave.attempt != message.attempt()
          || !wave.isWaitingFor(link)) {
        return;
      }
      if (!message.clean()) {
        wave.taint();
        message.missing().forEach(wave::taint);
      }
      wave.reach(message.reached());
      wave.add(neighbor, message.answers());
      wave.answered(link);
      waves.settle(wave, now);
    }
  }

  // Eager push and lazy push, Algorithm 1

  /** Marks, stores and delivers a new message. */
  private void take(CachedMessage message, long from) {
    seen.add(message.id);
    cache.add(message);
    if (message.fold == null) {
      outbox.add(new Delivered(message.id, message.round, message.payload));
    } else {
      questions.ask(message, message.fold, now);
    }
    if (message.shaping) {
      shape.came(message.id, from, message.round, now);
    }
  }

  /**
   * Forwards a message to all neighbors but its sender. (The technical report passes this node as
   * the sender, so that the message would return.)
   */
  private void push(CachedMessage message, long from) {
    Gossip gossip = message.gossip(0, now);
    Announcement announcement = message.announcement(0);
    for (Neighbor neighbor : neighbors) {
      if (neighbor.link != from) {
        push(neighbor, gossip, announcement);
      }
    }
  }

  private void push(Neighbor to, Gossip gossip, Announcement announcement) {
    if (to.eager) {
      send(to.link, gossip);
    } else {
      lazyPush.announce(to, announcement, now);
    }
  }

  /**
   * Returns whether a message is known; an own one is, also of a former incarnation, so no peer's
   * copy of it is new.
   */
  private boolean isSeen(MessageId id) {
    return id.origin().equals(self.id()) || seen.contains(id);
  }

  private boolean isOwn(MessageId id) {
    return id.incarnation() == self.incarnation() && id.origin().equals(self.id());
  }

  private static int nextRound(int round) {
    return Math.min(round + 1, PlumtreeMessage.MAX_ROUND);
  }

  /** Handles the first copy; an announcer may have named a later attempt than its sender. */
  private void passOn(
      CachedMessage message, long from, int attempt, @Nullable MissingMessage announced) {
    Announcer later = announced == null ? null : announced.later(attempt);
    if (later != null) {
      joinWave(message, later.attempt, later.link, announced, from);
    } else if (attempt > 0) {
      joinWave(message, attempt, from, announced, from);
    } else {
      push(message, from);
    }
  }

  private void duplicate(long link, Gossip message) {
    duplicates++;
    if (message.shaping() && shape.cameAgain(message.id(), link, now)) {
      prune(link);
    }
    heardAgain(link, message.id(), message.attempt());
  }

  // The shape of the tree, Algorithms 1 and 4

  private void reshape() {
    shape.decide();
    shape.duplicates().forEach(this::prune);
    Neighbor nearest = neighbors.at(shape.nearest());
    if (nearest != null && !nearest.eager) {
      nearest.eager = true;
      send(nearest.link, Graft.LINK_ONLY);
      prune(shape.parent());
    }
  }

  /** Repairs a link that is lazy here already, but not at its other end. */
  private void prune(long link) {
    setEager(link, false);
    send(link, Prune.INSTANCE);
  }

  private void setEager(long link, boolean eager) {
    Neighbor neighbor = neighbors.at(link);
    if (neighbor != null) {
      neighbor.eager = eager;
    }
  }

  // Announcements and grafts, Algorithm 2

  /**
   * Returns whether a message was broadcast before this node had entered the overlay, as far as its
   * announcer can tell. Not in the paper: there, a new neighbor is sent nothing of before.
   */
  private boolean isFromBefore(Announcement announcement) {
    return !takesEarlier && announcement.attempt() == 0 && announcement.age() > now - enteredAt;
  }

  /** Grafts a message of a repeated attempt, which has had its time to arrive by itself. */
  private void isMissing(long link, Announcement announcement) {
    MissingMessage message = missing.get(announcement.id());
    boolean first = message == null;
    if (message == null) {
      message = missing.add(announcement.id());
    }
    if (message == null) {
      return;
    }
    message.announced(link, announcement.round(), announcement.attempt());
    if (announcement.attempt() > 1 && message.grafts == 0) {
      graft(message);
    } else if (first) {
      missing.startFirst(message, now + config.graftTimeout1());
    }
  }

  /** Gives up messages that count as seen by now because their origin has moved on. */
  private void graftWhatIsLate() {
    MissingMessage message = missing.due(now);
    while (message != null) {
      message.late = true;
      if (message.vainGrafts() < config.graftAttempts() && !isSeen(message.id)) {
        graft(message);
      } else {
        missing.remove(message.id);
      }
      message = missing.due(now);
    }
  }

  private void graft(MissingMessage message) {
    Announcer announcer = message.next();
    setEager(announcer.link, true);
    send(announcer.link, new Graft(message.id, announcer.attempt));
    missing.startFurther(message, now + config.graftTimeout2());
  }

  // Acknowledged broadcast

  /**
   * Handles evidence that a neighbor has a message: it answers our attempt, or starts a later one.
   */
  private void heardAgain(long link, MessageId id, int attempt) {
    if (attempt == 0) {
      return;
    }
    Wave wave = waves.get(id);
    if (wave != null && attempt <= wave.attempt) {
      if (attempt == wave.attempt) {
        answerNewNeighbor(link, wave);
        wave.answered(link);
        waves.settle(wave, now);
      }
    } else {
      joinAgain(link, id, attempt, wave != null);
    }
  }

  /**
   * Announces an open wave to a neighbor that is newer than the wave. The end that was asked to
   * become a neighbor enters the link first. Its messages may reach the other end during a wave
   * that began before the link existed there, so that nothing of the wave was sent on the link.
   */
  private void answerNewNeighbor(long link, Wave wave) {
    Neighbor neighbor = neighbors.at(link);
    if (neighbor != null && wave.isUntold(neighbor)) {
      lazyPush.announce(neighbor, announcementOf(wave), now);
    }
  }

  private Announcement announcementOf(Wave wave) {
    return new Announcement(wave.id, roundOf(wave.id), wave.attempt);
  }

  private int roundOf(MessageId id) {
    CachedMessage kept = cache.get(id);
    return kept == null ? PlumtreeMessage.MAX_ROUND : kept.round;
  }

  /**
   * Joins an attempt for a message that was certainly delivered here, as opposed to one that only
   * counts as seen because it is so far behind.
   */
  private void joinAgain(long link, MessageId id, int attempt, boolean joinedBefore) {
    if (!isOwn(id) && (joinedBefore || cache.get(id) != null)) {
      joinWave(new Announcement(id, roundOf(id), attempt), link);
    }
  }

  /** Joins an attempt with a message that is new here. */
  private void joinWave(
      CachedMessage message,
      int attempt,
      long parent,
      @Nullable MissingMessage announced,
      long from) {
    Wave wave = beginWave(message.announcement(attempt), parent);
    if (announced != null && announced.late) {
      wave.taint();
    }
    Gossip gossip = message.gossip(attempt, now);
    for (Neighbor neighbor : neighbors) {
      if (neighbor.link != parent) {
        if (announced == null || !announced.isAnnounced(neighbor.link, attempt)) {
          wave.waitFor(neighbor);
        }
        if (neighbor.link == from) {
          lazyPush.announce(neighbor, message.announcement(attempt), now);
        } else {
          push(neighbor, gossip, message.announcement(attempt));
        }
      }
    }
    waves.settle(wave, now);
  }

  /** Joins an attempt with an earlier message, without sending a payload. */
  private void joinWave(Announcement announcement, long parent) {
    Wave wave = beginWave(announcement, parent);
    for (Neighbor neighbor : neighbors) {
      if (neighbor.link != parent) {
        wave.waitFor(neighbor);
        lazyPush.announce(neighbor, announcement, now);
      }
    }
    waves.settle(wave, now);
  }

  private Wave beginWave(Announcement announcement, long parent) {
    MessageId id = announcement.id();
    long patience = questions.timeLeft(id, config.waveTimeout(), now);
    Wave wave = waves.begin(
        id, announcement.attempt(), parent, announcement.round(), patience, ++order, now);
    questions.join(wave, cache.get(id));
    losses.forEach(now, peer -> {
      if (!neighbors.hasNode(peer)) {
        wave.taint(peer);
      }
    });
    if (losses.hasForgotten(now)) {
      wave.taint();
    }
    if (audience.includesSelf()) {
      wave.reach(Audience.mark(self.id()));
    }
    return wave;
  }

  private void waveEnded(Wave wave, long time) {
    if (wave.isOwn()) {
      boolean knowsAll = audience.isAll(wave.reached()) && !wave.lacksAnswers();
      ownBroadcasts.ended(wave, wave.isClean() || knowsAll, time);
    } else {
      send(
          wave.parent,
          new Ack(
              wave.id,
              wave.attempt,
              wave.isClean(),
              wave.missing(),
              wave.reached(),
              wave.answers()));
    }
  }

  private void tryAgain() {
    OwnBroadcast own = ownBroadcasts.dueAttempt(now);
    while (own != null) {
      int attempt = own.attempt();
      Announcement announcement = new Announcement(own.id, 0, attempt);
      if (neighbors.isEmpty()) {
        waitForNeighbors(announcement);
      } else {
        joinWave(announcement, Wave.ORIGIN);
      }
      own = ownBroadcasts.dueAttempt(now);
    }
  }

  /** Begins an uncertain attempt: the state of the former neighbors is unknown. */
  private void waitForNeighbors(Announcement announcement) {
    Wave wave = beginWave(announcement, Wave.ORIGIN);
    wave.taint();
    waves.settle(wave, now);
  }

  private void send(long link, PlumtreeMessage message) {
    outbox.add(new Send(link, message));
  }

  // Access for invariant checks

  Neighbors neighbors() {
    return neighbors;
  }

  MissingMessages missing() {
    return missing;
  }

  PayloadCache cache() {
    return cache;
  }

  SeenMessages seen() {
    return seen;
  }

  Waves waves() {
    return waves;
  }

  Questions questions() {
    return questions;
  }
}
