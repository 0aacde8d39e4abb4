package org.hyparview.cluster.wire;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hyparview.Tags;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.data.ProtocolVersion;
import org.hyparview.wire.ByteReader;
import org.hyparview.wire.ByteWriter;
import org.hyparview.wire.DecodeException;
import org.hyparview.wire.DecodeException.Reason;

/**
 * The codec of the metadata of a node: its tags, the version of the protocol that it speaks, and
 * whether it is a data member, which may have a replica of the shared data. The layout is specified
 * in docs/wire-protocol.md.
 *
 * <p>Equal tags have equal bytes. Bytes after the last field that this version knows are skipped,
 * so that a later version can add fields. Stateless and safe for use by any thread.
 */
public final class TagsCodec {

  private static final int FORMAT = 1;
  private static final int USUAL_BYTES = 64;

  /** The flag of a node that keeps no shared data. */
  private static final int NO_DATA = 1;

  private TagsCodec() {}

  /**
   * Encodes tags, a version unless it is the first, and whether the node is a data member unless it
   * is one.
   *
   * @throws IllegalArgumentException if the tags are beyond the bounds of {@link Tags}
   */
  public static Bytes encode(Map<String, String> tags, int version, boolean dataMember) {
    SortedMap<String, String> checked = Tags.check(tags);
    ByteWriter out = new ByteWriter(USUAL_BYTES).writeByte(FORMAT).writeByte(checked.size());
    checked.forEach((key, value) -> out.writeText(key).writeText(value));
    if (version > ProtocolVersion.FIRST || !dataMember) {
      out.writeShort(version);
    }
    if (!dataMember) {
      out.writeByte(NO_DATA);
    }
    return Bytes.of(out.toBytes());
  }

  /**
   * Decodes tags.
   *
   * @throws DecodeException if the bytes encode none; they cause no other exception
   */
  public static SortedMap<String, String> decode(Bytes metadata) throws DecodeException {
    return read(new ByteReader(metadata.toArray()));
  }

  /**
   * Decodes the version of the protocol that a node speaks.
   *
   * @throws DecodeException if the bytes encode none; they cause no other exception
   */
  public static int decodeVersion(Bytes metadata) throws DecodeException {
    ByteReader in = new ByteReader(metadata.toArray());
    read(in);
    return readVersion(in);
  }

  /**
   * Decodes whether a node is a data member.
   *
   * @throws DecodeException if the bytes encode none; they cause no other exception
   */
  public static boolean decodeDataMember(Bytes metadata) throws DecodeException {
    ByteReader in = new ByteReader(metadata.toArray());
    read(in);
    readVersion(in);
    return in.remaining() == 0 || (in.readByte("flags") & NO_DATA) == 0;
  }

  private static int readVersion(ByteReader in) throws DecodeException {
    int version = in.remaining() == 0 ? ProtocolVersion.FIRST : in.readShort("version");
    return Math.max(ProtocolVersion.FIRST, version);
  }

  private static SortedMap<String, String> read(ByteReader in) throws DecodeException {
    int format = in.readByte("format");
    if (format != FORMAT) {
      throw in.failure(Reason.UNKNOWN_KIND, "format", "is " + format);
    }
    SortedMap<String, String> tags = new TreeMap<>();
    for (int left = in.readCount("tags", Tags.MAX_TAGS); left > 0; left--) {
      String key = in.readText("key");
      if (tags.put(key, in.readText("value")) != null) {
        throw in.failure(Reason.OUT_OF_RANGE, "key", "is there twice");
      }
    }
    try {
      return Tags.check(tags);
    } catch (IllegalArgumentException e) {
      throw in.failure(Reason.BAD_TEXT, "tags", "are refused. " + e.getMessage());
    }
  }
}
