package org.hyparview.cluster.protocol.store;

import java.util.List;
import org.hyparview.cluster.protocol.data.Bytes;
import org.jspecify.annotations.Nullable;

/** What became of a request. */
public sealed interface StoreResult {

  /** Done, and there is nothing to say. */
  StoreResult NOTHING = new Value(null);

  /** Done; a value, or null for none. */
  record Value(@Nullable Bytes value) implements StoreResult {}

  /** Done; a number: a count, or a token. */
  record Amount(long value) implements StoreResult {}

  /** Done; a yes or no. */
  record Truth(boolean value) implements StoreResult {}

  /** Some entries of a map, and whether there are more after them. */
  record Entries(List<Page.Entry> entries, boolean more) implements StoreResult {}

  /** Not done now, or done before and not known any more; see {@link Reason}. */
  record Refused(Reason reason) implements StoreResult {}

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
