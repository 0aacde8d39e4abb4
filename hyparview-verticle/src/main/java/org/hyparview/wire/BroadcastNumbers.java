package org.hyparview.wire;

import org.hyparview.protocol.plumtree.Fold;
import org.jspecify.annotations.Nullable;

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

  /** In a gossip: the message is a question, whose fold and time follow the payload. */
  static final int QUESTION = 2;

  /** In a graft: the id of the wanted message follows. */
  static final int WANTED = 1;

  /** In an ack: all nodes in reach have the message. */
  static final int CLEAN = 1;

  /** In an ack: the answers to a question follow. */
  static final int ANSWERS = 2;

  private BroadcastNumbers() {}

  static int numberOf(Fold.Kind fold) {
    return switch (fold) {
      case COLLECT -> 1;
      case COUNT -> 2;
      case SUM -> 3;
      case MIN -> 4;
      case MAX -> 5;
      case TOP -> 6;
    };
  }

  /** Returns the kind of fold with this number, or null if there is none. */
  static Fold.@Nullable Kind foldOf(int number) {
    for (Fold.Kind kind : Fold.Kind.values()) {
      if (numberOf(kind) == number) {
        return kind;
      }
    }
    return null;
  }

  /** Returns whether a flag is set. Flags that this version does not know are ignored. */
  static boolean isSet(int flags, int flag) {
    return (flags & flag) != 0;
  }
}
