package org.hyparview.protocol.plumtree;

import java.util.Objects;

/**
 * The answer of one node to a question.
 *
 * @param number 0 if the kind is not {@link Kind#NUMBER}
 * @param bytes not copied, must not change; empty if the kind is not {@link Kind#BYTES}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Answer(Kind kind, long number, byte[] bytes) {

  private static final byte[] EMPTY = {};

  /** The kind of an answer. */
  public enum Kind {
    /** The question does not concern this node: it is not addressed, or has no handler. */
    NONE,
    /** The handler has failed, or was late: the node counts as missing. */
    FAILED,
    /** A number. */
    NUMBER,
    /** Bytes that the machine doesn't examine. */
    BYTES
  }

  /** The answer of a node that the question does not concern. */
  public static final Answer NONE = new Answer(Kind.NONE, 0, EMPTY);

  /** The answer of a node whose handler has failed. */
  public static final Answer FAILED = new Answer(Kind.FAILED, 0, EMPTY);

  /** Checks that nothing is null. */
  public Answer {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(bytes, "bytes");
  }

  /** Returns the answer that is this number. */
  public static Answer of(long number) {
    return new Answer(Kind.NUMBER, number, EMPTY);
  }

  /** Returns the answer that is these bytes, which must not change from now on. */
  public static Answer of(byte[] bytes) {
    return new Answer(Kind.BYTES, 0, bytes);
  }

  @Override
  public String toString() {
    return switch (kind) {
      case NONE, FAILED -> kind.name();
      case NUMBER -> String.valueOf(number);
      case BYTES -> bytes.length + " bytes";
    };
  }
}
