package org.hyparview.transport.tcp;

import java.net.InetAddress;
import org.hyparview.protocol.peer.Hosts;
import org.hyparview.transport.LinkOptions;
import org.jspecify.annotations.Nullable;

/** The warning of a node that hosts of the network can join without TLS. */
final class PlaintextWarning {

  private PlaintextWarning() {}

  /** Returns the warning for a node that listens at an address, or null if there is no reason. */
  static @Nullable String of(LinkOptions options, InetAddress bound, int port) {
    boolean isSafe = bound.isLoopbackAddress() || options.isEncrypted();
    if (isSafe || !options.get(LinkOptions.PLAINTEXT_WARNING)) {
      return null;
    }
    return "This node listens at " + Hosts.withPort(bound.getHostAddress(), port)
        + " without secrets or TLS: any host that reaches it can join the cluster, and read and"
        + " change what the cluster shares. Set secrets, or netServerOptions and"
        + " netClientOptions for TLS, or host to 127.0.0.1; or plaintextWarning to false, if the"
        + " network is trusted";
  }
}
