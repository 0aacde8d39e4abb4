package org.hyparview.wire;

import org.hyparview.protocol.hyparview.HyParViewMessage.DisconnectReason;
import org.hyparview.protocol.hyparview.HyParViewMessage.Outcome;
import org.hyparview.protocol.hyparview.HyParViewMessage.Priority;
import org.hyparview.wire.DecodeException.Reason;

/**
 * The numbers of kinds and choices in membership messages. A number never gets another meaning;
 * docs/wire-protocol.md lists them too.
 */
final class MembershipNumbers {

  static final int JOIN = 1;
  static final int FORWARD_JOIN = 2;
  static final int NEIGHBOR = 3;
  static final int NEIGHBOR_REPLY = 4;
  static final int DISCONNECT = 5;
  static final int SHUFFLE = 6;
  static final int SHUFFLE_REPLY = 7;
  static final int PROBE = 8;
  static final int PROBE_REPLY = 9;

  private MembershipNumbers() {}

  static int of(Priority priority) {
    return switch (priority) {
      case LOW -> 0;
      case HIGH -> 1;
    };
  }

  static Priority readPriority(ByteReader in) throws DecodeException {
    int number = in.readByte("priority");
    return switch (number) {
      case 0 -> Priority.LOW;
      case 1 -> Priority.HIGH;
      default -> throw unknown(in, "priority", number);
    };
  }

  static int of(Outcome outcome) {
    return switch (outcome) {
      case ACCEPTED -> 0;
      case FULL -> 1;
      case CROSSED -> 2;
      case STALE -> 3;
    };
  }

  static Outcome readOutcome(ByteReader in) throws DecodeException {
    int number = in.readByte("outcome");
    return switch (number) {
      case 0 -> Outcome.ACCEPTED;
      case 1 -> Outcome.FULL;
      case 2 -> Outcome.CROSSED;
      case 3 -> Outcome.STALE;
      default -> throw unknown(in, "outcome", number);
    };
  }

  static int of(DisconnectReason reason) {
    return switch (reason) {
      case EVICTED -> 0;
      case LEAVING -> 1;
    };
  }

  static DisconnectReason readDisconnectReason(ByteReader in) throws DecodeException {
    int number = in.readByte("disconnect reason");
    return switch (number) {
      case 0 -> DisconnectReason.EVICTED;
      case 1 -> DisconnectReason.LEAVING;
      default -> throw unknown(in, "disconnect reason", number);
    };
  }

  private static DecodeException unknown(ByteReader in, String field, int number) {
    return in.failure(Reason.OUT_OF_RANGE, field, "is " + number + ", which means nothing");
  }
}
