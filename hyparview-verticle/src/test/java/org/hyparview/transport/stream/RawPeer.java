package org.hyparview.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;

/** A peer that writes and reads its bytes by hand, and so can misbehave. Blocks, within bounds. */
final class RawPeer implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 120_000;
  private static final int SMALL_BUFFER = 8_192;

  private final Socket socket;
  private final DataInputStream in;

  private RawPeer(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new DataInputStream(socket.getInputStream());
  }

  /** Connects; the receive buffer is small, so that it is soon full. */
  static RawPeer connect(int port) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(SMALL_BUFFER);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
    return new RawPeer(socket);
  }

  /** Listens; the receive buffers of accepted connections are small. */
  static ServerSocket listen() throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReceiveBufferSize(SMALL_BUFFER);
    server.setSoTimeout(PATIENCE_MILLIS);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return server;
  }

  static RawPeer accept(ServerSocket server) throws IOException {
    return new RawPeer(server.accept());
  }

  static PeerAddress addressOf(ServerSocket server) {
    return new PeerAddress("127.0.0.1", server.getLocalPort());
  }

  static Buffer hello(String cluster, String id) {
    return HandshakeCodec.encodeHello(
        cluster, new Peer(PeerId.of(id), 1, new PeerAddress("127.0.0.1", 1)));
  }

  RawPeer write(Buffer bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes());
    return this;
  }

  /** Says hello and waits for that of the other end. */
  RawPeer introduce(String id) throws IOException {
    write(hello("test", id));
    readGreeting();
    return this;
  }

  /** The next greeting, its header included. */
  Buffer readGreeting() throws IOException {
    byte[] header = in.readNBytes(HandshakeCodec.HEADER_BYTES);
    Buffer greeting = Buffer.buffer(header);
    return greeting.appendBytes(in.readNBytes(greeting.getUnsignedShort(4)));
  }

  /** What follows the length of the next frame: its channel and its payload. */
  Buffer readFrame() throws IOException {
    return Buffer.buffer(in.readNBytes(in.readInt()));
  }

  /** Reads on until the other end has closed the connection. */
  void awaitClose() throws IOException {
    try {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (SocketException e) {
      assertThat(e).as("a reset is a close as well").hasMessageContaining("reset");
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
