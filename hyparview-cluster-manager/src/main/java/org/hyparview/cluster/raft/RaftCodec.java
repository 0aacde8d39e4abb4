package org.hyparview.cluster.raft;

import org.hyparview.wire.ByteReader;
import org.hyparview.wire.DecodeException;

/**
 * The messages of replicas as bytes, which begin with the version of their form. The group is not
 * in them: who receives them must know of which group they are.
 *
 * <p>Has no state and is safe for use by any thread.
 */
public final class RaftCodec {

  /** The first byte of all. */
  static final int VERSION = 1;

  /** A codec. */
  public RaftCodec() {}

  /**
   * The bytes of a message.
   *
   * @param maxBytes of the entries of an append only so many are taken as fit, though at least one:
   *     the answer tells how far it went
   */
  public byte[] encode(ReplicaMessage message, int maxBytes) {
    return new RaftWriter(maxBytes).write(message.raft());
  }

  /**
   * The message that the bytes stand for.
   *
   * @throws DecodeException if they stand for none
   */
  public ReplicaMessage decode(String group, byte[] bytes) throws DecodeException {
    return new ReplicaMessage(new RaftReader(group, new ByteReader(bytes)).message());
  }
}
