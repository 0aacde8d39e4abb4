package org.hyparview.cluster.protocol.store;

import org.hyparview.cluster.protocol.data.Bytes;
import org.jspecify.annotations.Nullable;

/** A question that changes nothing. */
public sealed interface StoreQuery {

  /** The value of an entry: {@link StoreResult.Value}. */
  record Get(String map, Bytes key) implements StoreQuery {}

  /** How many entries a map has: {@link StoreResult.Amount}. */
  record Size(String map) implements StoreQuery {}

  /**
   * Some entries of a map in the order of their keys: {@link StoreResult.Entries}.
   *
   * @param after where to go on, or null to begin
   */
  record Read(String map, Page.Part part, @Nullable Bytes after) implements StoreQuery {}

  /** The value of a counter: {@link StoreResult.Amount}. */
  record Count(String counter) implements StoreQuery {}

  /**
   * The fencing token under which a request has a lock, or 0 if it does not have it:
   * {@link StoreResult.Amount}.
   */
  record Token(String lock, long session, long acquire) implements StoreQuery {}
}
