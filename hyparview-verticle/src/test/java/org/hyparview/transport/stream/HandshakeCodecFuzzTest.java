package org.hyparview.transport.stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import org.hyparview.fuzz.AnyBytes;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.CloseReason;
import org.hyparview.wire.DecodeException;
import org.junit.jupiter.api.Test;

/**
 * Any bytes as the first message of a connection, behind its header.
 *
 * <pre>{@code mvn test -Pfuzz -pl hyparview-verticle -am -Dtest=HandshakeCodecFuzzTest}</pre>
 */
class HandshakeCodecFuzzTest {

  private static final int HEADER = 6;

  private static final AnyBytes ANY_BYTES =
      new AnyBytes(DecodeException.class, HandshakeCodec::decode);

  @FuzzTest(maxDuration = "1h")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    ANY_BYTES.check(bytes);
  }

  @Test
  void spoiltBytesAreReadOrRefused() {
    Peer peer = new Peer(PeerId.of("a"), 1, new PeerAddress("127.0.0.1", 7_100));
    byte[] hello = HandshakeCodec.encodeHello("test", peer).getBytes();
    byte[] refused = HandshakeCodec.encodeRefused(CloseReason.WRONG_CLUSTER).getBytes();
    byte[] inspector = HandshakeCodec.encodeInspectorHello("test").getBytes();
    byte[] inspected = HandshakeCodec.encodeInspected(peer).getBytes();
    ANY_BYTES.checkLike(List.of(
        Arrays.copyOfRange(hello, HEADER, hello.length),
        Arrays.copyOfRange(refused, HEADER, refused.length),
        Arrays.copyOfRange(inspector, HEADER, inspector.length),
        Arrays.copyOfRange(inspected, HEADER, inspected.length)));
  }
}
