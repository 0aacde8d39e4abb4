package org.hyparview.cluster.protocol.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.store.StoreCommand.ExpireNode;
import org.hyparview.cluster.protocol.store.StoreCommand.OpenSession;
import org.hyparview.cluster.protocol.store.StoreCommand.Request;
import org.hyparview.cluster.protocol.store.StoreLock.Claimant;
import org.hyparview.cluster.protocol.store.StoreRecord.Claim;
import org.hyparview.cluster.protocol.store.StoreRecord.Count;
import org.hyparview.cluster.protocol.store.StoreRecord.Digest;
import org.hyparview.cluster.protocol.store.StoreRecord.Head;
import org.hyparview.cluster.protocol.store.StoreRecord.KeptResult;
import org.hyparview.cluster.protocol.store.StoreRecord.MapEntry;
import org.hyparview.cluster.protocol.store.StoreRecord.SessionState;
import org.hyparview.cluster.protocol.store.StoreResult.Amount;
import org.hyparview.cluster.protocol.store.StoreResult.Reason;
import org.hyparview.cluster.protocol.store.StoreResult.Refused;
import org.hyparview.cluster.protocol.store.StoreResult.Truth;
import org.hyparview.cluster.protocol.store.StoreResult.Value;
import org.jspecify.annotations.Nullable;

/**
 * The shared data of a cluster as a pure state machine: maps whose entries may expire, counters,
 * fair locks, and the sessions by which requests are applied exactly once. Replicas that apply the
 * same batches in the same order have the same state, and return the same results.
 *
 * <p>It has no clock: batches carry the time. Locks are granted in the order of the requests, each
 * time with a greater fencing token, which is never issued twice. Not safe for concurrent use.
 *
 * <p>Sessions are those of the Raft dissertation, section 6.3.
 */
public final class Store {

  /** The approximate size of the entries returned at a time. */
  private static final int PAGE_BYTES = 256 << 10;

  /** More tokens than any uncommitted changes can have issued. */
  private static final long TOKENS_SKIPPED = 1L << 32;

  private final StoreDigest digest = new StoreDigest();
  private final TreeMap<String, StoreMap> maps = new TreeMap<>();
  private final Expiries expiries = new Expiries();
  private final TreeMap<String, Long> counters = new TreeMap<>();
  private final TreeMap<String, StoreLock> locks = new TreeMap<>();
  private final TreeMap<Long, Session> sessions = new TreeMap<>();
  private final TreeMap<String, Session> sessionsByNode = new TreeMap<>();
  private List<Grant> grants = new ArrayList<>();
  private long time;
  private long lastSession;
  private long lastToken;
  private final Commands commands = new Commands();
  private final Operations operations = new Operations();
  private final Answers answers = new Answers();

  /** Creates an empty store. */
  public Store() {}

  // Changes

  /** Applies a batch. */
  public Applied apply(Batch batch) {
    time = Math.max(time, batch.time());
    for (var due = expiries.due(time); due != null; due = expiries.due(time)) {
      remove(due.map(), due.key());
    }
    List<StoreResult> results = new ArrayList<>(batch.commands().size());
    for (StoreCommand command : batch.commands()) {
      results.add(command.dispatch(commands));
    }
    Applied applied = new Applied(results, grants);
    grants = new ArrayList<>();
    return applied;
  }

  private long open(OpenSession command) {
    Session present = sessionsByNode.get(command.node());
    if (present != null && present.number >= command.number()) {
      return present.id;
    }
    expire(present);
    add(new Session(++lastSession, command.node(), command.number()));
    return lastSession;
  }

  private void add(Session session) {
    sessions.put(session.id, session);
    sessionsByNode.put(session.node, session);
    session.update(digest);
  }

  private boolean expire(@Nullable Session session) {
    if (session == null) {
      return false;
    }
    sessions.remove(session.id);
    sessionsByNode.remove(session.node);
    session.removeFrom(digest);
    // Waiting requests go first: otherwise they would receive the locks that are released.
    for (var claim = session.claims.pollLastEntry();
        claim != null;
        claim = session.claims.pollLastEntry()) {
      drop(claim.getValue(), session.id, claim.getKey());
    }
    return true;
  }

  private void drop(String name, long session, long acquire) {
    StoreLock lock = Objects.requireNonNull(locks.get(name), name);
    Claimant claimant = new Claimant(session, acquire);
    if (lock.holder().equals(claimant)) {
      pass(name, lock);
    } else {
      lock.leaveQueue(claimant);
    }
  }

