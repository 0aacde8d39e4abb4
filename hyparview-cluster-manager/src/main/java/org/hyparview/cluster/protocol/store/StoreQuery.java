package org.hyparview.cluster.protocol.store;

import org.hyparview.cluster.protocol.data.Bytes;
import org.jspecify.annotations.Nullable;

/** A query, which changes nothing. */
public sealed interface StoreQuery {

  /** Calls the handler's method for this kind, and returns its result. */
  <R> R dispatch(Handler<R> handler);

  /**
   * The handler of queries, with one method per kind, so that a forgotten kind doesn't compile.
   *
   * @param <R> the result for a query
   */
  interface Handler<R> {
    R onGet(Get query);

    R onSize(Size query);

    R onRead(Read query);

    R onCount(Count query);

    R onToken(Token query);
  }

  /** The value of an entry: {@link StoreResult.Value}. */
  record Get(String map, Bytes key) implements StoreQuery {
    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onGet(this);
    }
  }

  /** The number of entries of a map: {@link StoreResult.Amount}. */
  record Size(String map) implements StoreQuery {
    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onSize(this);
    }
  }

  /**
   * Some entries of a map in the order of their keys: {@link StoreResult.Entries}.
   *
   * @param after where to continue, or null to begin
   */
  record Read(String map, Page.Part part, @Nullable Bytes after) implements StoreQuery {
    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onRead(this);
    }
  }

  /** The value of a counter: {@link StoreResult.Amount}. */
  record Count(String counter) implements StoreQuery {
    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onCount(this);
    }
  }

  /**
   * The fencing token under which a request has a lock, or 0 if it does not have it:
   * {@link StoreResult.Amount}.
   */
  record Token(String lock, long session, long acquire) implements StoreQuery {
    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onToken(this);
    }
  }
}
