package org.hyparview.cluster.wire;

import org.hyparview.cluster.protocol.failure.FailureMessage.Evidence;
import org.hyparview.cluster.protocol.registry.DownReason;
import org.hyparview.wire.ByteReader;
import org.hyparview.wire.DecodeException;
import org.hyparview.wire.DecodeException.Reason;

/** The numbers of kinds on the wire. A number never changes its meaning. */
final class RegistryNumbers {

  static final int UPDATE = 1;
  static final int DIGEST = 2;
  static final int IN_SYNC = 3;
  static final int MEMBER_SUMMARY = 4;
  static final int ENTRY_SUMMARY = 5;
  static final int OFFER = 6;
  static final int PULL = 7;
  static final int STATE = 8;
  static final int SUSPICION = 16;
  static final int DEAD = 17;
  static final int QUESTION = 24;
  static final int USER_BROADCAST = 32;

  static final int SET_NODE_INFO = 1;
  static final int SET_METADATA = 2;
  static final int ADD_REGISTRATION = 3;
  static final int REMOVE_REGISTRATION = 4;

  private RegistryNumbers() {}

  static int of(DownReason reason) {
    return switch (reason) {
      case LEFT -> 1;
      case DEAD -> 2;
    };
  }

  static DownReason readReason(ByteReader in) throws DecodeException {
    int number = in.readByte("reason");
    return switch (number) {
      case 1 -> DownReason.LEFT;
      case 2 -> DownReason.DEAD;
      default -> throw in.failure(Reason.OUT_OF_RANGE, "reason", "is " + number);
    };
  }

  static int of(Evidence evidence) {
    return switch (evidence) {
      case SILENCE -> 1;
      case CLAIM -> 2;
      case REFUSAL -> 3;
    };
  }

  static Evidence readEvidence(ByteReader in) throws DecodeException {
    int number = in.readByte("evidence");
    return switch (number) {
      case 1 -> Evidence.SILENCE;
      case 2 -> Evidence.CLAIM;
      case 3 -> Evidence.REFUSAL;
      default -> throw in.failure(Reason.OUT_OF_RANGE, "evidence", "is " + number);
    };
  }
}
