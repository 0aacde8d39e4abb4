package org.hyparview.cluster.wire;

import java.util.List;
import java.util.function.Consumer;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.wire.ByteWriter;
import org.jspecify.annotations.Nullable;

/** The common part of writers of messages; see {@link FieldReader}. */
public abstract class FieldWriter {

  private static final int USUAL_BYTES = 256;

  /** The target of the bytes. */
  protected final ByteWriter out = new ByteWriter(USUAL_BYTES);

  protected final void writeBytes(Bytes bytes) {
    out.writeBytes(bytes.toArray());
  }

  protected final void writeFlag(boolean flag) {
    out.writeByte(flag ? 1 : 0);
  }

  protected final <T> void writeOptional(@Nullable T value, Consumer<T> writer) {
    writeFlag(value != null);
    if (value != null) {
      writer.accept(value);
    }
  }

  protected final <T> void writeList(List<T> list, Consumer<T> writer) {
    out.writeShort(list.size());
    list.forEach(writer);
  }
}
