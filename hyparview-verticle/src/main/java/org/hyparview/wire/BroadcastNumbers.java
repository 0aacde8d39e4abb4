package org.hyparview.wire;

/**
 * The numbers by which broadcast messages name kinds and flags. A number never gets another
 * meaning; docs/wire-protocol.md lists them too.
 */
final class BroadcastNumbers {

  static final int GOSSIP = 1;
  static final int I_HAVE = 2;
  static final int GRAFT = 3;
  static final int PRUNE = 4;
  static final int ACK = 5;

  /** Of a gossip: a duplicate may cost a link its place in the tree. */
  static final int SHAPING = 1;

  /** Of a graft: the message follows whose payload is wanted. */
  static final int WANTED = 1;

  /** Of an ack: all that could be reached have the message. */
  static final int CLEAN = 1;

  private BroadcastNumbers() {}

  /** Flags that this version does not know are ignored. */
  static boolean isSet(int flags, int flag) {
    return (flags & flag) != 0;
  }
}
