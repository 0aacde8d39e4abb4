package org.hyparview.transport.stream;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.NotSslRecordException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.util.List;
import javax.net.ssl.SSLException;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Connection;
import org.hyparview.transport.LinkOptions;
import org.hyparview.transport.identity.CertificateNames;
import org.hyparview.transport.identity.NodeName;
import org.jspecify.annotations.Nullable;

/**
 * The reason why there is no link to a peer.
 *
 * @param reason what is counted
 * @param text the end of a sentence that begins with the address of the peer and a colon
 * @param refused whether the peer's host is there and says that nobody listens at the port
 */
record HandshakeError(CloseReason reason, String text, boolean refused) {

  private static final int MAX_MESSAGE = 200;

  private static final String VERSIONS =
      HandshakeCodec.MIN_VERSION + ".." + HandshakeCodec.MAX_VERSION;

  /** Creates an error other than a refusal. */
  HandshakeError(CloseReason reason, String text) {
    this(reason, text, false);
  }

  /** Returns the error of a hello from this node's view, or null. */
  static @Nullable HandshakeError to(
      HandshakeMessage.Hello hello, Connection connection, LocalNode node, LinkOptions options) {
    if (!hello.clusterName().equals(node.clusterName())) {
      return anotherCluster(hello.clusterName(), node);
    }
    if (options.get(LinkOptions.VERIFY_NODE_ID)) {
      List<String> names = CertificateNames.of(connection.peerCertificates());
      if (!names.contains(NodeName.of(hello.peer().id()))) {
        return impostor(hello.peer().id(), names);
      }
    }
    if (hello.peer().sameNode(node.self())) {
      return new HandshakeError(
          CloseReason.SELF, "it is this node, or has its id \"" + node.self().id() + "\"");
    }
    return null;
  }

  private static HandshakeError impostor(PeerId id, List<String> names) {
    return new HandshakeError(
        CloseReason.WRONG_IDENTITY,
        "it says that it is node \"" + id + "\", but its certificate "
            + CertificateNames.shown(names));
  }

  /** The peer belongs to another cluster. */
  static HandshakeError anotherCluster(String clusterName, LocalNode node) {
    return new HandshakeError(
        CloseReason.WRONG_CLUSTER,
        "it belongs to cluster \""
            + clusterName
            + "\", this node to \""
            + node.clusterName()
            + "\"");
  }

  /** The inspector speaks no version of inspection that this node speaks. */
  static HandshakeError inspectorOfOtherVersions(HandshakeMessage.InspectorHello hello) {
    return new HandshakeError(
        CloseReason.WRONG_VERSION,
        "it is an inspector that speaks versions "
            + hello.min()
            + ".."
            + hello.max()
            + " of inspection, this node "
            + HandshakeCodec.INSPECTION_VERSION);
  }

  /** The peer answered with a greeting that only an inspector may send or receive. */
  static HandshakeError noPeer() {
    return new HandshakeError(CloseReason.BAD_HELLO, "it introduced itself as no node does");
  }

  /** The peer speaks no version that this node speaks. */
  static HandshakeError to(HandshakeMessage.OtherVersions other) {
    return new HandshakeError(
        CloseReason.WRONG_VERSION,
        "it speaks versions "
            + other.min()
            + ".."
            + other.max()
            + " of the protocol, this node "
            + VERSIONS);
  }

  /** Another node answered than the one that was expected, if any was; else null. */
  static @Nullable HandshakeError toStranger(
      HandshakeMessage.Hello hello, @Nullable PeerId expected) {
    PeerId actual = hello.peer().id();
    return expected == null || expected.equals(actual)
        ? null
        : new HandshakeError(
            CloseReason.WRONG_PEER,
            "node \"" + actual + "\" answered instead of \"" + expected + "\"");
  }

