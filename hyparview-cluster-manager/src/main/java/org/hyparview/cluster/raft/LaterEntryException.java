package org.hyparview.cluster.raft;

import org.hyparview.wire.DecodeException;

/**
 * The failure to decode an entry of the log, or a part of a snapshot, that a later version has
 * written. A replica must not skip it, so it can't go on.
 */
public final class LaterEntryException extends DecodeException {

  private static final long serialVersionUID = 1L;

  LaterEntryException(DecodeException cause) {
    super(cause.reason(), String.valueOf(cause.getMessage()));
  }
}
