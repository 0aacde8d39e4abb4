package org.hyparview.wire;

import java.util.List;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.wire.DecodeException.Reason;

/**
 * The codec of peers: a block of id, incarnation, host and port.
 *
 * <p>As a block, a peer can get further fields at its end, which an older reader skips.
 */
public final class PeerCodec {

  /** The longest accepted peer without its length: a sent one is half as long. */
  public static final int MAX_PEER_BYTES = 1024;

  /** The longest peer that is sent, its length included. */
  static final int MAX_SENT_BYTES = Short.BYTES
      + 1
      + PeerId.MAX_BYTES
      + Long.BYTES
      + 1
      + PeerAddress.MAX_HOST_BYTES
      + Short.BYTES;

  private PeerCodec() {}

  /** Writes one peer. */
  public static void write(ByteWriter out, Peer peer) {
    int begin = out.beginBlock();
    out.writeText(peer.id().toString())
        .writeLong(peer.incarnation())
        .writeText(peer.host())
        .writeShort(peer.port())
        .endBlock(begin);
  }

  /** Reads one peer. */
  public static Peer read(ByteReader in, String field) throws DecodeException {
    ByteReader block = in.readBlock(field, MAX_PEER_BYTES);
    PeerId id = readId(block, "peer id");
    long incarnation = block.readLong("incarnation");
    return new Peer(id, incarnation, readAddress(block));
  }

  /** Reads the id of a node, a string. */
  public static PeerId readId(ByteReader in, String field) throws DecodeException {
    String text = in.readText(field);
    try {
      return PeerId.of(text);
    } catch (IllegalArgumentException e) {
      throw in.failure(Reason.BAD_TEXT, field, "is refused. " + e.getMessage());
    }
  }

  /** Writes at most 255 peers after their number. */
  public static void writeList(ByteWriter out, List<Peer> peers) {
    out.writeByte(peers.size());
    for (Peer peer : peers) {
      write(out, peer);
    }
  }

  /** Reads the peers of a list in their order. */
  public static List<Peer> readList(ByteReader in, String field, int max) throws DecodeException {
    Peer[] peers = new Peer[in.readCount(field, max)];
    for (int i = 0; i < peers.length; i++) {
      peers[i] = read(in, field);
    }
    return List.of(peers);
  }

  private static PeerAddress readAddress(ByteReader in) throws DecodeException {
    String host = in.readText("host");
    int port = in.readShort("port");
    if (port == 0) {
      throw in.failure(Reason.OUT_OF_RANGE, "port", "is 0");
    }
    try {
      return new PeerAddress(host, port);
    } catch (IllegalArgumentException e) {
      throw in.failure(Reason.BAD_TEXT, "host", "is refused. " + e.getMessage());
    }
  }
}