  /** The peer refused this node. */
  static HandshakeError of(HandshakeMessage.Refused refused, LinkOptions options) {
    return new HandshakeError(
        refused.reason(),
        switch (refused.reason()) {
          case WRONG_CLUSTER -> "it belongs to another cluster";
          case WRONG_VERSION -> "it speaks no version of the protocol in " + VERSIONS;
          case SELF -> "it is this node, or has its id";
          case TOO_MANY_LINKS -> "it has too many links already";
          default ->
            "it refused the link for a reason that this node does not know"
                + (options.hasOwnTls()
                    ? "; perhaps the certificate of this node doesn't name its id"
                    : "");
        });
  }

  /** The peer did not introduce itself. */
  static HandshakeError noGreeting(CloseReason reason, LinkOptions options) {
    return new HandshakeError(
        reason,
        switch (reason) {
          case HELLO_TIMEOUT ->
            "it did not introduce itself within " + options.get(LinkOptions.HELLO_TIMEOUT) + " ms";
          case BAD_HELLO -> "it introduced itself with something else than a hello";
          case CLOSED_BY_PEER -> "it closed the connection before it introduced itself";
          case CONNECTION_LOST -> "the connection broke before it introduced itself";
          case STOPPED -> stopped().text();
          default -> reason.toString();
        });
  }

  /** The dialed peer did not introduce itself. */
  static HandshakeError noAnswer(CloseReason reason, LinkOptions options) {
    HandshakeError silent = noGreeting(reason, options);
    boolean ended = reason == CloseReason.CLOSED_BY_PEER || reason == CloseReason.CONNECTION_LOST;
    return ended && options.hasSecrets()
        ? new HandshakeError(
            reason, silent.text + "; perhaps it doesn't accept the first secret of this node")
        : silent;
  }

  /** The peer could not be reached, perhaps since it {@linkplain #refused refused}. */
  static HandshakeError unreachable(Throwable cause, boolean refused, LinkOptions options) {
    return cause instanceof ConnectTimeoutException
        ? connectTimeout(options)
        : new HandshakeError(CloseReason.CONNECT_FAILED, unreachable(cause), refused);
  }

  /**
   * Returns the error of an attempt of which two trials failed. That this node has answered itself
   * says least, since its own address may be among those of a name. A refusal proves that the
   * process has ended only if all endpoints refuse.
   */
  HandshakeError or(HandshakeError later) {
    HandshakeError told = later.reason == CloseReason.SELF ? this : later;
    return new HandshakeError(told.reason, told.text, refused && later.refused);
  }

  /** The connection was not made in time. */
  static HandshakeError connectTimeout(LinkOptions options) {
    return new HandshakeError(
        CloseReason.CONNECT_TIMEOUT,
        "no connection within " + options.get(LinkOptions.CONNECT_TIMEOUT) + " ms");
  }

  private static String unreachable(Throwable cause) {
    if (cause instanceof UnknownHostException) {
      return "unknown host";
    }
    return cause instanceof SSLException ? tls(cause) : message(root(cause));
  }

  /** The TLS handshake with a peer that dialed this node failed. */
  static HandshakeError handshakeFailed(Throwable cause) {
    return new HandshakeError(CloseReason.BAD_HELLO, tls(cause));
  }

  private static String tls(Throwable cause) {
    Throwable root = root(cause);
    return root instanceof NotSslRecordException
        ? "it does not speak TLS"
        : "the TLS handshake failed: " + message(root) + hint(root);
  }

  /** Alerts of TLS 1.3 say little: the other end speaks as one that has refused a certificate. */
  private static String hint(Throwable cause) {
    if (cause instanceof CertificateExpiredException) {
      return " (its certificate has expired)";
    }
    return String.valueOf(cause.getMessage()).endsWith("certificate_unknown")
        ? " (it does not trust this node's certificate or secret)"
        : "";
  }

  /** The others only say that something failed. */
  private static Throwable root(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static String message(Throwable cause) {
    String message = cause.getMessage();
    if (message == null) {
      return cause.getClass().getSimpleName();
    }
    return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "...";
  }

  /** This node has as many links as it may have. */
  static HandshakeError tooManyLinks() {
    return new HandshakeError(CloseReason.TOO_MANY_LINKS, "this node has too many links already");
  }

  /** This node stops. */
  static HandshakeError stopped() {
    return new HandshakeError(CloseReason.STOPPED, "this node has been stopped");
  }
}
