package org.hyparview.cluster.wire;

import java.util.List;
import java.util.function.Consumer;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.wire.ByteWriter;
import org.jspecify.annotations.Nullable;

/** What writers of messages have in common; see {@link FieldReader}. */
abstract class FieldWriter {

  private static final int USUAL_BYTES = 256;

  final ByteWriter out = new ByteWriter(USUAL_BYTES);

  final void writeBytes(Bytes bytes) {
    out.writeBytes(bytes.toArray());
  }

  final void writeFlag(boolean flag) {
    out.writeByte(flag ? 1 : 0);
  }

  final <T> void writeOptional(@Nullable T value, Consumer<T> writer) {
    writeFlag(value != null);
    if (value != null) {
      writer.accept(value);
    }
  }

  final <T> void writeList(List<T> list, Consumer<T> writer) {
    out.writeShort(list.size());
    list.forEach(writer);
  }
}
