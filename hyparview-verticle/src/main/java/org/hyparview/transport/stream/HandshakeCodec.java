package org.hyparview.transport.stream;

import io.vertx.core.buffer.Buffer;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.peer.Text;
import org.hyparview.transport.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of greetings: a magic number, the length of the body as u16, and the body, whose first
 * byte is its kind. All numbers are big-endian. Bytes after the last known field are skipped.
 */
final class HandshakeCodec {

  /** The first four bytes of every connection, in both directions: {@code HPVX}. */
  static final int MAGIC = 0x48505658;

  /** Bytes of the magic number and the length. */
  static final int HEADER_BYTES = 6;

  /** The longest greeting, its header included. */
  static final int MAX_BYTES = 1_024;

  /** The longest string in a greeting, in bytes of UTF-8: its length is one byte. */
  static final int MAX_TEXT_BYTES = 255;

  /** The lowest version of the protocol that this end speaks. */
  static final int MIN_VERSION = 1;

  /** The highest version of the protocol that this end speaks. */
  static final int MAX_VERSION = 1;

  /**
   * The version of the protocol, both lowest and highest, that stands in the hello of an inspector.
   * No node speaks it, so one that knows no inspection refuses the hello for its versions.
   */
  static final int INSPECTOR_VERSION = 0;

  /** The only version of inspection so far. */
  static final int INSPECTION_VERSION = 1;

  private static final int HELLO = 1;
  private static final int REFUSED = 2;
  private static final int INSPECTED = 3;

  private HandshakeCodec() {}

  static Buffer encodeHello(String clusterName, Peer self) {
    Buffer body = Buffer.buffer(128)
        .appendUnsignedByte((short) HELLO)
        .appendUnsignedByte((short) MIN_VERSION)
        .appendUnsignedByte((short) MAX_VERSION);
    appendText(body, clusterName);
    appendPeer(body, self);
    return withHeader(body);
  }

  static Buffer encodeInspectorHello(String clusterName) {
    Buffer body = Buffer.buffer(64)
        .appendUnsignedByte((short) HELLO)
        .appendUnsignedByte((short) INSPECTOR_VERSION)
        .appendUnsignedByte((short) INSPECTOR_VERSION)
        .appendUnsignedByte((short) INSPECTION_VERSION)
        .appendUnsignedByte((short) INSPECTION_VERSION);
    appendText(body, clusterName);
    return withHeader(body);
  }

  static Buffer encodeInspected(Peer self) {
    Buffer body = Buffer.buffer(128)
        .appendUnsignedByte((short) INSPECTED)
        .appendUnsignedByte((short) INSPECTION_VERSION);
    appendPeer(body, self);
    return withHeader(body);
  }

  static Buffer encodeRefused(CloseReason reason) {
    return withHeader(
        Buffer.buffer(2).appendUnsignedByte((short) REFUSED).appendUnsignedByte((short)
            RefusalCode.of(reason)));
  }

  /** The greeting with this body, or null if it is none. */
  static @Nullable HandshakeMessage decode(byte[] body) {
    ByteBuffer in = ByteBuffer.wrap(body);
    try {
      return switch (unsignedByte(in)) {
        case HELLO -> decodeHello(in);
        case INSPECTED -> new HandshakeMessage.Inspected(unsignedByte(in), peer(in));
        case REFUSED -> new HandshakeMessage.Refused(RefusalCode.reason(unsignedByte(in)));
        default -> null;
      };
    } catch (BufferUnderflowException | CharacterCodingException | IllegalArgumentException e) {
      return null;
    }
  }

  /** The versions come first so that they can be told from a hello of any later version. */
  private static HandshakeMessage decodeHello(ByteBuffer in) throws CharacterCodingException {
    int min = unsignedByte(in);
    int max = unsignedByte(in);
    if (min == INSPECTOR_VERSION && max == INSPECTOR_VERSION) {
      return new HandshakeMessage.InspectorHello(
          unsignedByte(in), unsignedByte(in), clusterName(in));
    }
    if (Math.min(max, MAX_VERSION) < Math.max(min, MIN_VERSION)) {
      return new HandshakeMessage.OtherVersions(min, max);
    }
    return new HandshakeMessage.Hello(clusterName(in), peer(in));
  }

  private static String clusterName(ByteBuffer in) throws CharacterCodingException {
    String clusterName = text(in);
    Text.check("A cluster name", clusterName, MAX_TEXT_BYTES, true);
    return clusterName;
  }

  private static Peer peer(ByteBuffer in) throws CharacterCodingException {
    PeerId id = PeerId.of(text(in));
    long incarnation = in.getLong();
    PeerAddress address = new PeerAddress(text(in), in.getShort() & 0xFFFF);
    return new Peer(id, incarnation, address);
  }

  private static void appendPeer(Buffer out, Peer peer) {
    appendText(out, peer.id().toString());
    out.appendLong(peer.incarnation());
    appendText(out, peer.host());
    out.appendUnsignedShort(peer.port());
  }

  private static Buffer withHeader(Buffer body) {
    return Buffer.buffer(HEADER_BYTES + body.length())
        .appendInt(MAGIC)
        .appendUnsignedShort(body.length())
        .appendBuffer(body);
  }

  private static void appendText(Buffer out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.appendUnsignedByte((short) bytes.length).appendBytes(bytes);
  }

  private static String text(ByteBuffer in) throws CharacterCodingException {
    int length = unsignedByte(in);
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer bytes = in.slice(in.position(), length);
    in.position(in.position() + length);
    return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
  }

  private static int unsignedByte(ByteBuffer in) {
    return in.get() & 0xFF;
  }
}
