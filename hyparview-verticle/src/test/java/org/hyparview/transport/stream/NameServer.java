package org.hyparview.transport.stream;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;

/** A name server over UDP on loopback that knows the same IPv4 addresses for each name. */
final class NameServer {

  private static final int TYPE_A = 1;
  private static final int HEADER_BYTES = 12;

  private final DatagramSocket socket;
  private final Buffer answers = Buffer.buffer();
  private final int count;

  NameServer(Vertx vertx, String... addresses) {
    count = addresses.length;
    for (String address : addresses) {
      appendAnswer(address);
    }
    socket = vertx.createDatagramSocket().handler(this::answer);
    TcpNode.await(socket.listen(0, "127.0.0.1"));
  }

  /** Appends a pointer to the name in the question, type A, class IN, time to live 0 and data. */
  private void appendAnswer(String address) {
    answers
        .appendUnsignedShort(0xc000 | HEADER_BYTES)
        .appendUnsignedShort(TYPE_A)
        .appendUnsignedShort(1)
        .appendInt(0)
        .appendUnsignedShort(4);
    for (String part : address.split("\\.", -1)) {
      answers.appendUnsignedByte((short) Integer.parseInt(part));
    }
  }

  /** Returns its address, {@code ip:port}. */
  String address() {
    return "127.0.0.1:" + socket.localAddress().port();
  }

  private void answer(DatagramPacket packet) {
    Buffer query = packet.data();
    int end = HEADER_BYTES;
    while (query.getByte(end) != 0) {
      end += 1 + query.getByte(end);
    }
    boolean known = query.getUnsignedShort(end + 1) == TYPE_A;
    Buffer reply = Buffer.buffer()
        .appendBuffer(query.getBuffer(0, 2))
        .appendUnsignedShort(0x8180)
        .appendUnsignedShort(1)
        .appendUnsignedShort(known ? count : 0)
        .appendInt(0)
        .appendBuffer(query.getBuffer(HEADER_BYTES, end + 5))
        .appendBuffer(known ? answers : Buffer.buffer());
    socket.send(reply, packet.sender().port(), packet.sender().hostAddress());
  }
}
