package org.hyparview.cluster.wire;

import java.util.ArrayList;
import java.util.List;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.wire.ByteReader;
import org.hyparview.wire.DecodeException;
import org.hyparview.wire.DecodeException.Reason;
import org.jspecify.annotations.Nullable;

/** The common part of readers of messages. Fields are read in the order in which they stand. */
public abstract class FieldReader {

  /** A reader of one thing. */
  @FunctionalInterface
  public interface Part<T> {

    /** Reads it. */
    T read() throws DecodeException;
  }

  private static final int MAX_BYTES = 1 << 20;

  /** The source of the bytes. */
  protected final ByteReader in;

  /** Creates a reader of the rest of another. */
  protected FieldReader(ByteReader in) {
    this.in = in;
  }

  /** Reads the first byte, the version of the form of the rest. There is one so far. */
  protected final void version(int known) throws DecodeException {
    int version = in.readByte("version");
    if (version != known) {
      throw in.failure(Reason.OUT_OF_RANGE, "version", "is " + version);
    }
  }

  protected final DecodeException unknown(int kind) {
    return in.failure(Reason.UNKNOWN_KIND, "kind", "is " + kind);
  }

  /** Reads something whose constructor checks its ranges. */
  protected final <T> T checked(Part<T> part) throws DecodeException {
    try {
      return part.read();
    } catch (IllegalArgumentException e) {
      throw in.failure(Reason.OUT_OF_RANGE, "message", "is refused. " + e.getMessage());
    }
  }

  protected final Bytes bytes(String field) throws DecodeException {
    return Bytes.of(in.readBytes(field, MAX_BYTES));
  }

  protected final String text(String field) throws DecodeException {
    return in.readLongText(field, MAX_BYTES);
  }

  protected final boolean flag(String field) throws DecodeException {
    int flag = in.readByte(field);
    if (flag > 1) {
      throw in.failure(Reason.OUT_OF_RANGE, field, "is " + flag);
    }
    return flag == 1;
  }

  protected final <T> @Nullable T optional(Part<T> part) throws DecodeException {
    return flag("presence") ? part.read() : null;
  }

  /** Reads a list, which grows with what is there, not with the length that is claimed. */
  protected final <T> List<T> list(Part<T> part) throws DecodeException {
    int count = in.readShort("length");
    List<T> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      list.add(part.read());
    }
    return list;
  }
}