  private void pass(String name, StoreLock lock) {
    Claimant next = lock.pass(lastToken + 1);
    if (next == null) {
      locks.remove(name);
      return;
    }
    lastToken++;
    Session session = Objects.requireNonNull(sessions.get(next.session()), "session");
    grants.add(new Grant(session.node, session.id, next.acquire(), name, lastToken));
  }

  private StoreMap map(String name) {
    return maps.computeIfAbsent(name, none -> new StoreMap(name, expiries, digest));
  }

  /** Removes an entry, and the map with its last one; returns the former value. */
  private @Nullable Bytes remove(String name, Bytes key) {
    StoreMap map = maps.get(name);
    if (map == null) {
      return null;
    }
    Bytes before = map.remove(key);
    if (map.size() == 0) {
      maps.remove(name);
    }
    return before;
  }

  private void setCounter(String name, long value) {
    Long before = value == 0 ? counters.remove(name) : counters.put(name, value);
    long hash = StoreDigest.ofName(StoreDigest.COUNTER, name);
    if (before != null) {
      digest.remove(StoreDigest.of(hash, before, 0, 0));
    }
    if (value != 0) {
      digest.add(StoreDigest.of(hash, value, 0, 0));
    }
  }

  // Reads

  /** Answers a query about the current state. */
  public StoreResult answer(StoreQuery query) {
    return query.dispatch(answers);
  }

  /** Returns the value of an entry, or null. */
  public @Nullable Bytes get(String map, Bytes key) {
    StoreMap present = maps.get(map);
    return present == null ? null : present.get(key);
  }

  /** Returns how many entries a map has. */
  public int size(String map) {
    StoreMap present = maps.get(map);
    return present == null ? 0 : present.size();
  }

  /**
   * Reads entries of a map in the order of their keys.
   *
   * @param after where to continue, or null to begin
   * @param maxBytes how much to read; at least one entry, if there is one
   */
  public Page read(String map, Page.Part part, @Nullable Bytes after, int maxBytes) {
    Page page = new Page(part, maxBytes);
    StoreMap present = maps.get(map);
    if (present != null) {
      present.read(page, after);
    }
    return page;
  }

  /** Returns the value of a counter. */
  public long counter(String name) {
    return counters.getOrDefault(name, 0L);
  }

  /**
   * Returns the fencing token under which a request has a lock, or 0 if it does not have it now.
   */
  public long tokenOf(String lock, long session, long acquire) {
    StoreLock present = locks.get(lock);
    if (present == null || !present.holder().equals(new Claimant(session, acquire))) {
      return 0;
    }
    return present.token();
  }

  /** Returns the nodes that have a session, sorted. */
  public List<String> nodes() {
    return List.copyOf(sessionsByNode.keySet());
  }

  /** Returns the node that has a session, or null if there is no such session. */
  public @Nullable String nodeOf(long session) {
    Session present = sessions.get(session);
    return present == null ? null : present.node;
  }

  /**
   * Returns the number of the last request that was applied in a session, or -1 if there is no such
   * session.
   */
  public long lastRequest(long session) {
    Session present = sessions.get(session);
    return present == null ? -1 : present.lastRequest();
  }

  /** Returns whether the store has no entries, counters and locks. */
  public boolean isEmpty() {
    return maps.isEmpty() && counters.isEmpty() && locks.isEmpty();
  }

  /** Returns how many nodes have a session. */
  public int sessions() {
    return sessions.size();
  }

  /** Returns how many locks are held. */
  public int heldLocks() {
    return locks.size();
  }

  /** Returns how many entries all maps have together. */
  public int entries() {
    int entries = 0;
    for (StoreMap map : maps.values()) {
      entries += map.size();
    }
    return entries;
  }

  /** Describes the content of the store for a message. */
  public String describe() {
    return entries() + " entries of " + maps.size() + " maps, " + counters.size() + " counters and "
        + locks.size() + " locks";
  }

  /**
   * Returns a digest of the whole state. Stores with different digests differ; different stores
   * hardly ever have the same digest. Takes negligible time.
   */
  public long digest() {
    return StoreDigest.of(digest.sum(), time, lastSession, lastToken);
  }

  /** Returns logical milliseconds: the latest time of a batch. */
  public long time() {
    return time;
  }

