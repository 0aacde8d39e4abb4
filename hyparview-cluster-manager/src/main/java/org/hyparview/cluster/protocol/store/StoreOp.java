package org.hyparview.cluster.protocol.store;

import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.data.ProtocolVersion;

/**
 * A change of shared data that a session requests. Names, keys and values are opaque to the store;
 * they are equal if their bytes are.
 */
public sealed interface StoreOp {

  /** Calls the handler's method for this kind, and returns its result. */
  <R> R dispatch(Handler<R> handler);

  /** Returns the version of the protocol that has introduced this kind. */
  default int since() {
    return ProtocolVersion.FIRST;
  }

  /**
   * The handler of operations, with one method per kind, so that a forgotten kind doesn't compile.
   *
   * @param <R> the result for an operation
   */
  interface Handler<R> {
    R onPut(Put op);

    R onPutIfAbsent(PutIfAbsent op);

    R onRemove(Remove op);

    R onRemoveIfPresent(RemoveIfPresent op);

    R onReplace(Replace op);

    R onReplaceIfPresent(ReplaceIfPresent op);

    R onClear(Clear op);

    R onAdd(Add op);

    R onCompareAndSet(CompareAndSet op);

    R onAcquire(Acquire op);

    R onCancel(Cancel op);

    R onRelease(Release op);

    R onSkip(Skip op);
  }

  /** Sets an entry. Returns {@link StoreResult.Value#NOTHING}. */
  record Put(String map, Bytes key, Bytes value, long ttl) implements StoreOp {

    /** Checks the time to live: milliseconds, 0 for no end. */
    public Put {
      checkTtl(ttl);
    }

    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onPut(this);
    }
  }

  /** Sets an entry if there is none. Returns the former value. */
  record PutIfAbsent(String map, Bytes key, Bytes value, long ttl) implements StoreOp {

    /** Checks the time to live: milliseconds, 0 for no end. */
    public PutIfAbsent {
      checkTtl(ttl);
    }

    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onPutIfAbsent(this);
    }
  }

  /** Removes an entry. Returns the former value. */
  record Remove(String map, Bytes key) implements StoreOp {
    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onRemove(this);
    }
  }

  /** Removes an entry if it has this value. Returns whether it had. */
  record RemoveIfPresent(String map, Bytes key, Bytes value) implements StoreOp {
    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onRemoveIfPresent(this);
    }
  }

  /** Sets an entry if there is one already. Returns the former value. */
  record Replace(String map, Bytes key, Bytes value, long ttl) implements StoreOp {

    /** Checks the time to live: milliseconds, 0 for no end. */
    public Replace {
      checkTtl(ttl);
    }

    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onReplace(this);
    }
  }

  /** Sets an entry if it has the expected value. Returns whether it had. */
  record ReplaceIfPresent(String map, Bytes key, Bytes expected, Bytes value, long ttl)
      implements StoreOp {

    /** Checks the time to live: milliseconds, 0 for no end. */
    public ReplaceIfPresent {
      checkTtl(ttl);
    }

    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onReplaceIfPresent(this);
    }
  }

  /** Removes all entries of a map. Returns {@link StoreResult.Value#NOTHING}. */
  record Clear(String map) implements StoreOp {
    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onClear(this);
    }
  }

  /** Adds to a counter, which is 0 at first and wraps around. Returns the sum. */
  record Add(String counter, long delta) implements StoreOp {
    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onAdd(this);
    }
  }

  /** Sets a counter if it has the expected value. Returns whether it had. */
  record CompareAndSet(String counter, long expected, long value) implements StoreOp {
    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onCompareAndSet(this);
    }
  }

  /**
   * Acquires a lock, or the last place in its queue. Returns the fencing token, or 0 if the session
   * must wait: then a {@link Grant} reports when it has the lock. A session may ask several times;
   * each request waits for those before it.
   */
  record Acquire(String lock) implements StoreOp {
    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onAcquire(this);
    }
  }

  /**
   * Withdraws a request for a lock. Returns 0, or the fencing token if the lock was granted before.
   *
   * @param acquire the number of the request in its session
   */
  record Cancel(String lock, long acquire) implements StoreOp {
    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onCancel(this);
    }
  }

  /** Releases a lock. Returns whether the session had it under that token. */
  record Release(String lock, long token) implements StoreOp {
    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onRelease(this);
    }
  }

  /**
   * Takes the number of an abandoned request in its place: it must not be applied long after its
   * deadline, and those after it need all numbers before theirs. Returns
   * {@link StoreResult.Value#NOTHING}.
   */
  record Skip() implements StoreOp {
    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onSkip(this);
    }
  }

  private static void checkTtl(long ttl) {
    if (ttl < 0) {
      throw new IllegalArgumentException("A time to live must be 0 or more, but is " + ttl);
    }
  }
}
