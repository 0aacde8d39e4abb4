package org.hyparview.cluster.protocol.store;

import java.util.List;
import org.hyparview.cluster.protocol.data.Bytes;
import org.jspecify.annotations.Nullable;

/** What became of a request. */
public sealed interface StoreResult {

  /** Calls the handler's method for this kind, and gives what that gives. */
  <R> R dispatch(Handler<R> handler);

  /**
   * One method a kind, so that the compiler finds the kind that was forgotten.
   *
   * @param <R> what is made of a result
   */
  interface Handler<R> {
    R onValue(Value result);

    R onAmount(Amount result);

    R onTruth(Truth result);

    R onEntries(Entries result);

    R onRefused(Refused result);
  }

  /**
   * This result, where the request has a value.
   *
   * @throws IllegalStateException if it is of another kind
   */
  default Value asValue() {
    throw isNot("a value");
  }

  /**
   * This result, where the request has a number.
   *
   * @throws IllegalStateException if it is of another kind
   */
  default Amount asAmount() {
    throw isNot("a number");
  }

  /**
   * This result, where the request has a yes or no.
   *
   * @throws IllegalStateException if it is of another kind
   */
  default Truth asTruth() {
    throw isNot("a yes or no");
  }

  /**
   * This result, where the request has entries.
   *
   * @throws IllegalStateException if it is of another kind
   */
  default Entries asEntries() {
    throw isNot("entries of a map");
  }

  /** The value, or null if there is none or this is no value. */
  default @Nullable Bytes valueOrNull() {
    return null;
  }

  /** The number, or another one if this is none. */
  default long amountOr(long other) {
    return other;
  }

  /** Why the request has no result, or null if it has one. */
  default @Nullable Reason refusal() {
    return null;
  }

  private IllegalStateException isNot(String expected) {
    return new IllegalStateException("The result must be " + expected + ", but is " + this);
  }

  /** Done; a value, or null for none. */
  record Value(@Nullable Bytes value) implements StoreResult {

    /** No value, as of a request that is done and gives none. */
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

  /** Done; a number: a count, or a token. */
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

  /** Done; a yes or no. */
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

  /** Not done now, or done before and not known any more; see {@link Reason}. */
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

  /** Why a request has no result. */
  enum Reason {
    /** The session has ended, or never was. Whether the request was ever done is not known. */
    UNKNOWN_SESSION,
    /** A request before it has not come yet. This one was not done. */
    GAP,
    /** It was done before, but its result took too much room, or was acknowledged. */
    FORGOTTEN
  }
}