  /**
   * Returns when the next entry expires, or Long.MAX_VALUE: then a batch is needed, even an empty
   * one.
   */
  public long nextExpiry() {
    return expiries.next();
  }

  /**
   * Skips numbers that a store with later, lost changes may have issued.
   *
   * @param skippedSessions how many ids of sessions are skipped, 1 or more
   */
  public void skipNumbers(long skippedSessions) {
    lastSession += skippedSessions;
    lastToken += TOKENS_SKIPPED;
  }

  // Snapshots

  /** Returns the state, in immutable records. The records share values with this store. */
  public List<StoreRecord> snapshot() {
    List<StoreRecord> records = new ArrayList<>();
    records.add(new Head(time, lastSession, lastToken));
    maps.values().forEach(map -> map.writeTo(records));
    counters.forEach((name, value) -> records.add(new Count(name, value)));
    sessions.values().forEach(session -> session.writeTo(records));
    locks.values().forEach(lock -> lock.writeTo(records));
    records.add(new Digest(digest()));
    return records;
  }

  /**
   * Returns a store with the state of a snapshot.
   *
   * @throws IllegalArgumentException if the records don't form a state, or not the one of their
   *     digest
   */
  public static Store restore(List<StoreRecord> records) {
    Store store = new Store();
    Restoration restoration = store.new Restoration();
    records.forEach(piece -> piece.dispatch(restoration));
    return store;
  }

  private Session session(long id) {
    Session session = sessions.get(id);
    if (session == null) {
      throw new IllegalArgumentException("There is no session " + id);
    }
    return session;
  }

  /** The effects of commands. */
  private final class Commands implements StoreCommand.Handler<StoreResult> {

    @Override
    public StoreResult onRequest(Request command) {
      Session session = sessions.get(command.session());
      if (session == null) {
        return new Refused(Reason.UNKNOWN_SESSION);
      }
      session.acknowledged(command.acknowledgedUpTo());
      StoreResult result = session.before(command.number());
      if (result == null) {
        result = operations.execute(session, command);
        session.done(command.number(), result);
      }
      session.update(digest);
      return result;
    }

    @Override
    public StoreResult onOpenSession(OpenSession command) {
      return new Amount(open(command));
    }

    @Override
    public StoreResult onExpireNode(ExpireNode command) {
      return new Truth(expire(sessionsByNode.get(command.node())));
    }
  }

  /** The effects of operations, one request at a time. */
  private final class Operations implements StoreOp.Handler<StoreResult> {

    private @Nullable Session session;
    private long number;

    StoreResult execute(Session of, Request request) {
      session = of;
      number = request.number();
      return request.op().dispatch(this);
    }

    private Session session() {
      return Objects.requireNonNull(session, "session");
    }

    /**
     * Returns when something expires that begins now; never, if that is too far away for a number.
     */
    private long expiry(long ttl) {
      return ttl == 0 || ttl > Long.MAX_VALUE - time ? 0 : time + ttl;
    }

    @Override
    public StoreResult onPut(StoreOp.Put op) {
      map(op.map()).put(op.key(), op.value(), expiry(op.ttl()));
      return Value.NOTHING;
    }

    @Override
    public StoreResult onPutIfAbsent(StoreOp.PutIfAbsent op) {
      Bytes before = get(op.map(), op.key());
      if (before == null) {
        map(op.map()).put(op.key(), op.value(), expiry(op.ttl()));
      }
      return new Value(before);
    }

    @Override
    public StoreResult onRemove(StoreOp.Remove op) {
      return new Value(remove(op.map(), op.key()));
    }

    @Override
    public StoreResult onRemoveIfPresent(StoreOp.RemoveIfPresent op) {
      boolean present = op.value().equals(get(op.map(), op.key()));
      if (present) {
        remove(op.map(), op.key());
      }
      return new Truth(present);
    }

    @Override
    public StoreResult onReplace(StoreOp.Replace op) {
      Bytes before = get(op.map(), op.key());
      if (before != null) {
        map(op.map()).put(op.key(), op.value(), expiry(op.ttl()));
      }
      return new Value(before);
    }

    @Override
    public StoreResult onReplaceIfPresent(StoreOp.ReplaceIfPresent op) {
      boolean present = op.expected().equals(get(op.map(), op.key()));
      if (present) {
        map(op.map()).put(op.key(), op.value(), expiry(op.ttl()));
      }
      return new Truth(present);
    }

