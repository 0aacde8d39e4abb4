package org.hyparview.cluster.discovery;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.hyparview.fuzz.AnyBytes;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.wire.DecodeException;
import org.junit.jupiter.api.Test;

/**
 * Any bytes as a multicast datagram.
 *
 * <pre>{@code mvn test -Pfuzz -pl hyparview-cluster-manager -am -Dtest=DatagramFuzzTest}</pre>
 */
class DatagramFuzzTest {

  private static final Peer PEER =
      new Peer(PeerId.of("a"), 258, new PeerAddress("10.0.0.1", 7_800));

  private static final AnyBytes ANY_BYTES =
      new AnyBytes(DecodeException.class, bytes -> Datagram.decode(Buffer.buffer(bytes)));

  @FuzzTest(maxDuration = "1h")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    ANY_BYTES.check(bytes);
  }

  @Test
  void spoiltBytesAreReadOrRefused() {
    ANY_BYTES.checkLike(
        List.of(new Datagram(Datagram.Kind.QUERY, "c", PEER).encode().getBytes()));
  }
}
