package org.hyparview.cluster.raft;

import org.hyparview.wire.ByteReader;
import org.hyparview.wire.DecodeException;

/**
 * The codec of replicas' messages as bytes, which begin with the version of their form. They don't
 * contain the group: the receiver must know it.
 *
 * <p>Stateless and safe for use by any thread.
 */
public final class RaftCodec {

  /** The first byte of every message. */
  static final int VERSION = 1;

  /** Creates a codec. */
  public RaftCodec() {}

  /**
   * Returns the bytes of a message.
   *
   * @param maxBytes the limit for the entries of an append: those beyond are left out, though at
   *     least one is kept; the answer tells how far it went
   */
  public byte[] encode(ReplicaMessage message, int maxBytes) {
    return new RaftWriter(maxBytes).write(message.raft());
  }

  /**
   * Returns the message that the bytes encode.
   *
   * @throws LaterEntryException if they contain a part of the state, or a change of it, that only a
   *     later version knows
   * @throws DecodeException if they encode none
   */
  public ReplicaMessage decode(String group, byte[] bytes) throws DecodeException {
    return new ReplicaMessage(new RaftReader(group, new ByteReader(bytes)).message());
  }
}
