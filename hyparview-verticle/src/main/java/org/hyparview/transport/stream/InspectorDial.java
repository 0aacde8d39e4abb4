package org.hyparview.transport.stream;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Connection;
import org.hyparview.transport.LinkException;
import org.hyparview.transport.LinkOptions;

/** An attempt to inspect a node: a connection, and the handshake of an inspector. */
public final class InspectorDial {

  private final ContextInternal context;
  private final String clusterName;
  private final String address;
  private final LinkOptions options;
  private final long begun = System.nanoTime();
  private final Promise<InspectorConnection> opened;

  private InspectorDial(Context context, String clusterName, String address, LinkOptions options) {
    this.context = (ContextInternal) context;
    this.clusterName = clusterName;
    this.address = address;
    this.options = options;
    opened = this.context.promise();
  }

  /**
   * Introduces an inspector on a connection that is being made. To be called on the context.
   *
   * @param address what was dialed, for messages
   * @param options for its timeouts; the hello timeout is the time for both
   * @return the connection once the node has let it in, or a {@link LinkException}
   */
  public static Future<InspectorConnection> open(
      Context context,
      Future<Connection> connecting,
      String clusterName,
      String address,
      LinkOptions options) {
    InspectorDial dial = new InspectorDial(context, clusterName, address, options);
    connecting.onComplete(dial::connected);
    return dial.opened.future();
  }

  private void connected(AsyncResult<Connection> result) {
    if (result.failed()) {
      fail(unreachable(result.cause()));
      return;
    }
    Connection connection = result.result();
    connection.write(HandshakeCodec.encodeInspectorHello(clusterName));
    long elapsed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    long left = Math.max(1, options.get(LinkOptions.HELLO_TIMEOUT) - elapsed);
    Handshake.await(context.owner(), connection, left, new Host(connection));
  }

  /** A node without TLS ends a connection that begins with a TLS handshake. */
  private HandshakeError unreachable(Throwable cause) {
    return cause instanceof ClosedChannelException
            || cause.getCause() instanceof ClosedChannelException
        ? new HandshakeError(
            CloseReason.CLOSED_BY_PEER,
            "it closed the connection during the TLS handshake, so it is no node, or has no TLS")
        : HandshakeError.unreachable(cause, false, options);
  }

  private void fail(HandshakeError error) {
    opened.fail(new LinkException(
        error.reason(), "Cannot inspect " + address + ": " + error.text(), error.refused()));
  }

  /** The other end of a connection, which has not answered. */
  private final class Host implements Handshake.Listener, HandshakeMessage.Handler {

    private final Connection connection;
    private Buffer rest = Buffer.buffer();

    Host(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void greeted(HandshakeMessage greeting, Buffer rest) {
      this.rest = rest;
      greeting.dispatch(this);
    }

    @Override
    public void failed(CloseReason reason) {
      fail(new HandshakeError(reason, silent(reason)));
    }

    private String silent(CloseReason reason) {
      return switch (reason) {
        case BAD_HELLO -> "what answers there is no node, or expects TLS or a secret";
        case CLOSED_BY_PEER, CONNECTION_LOST ->
          "it closed the connection before it introduced itself, so it is no node, or expects "
              + (options.hasSecrets() ? "another secret" : "TLS or a secret");
        default -> HandshakeError.noAnswer(reason, options).text();
      };
    }

    @Override
    public void inspected(HandshakeMessage.Inspected answer) {
      InspectorConnection inspector = new InspectorConnection(context, connection, answer.peer());
      connection.listener(inspector);
      opened.complete(inspector);
      inspector.received(rest);
    }

    @Override
    public void refused(HandshakeMessage.Refused refused) {
      reject(new HandshakeError(refused.reason(), text(refused.reason())));
    }

    private String text(CloseReason reason) {
      return switch (reason) {
        case WRONG_CLUSTER -> "it belongs to another cluster than \"" + clusterName + "\"";
        case WRONG_VERSION ->
          "it is of a release that cannot be inspected, or not by this version of inspection, "
              + HandshakeCodec.INSPECTION_VERSION;
        case INSPECTION_REFUSED ->
          "it does not let this inspector in: its option inspection is false, or its option"
              + " allowedNetworks lacks this host";
        case TOO_MANY_LINKS -> "it has too many inspectors already";
        default -> "it refused the inspector for a reason that this version does not know";
      };
    }

    @Override
    public void hello(HandshakeMessage.Hello hello) {
      reject(HandshakeError.noPeer());
    }

    @Override
    public void inspectorHello(HandshakeMessage.InspectorHello hello) {
      reject(HandshakeError.noPeer());
    }

    @Override
    public void otherVersions(HandshakeMessage.OtherVersions other) {
      reject(HandshakeError.to(other));
    }

    private void reject(HandshakeError error) {
      connection.abort();
      fail(error);
    }
  }
}
