package org.hyparview.cluster.protocol.store;

import org.hyparview.cluster.protocol.data.Bytes;

/** A record of a snapshot. All records in their order restore the state. */
public sealed interface StoreRecord {

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  /** The handler of records, with one method per kind, so that a forgotten kind doesn't compile. */
  interface Handler {
    void onHead(Head piece);

    void onMapEntry(MapEntry piece);

    void onCount(Count piece);

    void onSessionState(SessionState piece);

    void onKeptResult(KeptResult piece);

    void onDigest(Digest piece);

    void onClaim(Claim piece);
  }

  /** Returns whether this is the {@link Digest}, which comes last. */
  default boolean isDigest() {
    return false;
  }

  /** The first record. */
  record Head(long time, long lastSession, long lastToken) implements StoreRecord {
    @Override
    public void dispatch(Handler handler) {
      handler.onHead(this);
    }
  }

  /** An entry of a map; it expires at {@code expiresAt}, or never if that is 0. */
  record MapEntry(String map, Bytes key, Bytes value, long expiresAt) implements StoreRecord {
    @Override
    public void dispatch(Handler handler) {
      handler.onMapEntry(this);
    }
  }

  /** A counter that is not 0. */
  record Count(String counter, long value) implements StoreRecord {
    @Override
    public void dispatch(Handler handler) {
      handler.onCount(this);
    }
  }

  /** A session of a node. */
  record SessionState(long id, String node, long number, long acknowledgedUpTo, long lastRequest)
      implements StoreRecord {
    @Override
    public void dispatch(Handler handler) {
      handler.onSessionState(this);
    }
  }

  /** A result that the session before it may ask for again. */
  record KeptResult(long session, long number, StoreResult result) implements StoreRecord {
    @Override
    public void dispatch(Handler handler) {
      handler.onKeptResult(this);
    }
  }

  /**
   * The last record, with the {@link Store#digest()}. Snapshots of earlier versions have none.
   *
   * @param value any number
   */
  record Digest(long value) implements StoreRecord {
    @Override
    public void dispatch(Handler handler) {
      handler.onDigest(this);
    }

    @Override
    public boolean isDigest() {
      return true;
    }
  }

  /**
   * A request for a lock: that of the holder first, with its token, then the waiting ones, with 0.
   */
  record Claim(String lock, long session, long acquire, long token) implements StoreRecord {
    @Override
    public void dispatch(Handler handler) {
      handler.onClaim(this);
    }
  }
}
