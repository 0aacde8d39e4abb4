package org.hyparview.cluster.discovery;

import io.vertx.core.buffer.Buffer;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.wire.ByteReader;
import org.hyparview.wire.ByteWriter;
import org.hyparview.wire.DecodeException;
import org.hyparview.wire.DecodeException.Reason;
import org.hyparview.wire.PeerCodec;

/**
 * A multicast message between nodes. On the wire: magic, version, kind, cluster name, peer;
 * docs/wire-protocol.md has the bytes.
 *
 * @param kind what the sender wants
 * @param clusterName the sender's cluster
 * @param sender where to dial the sender
 */
record Datagram(Kind kind, String clusterName, Peer sender) {

  /** "HPVD". */
  private static final int[] MAGIC = {'H', 'P', 'V', 'D'};

  private static final int VERSION = 1;
  private static final int EXPECTED_BYTES = 128;

  /** The purpose of a datagram. */
  enum Kind {
    /** Asks which nodes are there, and announces the sender. */
    QUERY(1),
    /** Announces the sender. */
    ANNOUNCE(2);

    private final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  Buffer encode() {
    ByteWriter out = new ByteWriter(EXPECTED_BYTES);
    for (int letter : MAGIC) {
      out.writeByte(letter);
    }
    out.writeByte(VERSION).writeByte(kind.code).writeText(clusterName);
    PeerCodec.write(out, sender);
    return out.toBuffer();
  }

  /** Reads a datagram; of later versions, the known part. */
  static Datagram decode(Buffer bytes) throws DecodeException {
    ByteReader in = new ByteReader(bytes);
    for (int letter : MAGIC) {
      if (in.readByte("magic") != letter) {
        throw in.failure(Reason.OUT_OF_RANGE, "magic", "is another protocol's");
      }
    }
    if (in.readByte("version") < VERSION) {
      throw in.failure(Reason.OUT_OF_RANGE, "version", "is below " + VERSION);
    }
    Kind kind = kind(in);
    return new Datagram(kind, in.readText("cluster name"), PeerCodec.read(in, "sender"));
  }

  private static Kind kind(ByteReader in) throws DecodeException {
    int code = in.readByte("kind");
    for (Kind kind : Kind.values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw in.failure(Reason.UNKNOWN_KIND, "kind", "is " + code);
  }
}
