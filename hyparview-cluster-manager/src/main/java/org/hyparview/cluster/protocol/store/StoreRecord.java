package org.hyparview.cluster.protocol.store;

import org.hyparview.cluster.protocol.data.Bytes;

/** A piece of a snapshot. All pieces in their order make the state again. */
public sealed interface StoreRecord {

  /** The first one. */
  record Head(long time, long lastSession, long lastToken) implements StoreRecord {}

  /** An entry of a map; it ends at {@code expiresAt}, or never if that is 0. */
  record MapEntry(String map, Bytes key, Bytes value, long expiresAt) implements StoreRecord {}

  /** A counter that is not 0. */
  record Count(String counter, long value) implements StoreRecord {}

  /** A session of a node. */
  record SessionState(long id, String node, long number, long acknowledgedUpTo, long lastRequest)
      implements StoreRecord {}

  /** A result that the session before it may ask for again. */
  record KeptResult(long session, long number, StoreResult result) implements StoreRecord {}

  /**
   * The last one, as {@link Store#digest()} gave it. Snapshots of earlier versions have none.
   *
   * @param value any number
   */
  record Digest(long value) implements StoreRecord {}

  /** A request for a lock: of the holder first, with its token, then those that wait, with 0. */
  record Claim(String lock, long session, long acquire, long token) implements StoreRecord {}
}
