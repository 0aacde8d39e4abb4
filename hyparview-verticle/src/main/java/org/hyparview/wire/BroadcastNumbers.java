package org.hyparview.wire;

/**
 * The numbers of kinds and flags in broadcast messages. A number never gets another meaning;
 * docs/wire-protocol.md lists them too.
 */
final class BroadcastNumbers {

  static final int GOSSIP = 1;
  static final int I_HAVE = 2;
  static final int GRAFT = 3;
  static final int PRUNE = 4;
  static final int ACK = 5;

  /** In a gossip: a duplicate may remove a link from the tree. */
  static final int SHAPING = 1;

  /** In a graft: the id of the wanted message follows. */
  static final int WANTED = 1;

  /** In an ack: all nodes in reach have the message. */
  static final int CLEAN = 1;

  private BroadcastNumbers() {}

  /** Returns whether a flag is set. Flags that this version does not know are ignored. */
  static boolean isSet(int flags, int flag) {
    return (flags & flag) != 0;
  }
}
