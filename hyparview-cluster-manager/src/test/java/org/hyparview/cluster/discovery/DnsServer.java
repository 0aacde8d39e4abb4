package org.hyparview.cluster.discovery;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.hyparview.protocol.peer.PeerAddress;

/** A name server over UDP on loopback, as much of RFC 1035 and 2782 as the tests ask for. */
final class DnsServer {

  private static final int TYPE_A = 1;
  private static final int TYPE_SRV = 33;
  private static final int HEADER_BYTES = 12;
  private static final int NAME_ERROR = 3;

  private final Map<String, List<Buffer>> records = new ConcurrentHashMap<>();
  private final AtomicInteger questions = new AtomicInteger();
  private final DatagramSocket socket;

  DnsServer(Vertx vertx) {
    socket = vertx.createDatagramSocket().handler(this::answer);
    Loop.await(socket.listen(0, "127.0.0.1"));
  }

  PeerAddress address() {
    return new PeerAddress("127.0.0.1", socket.localAddress().port());
  }

  int questions() {
    return questions.get();
  }

  void setAddresses(String name, String... addresses) {
    List<Buffer> answers = new ArrayList<>();
    for (String address : addresses) {
      Buffer data = Buffer.buffer();
      for (String part : address.split("\\.", -1)) {
        data.appendUnsignedByte((short) Integer.parseInt(part));
      }
      answers.add(record(TYPE_A, data));
    }
    records.put(key(name, TYPE_A), answers);
  }

  /** A service has one record for each of {@code priority weight port target}. */
  void setServices(String name, String... services) {
    List<Buffer> answers = new ArrayList<>();
    for (String service : services) {
      String[] parts = service.split(" ", -1);
      Buffer data = Buffer.buffer();
      for (int i = 0; i < 3; i++) {
        data.appendUnsignedShort(Integer.parseInt(parts[i]));
      }
      answers.add(record(TYPE_SRV, data.appendBuffer(labels(parts[3]))));
    }
    records.put(key(name, TYPE_SRV), answers);
  }

  private static String key(String name, int type) {
    return name + " " + type;
  }

  /** All but the name: type, class IN, time to live 0, length and data. */
  private static Buffer record(int type, Buffer data) {
    return Buffer.buffer()
        .appendUnsignedShort(type)
        .appendUnsignedShort(1)
        .appendInt(0)
        .appendUnsignedShort(data.length())
        .appendBuffer(data);
  }

  private static Buffer labels(String name) {
    Buffer labels = Buffer.buffer();
    for (String label : name.split("\\.", -1)) {
      byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
      labels.appendByte((byte) bytes.length).appendBytes(bytes);
    }
    return labels.appendByte((byte) 0);
  }

  private void answer(DatagramPacket packet) {
    questions.incrementAndGet();
    Buffer query = packet.data();
    StringBuilder name = new StringBuilder();
    int at = HEADER_BYTES;
    while (query.getByte(at) != 0) {
      int length = query.getByte(at);
      name.append(name.isEmpty() ? "" : ".").append(query.getString(at + 1, at + 1 + length));
      at += 1 + length;
    }
    int type = query.getUnsignedShort(at + 1);
    Buffer question = query.getBuffer(HEADER_BYTES, at + 5);
    List<Buffer> answers = records.get(key(name.toString(), type));
    boolean known = records.keySet().stream().anyMatch(key -> key.startsWith(name + " "));
    Buffer reply = Buffer.buffer()
        .appendBuffer(query.getBuffer(0, 2))
        .appendUnsignedShort(0x8180 | (known ? 0 : NAME_ERROR))
        .appendUnsignedShort(1)
        .appendUnsignedShort(answers == null ? 0 : answers.size())
        .appendInt(0)
        .appendBuffer(question);
    if (answers != null) {
      answers.forEach(
          answer -> reply.appendUnsignedShort(0xc000 | HEADER_BYTES).appendBuffer(answer));
    }
    socket.send(reply, packet.sender().port(), packet.sender().hostAddress());
  }
}
