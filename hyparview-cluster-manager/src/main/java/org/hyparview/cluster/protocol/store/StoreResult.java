package org.hyparview.cluster.protocol.store;

import java.util.List;
import org.hyparview.cluster.protocol.data.Bytes;
import org.jspecify.annotations.Nullable;

/** The result of a request. */
public sealed interface StoreResult {

  /** Calls the handler's method for this kind, and returns its result. */
  <R> R dispatch(Handler<R> handler);

  /**
   * The handler of results, with one method per kind, so that a forgotten kind doesn't compile.
   *
   * @param <R> the handler's own result
   */
  interface Handler<R> {
    R onValue(Value result);

    R onAmount(Amount result);

    R onTruth(Truth result);

    R onEntries(Entries result);

    R onRefused(Refused result);
  }

  /**
   * Returns this result of a request that has a value.
   *
   * @throws IllegalStateException if it is of another kind
   */
  default Value asValue() {
    throw isNot("a value");
  }

  /**
   * Returns this result of a request that has a number.
   *
   * @throws IllegalStateException if it is of another kind
   */
  default Amount asAmount() {
    throw isNot("a number");
  }

  /**
   * Returns this result of a request that has a yes or no.
   *
   * @throws IllegalStateException if it is of another kind
   */
  default Truth asTruth() {
    throw isNot("a yes or no");
  }

  /**
   * Returns this result of a request that has entries.
   *
   * @throws IllegalStateException if it is of another kind
   */
  default Entries asEntries() {
    throw isNot("entries of a map");
  }

  /** Returns the value, or null if there is none or this is not a value. */
  default @Nullable Bytes valueOrNull() {
    return null;
  }

  /** Returns the number, or another one if this is not a number. */
  default long amountOr(long other) {
    return other;
  }

  /** Returns why the request has no result, or null if it has one. */
  default @Nullable Reason refusal() {
    return null;
  }

  private IllegalStateException isNot(String expected) {
    return new IllegalStateException("The result must be " + expected + ", but is " + this);
  }

  /** Applied; a value, or null for none. */
  record Value(@Nullable Bytes value) implements StoreResult {

    /** No value, as of a request that was applied and has no result. */
    public static final Value NOTHING = new Value(null);

    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onValue(this);
    }

    @Override
    public Value asValue() {
      return this;
    }

    @Override
    public @Nullable Bytes valueOrNull() {
      return value;
    }
  }

  /** Applied; a number: a count, or a token. */
  record Amount(long value) implements StoreResult {
    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onAmount(this);
    }

    @Override
    public Amount asAmount() {
      return this;
    }

    @Override
    public long amountOr(long other) {
      return value;
    }
  }

  /** Applied; a yes or no. */
  record Truth(boolean value) implements StoreResult {
    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onTruth(this);
    }

    @Override
    public Truth asTruth() {
      return this;
    }
  }

  /** Some entries of a map, and whether there are more after them. */
  record Entries(List<Page.Entry> entries, boolean more) implements StoreResult {
    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onEntries(this);
    }

    @Override
    public Entries asEntries() {
      return this;
    }
  }

  /** Not applied now, or applied before and no longer known; see {@link Reason}. */
  record Refused(Reason reason) implements StoreResult {
    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onRefused(this);
    }

    @Override
    public Reason refusal() {
      return reason;
    }
  }

  /** The reason why a request has no result. */
  enum Reason {
    /** The session has ended, or never existed. Whether the request was ever applied is unknown. */
    UNKNOWN_SESSION,
    /** A request before it has not arrived yet. This one was not applied. */
    GAP,
    /** It was applied before, but its result took too much room, or was acknowledged. */
    FORGOTTEN
  }
}
