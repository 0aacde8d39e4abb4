package org.hyparview.transport.stream;

import io.vertx.core.buffer.Buffer;
import org.hyparview.protocol.peer.Peer;

/** This node as it introduces itself to others. */
final class LocalNode {

  private final String clusterName;
  private Peer self;

  LocalNode(String clusterName, Peer self) {
    this.clusterName = clusterName;
    this.self = self;
  }

  String clusterName() {
    return clusterName;
  }

  Peer self() {
    return self;
  }

  /** The hello of this node as of now. */
  Buffer hello() {
    return HandshakeCodec.encodeHello(clusterName, self);
  }

  void raiseIncarnation(long incarnation) {
    if (incarnation <= self.incarnation()) {
      throw new IllegalArgumentException("The incarnation must rise, but is "
          + self.incarnation()
          + " and should become "
          + incarnation);
    }
    self = self.withIncarnation(incarnation);
  }
}