    @Override
    public StoreResult onClear(StoreOp.Clear op) {
      StoreMap map = maps.remove(op.map());
      if (map != null) {
        map.clear();
      }
      return Value.NOTHING;
    }

    @Override
    public StoreResult onAdd(StoreOp.Add op) {
      long sum = counter(op.counter()) + op.delta();
      setCounter(op.counter(), sum);
      return new Amount(sum);
    }

    @Override
    public StoreResult onCompareAndSet(StoreOp.CompareAndSet op) {
      boolean same = counter(op.counter()) == op.expected();
      if (same) {
        setCounter(op.counter(), op.value());
      }
      return new Truth(same);
    }

    @Override
    public StoreResult onAcquire(StoreOp.Acquire op) {
      session().claims.put(number, op.lock());
      Claimant claimant = new Claimant(session().id, number);
      StoreLock lock = locks.get(op.lock());
      if (lock != null) {
        lock.await(claimant);
        return new Amount(0);
      }
      locks.put(op.lock(), new StoreLock(op.lock(), claimant, ++lastToken, digest));
      return new Amount(lastToken);
    }

    @Override
    public StoreResult onCancel(StoreOp.Cancel op) {
      long token = tokenOf(op.lock(), session().id, op.acquire());
      if (token == 0 && session().claims.remove(op.acquire(), op.lock())) {
        drop(op.lock(), session().id, op.acquire());
      }
      return new Amount(token);
    }

    @Override
    public StoreResult onRelease(StoreOp.Release op) {
      StoreLock lock = locks.get(op.lock());
      if (lock == null || lock.token() != op.token() || lock.holder().session() != session().id) {
        return new Truth(false);
      }
      session().claims.remove(lock.holder().acquire());
      pass(op.lock(), lock);
      return new Truth(true);
    }

    @Override
    public StoreResult onSkip(StoreOp.Skip op) {
      return Value.NOTHING;
    }
  }

  /** The answers to queries about the current state. */
  private final class Answers implements StoreQuery.Handler<StoreResult> {

    @Override
    public StoreResult onGet(StoreQuery.Get query) {
      return new Value(get(query.map(), query.key()));
    }

    @Override
    public StoreResult onSize(StoreQuery.Size query) {
      return new Amount(size(query.map()));
    }

    @Override
    public StoreResult onRead(StoreQuery.Read query) {
      Page page = read(query.map(), query.part(), query.after(), PAGE_BYTES);
      return new StoreResult.Entries(page.entries(), page.hasMore());
    }

    @Override
    public StoreResult onCount(StoreQuery.Count query) {
      return new Amount(counter(query.counter()));
    }

    @Override
    public StoreResult onToken(StoreQuery.Token query) {
      return new Amount(tokenOf(query.lock(), query.session(), query.acquire()));
    }
  }

  /** The restoration of the state from the records of a snapshot. */
  private final class Restoration implements StoreRecord.Handler {

    @Override
    public void onHead(Head piece) {
      time = piece.time();
      lastSession = piece.lastSession();
      lastToken = piece.lastToken();
    }

    @Override
    public void onMapEntry(MapEntry piece) {
      map(piece.map()).put(piece.key(), piece.value(), piece.expiresAt());
    }

    @Override
    public void onCount(Count piece) {
      setCounter(piece.counter(), piece.value());
    }

    @Override
    public void onSessionState(SessionState piece) {
      add(Session.of(piece));
    }

    @Override
    public void onKeptResult(KeptResult piece) {
      Session session = session(piece.session());
      session.keep(piece.number(), piece.result());
      session.update(digest);
    }

    @Override
    public void onDigest(Digest piece) {
      if (piece.value() != digest()) {
        throw new IllegalArgumentException("The snapshot is damaged: its digest is "
            + Long.toHexString(piece.value()) + ", but that of its records is "
            + Long.toHexString(digest()));
      }
    }

    @Override
    public void onClaim(Claim piece) {
      session(piece.session()).claims.put(piece.acquire(), piece.lock());
      Claimant claimant = new Claimant(piece.session(), piece.acquire());
      StoreLock lock = locks.get(piece.lock());
      if (lock != null) {
        lock.await(claimant);
      } else if (piece.token() > 0) {
        locks.put(piece.lock(), new StoreLock(piece.lock(), claimant, piece.token(), digest));
      } else {
        throw new IllegalArgumentException(
            "The holder of lock " + piece.lock() + " must come first");
      }
    }
  }
}
