package org.hyparview.transport.stream;

import org.hyparview.transport.CloseReason;

/** The reasons of refusals as they stand on the wire; a code is never given a second meaning. */
final class RefusalCode {

  private static final int OTHER = 0;
  private static final int WRONG_CLUSTER = 1;
  private static final int WRONG_VERSION = 2;
  private static final int SELF = 3;
  private static final int TOO_MANY_LINKS = 4;
  private static final int INSPECTION_REFUSED = 5;

  private RefusalCode() {}

  static int of(CloseReason reason) {
    return switch (reason) {
      case WRONG_CLUSTER -> WRONG_CLUSTER;
      case WRONG_VERSION -> WRONG_VERSION;
      case SELF -> SELF;
      case TOO_MANY_LINKS -> TOO_MANY_LINKS;
      case INSPECTION_REFUSED -> INSPECTION_REFUSED;
      default -> OTHER;
    };
  }

  /** What a code of this or a later version means here. */
  static CloseReason reason(int code) {
    return switch (code) {
      case WRONG_CLUSTER -> CloseReason.WRONG_CLUSTER;
      case WRONG_VERSION -> CloseReason.WRONG_VERSION;
      case SELF -> CloseReason.SELF;
      case TOO_MANY_LINKS -> CloseReason.TOO_MANY_LINKS;
      case INSPECTION_REFUSED -> CloseReason.INSPECTION_REFUSED;
      default -> CloseReason.CLOSED_BY_PEER;
    };
  }
}
