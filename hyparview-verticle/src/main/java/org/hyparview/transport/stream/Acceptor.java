package org.hyparview.transport.stream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Connection;
import org.hyparview.transport.LinkOptions;

/** Turns accepted connections into links, or refuses them and says why. */
final class Acceptor {

  private final LocalNode node;
  private final Links links;
  private final Inspections inspections;
  private final RefusalLog log;
  private final Map<Guest, Handshake> pending = new LinkedHashMap<>();
  private boolean stopped;

  Acceptor(LocalNode node, Links links, Inspections inspections, RefusalLog log) {
    this.node = node;
    this.links = links;
    this.inspections = inspections;
    this.log = log;
  }

  /** Awaits the hello of a new connection. */
  void accept(Connection connection) {
    if (stopped) {
      connection.abort();
    } else if (pending.size() >= links.options().get(LinkOptions.MAX_PENDING_HELLOS)) {
      connection.abort();
      object(connection, HandshakeError.tooManyLinks());
    } else {
      Guest guest = new Guest(connection);
      int timeoutMillis = links.options().get(LinkOptions.HELLO_TIMEOUT);
      pending.put(guest, Handshake.await(links.vertx(), connection, timeoutMillis, guest));
    }
  }

  /** Closes the connections that have not introduced themselves, and any that is still to come. */
  void stop() {
    stopped = true;
    inspections.stop();
    List.copyOf(pending.values()).forEach(handshake -> handshake.fail(CloseReason.STOPPED));
  }

  private void object(Connection connection, HandshakeError objection) {
    links.counters().countClosed(objection.reason());
    SocketAddress remote = connection.remoteAddress();
    log.log(
        Objects.requireNonNullElseGet(remote.hostAddress(), remote::toString),
        objection.reason(),
        "Refused a link from " + remote + ": " + objection.text(),
        links.now());
  }

  /** A connection that has not introduced itself. */
  private final class Guest implements Handshake.Listener, HandshakeMessage.Handler {

    private final Connection connection;
    private Buffer rest = Buffer.buffer(0);

    Guest(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void greeted(HandshakeMessage greeting, Buffer rest) {
      pending.remove(this);
      this.rest = rest;
      greeting.dispatch(this);
    }

    @Override
    public void failed(CloseReason reason) {
      pending.remove(this);
      object(connection, HandshakeError.noGreeting(reason, links.options()));
    }

    @Override
    public void hello(HandshakeMessage.Hello hello) {
      HandshakeError objection = HandshakeError.to(hello, connection, node, links.options());
      if (objection == null && links.areTooMany()) {
        objection = HandshakeError.tooManyLinks();
      }
      if (objection == null) {
        admit(hello);
      } else {
        refuse(objection);
      }
    }

    @Override
    public void otherVersions(HandshakeMessage.OtherVersions other) {
      refuse(HandshakeError.to(other));
    }

    @Override
    public void inspectorHello(HandshakeMessage.InspectorHello hello) {
      HandshakeError objection = inspections.objectionTo(hello, connection);
      if (objection == null) {
        inspections.admit(connection, rest);
      } else {
        refuse(objection);
      }
    }

    @Override
    public void inspected(HandshakeMessage.Inspected answer) {
      rejectAnswer();
    }

    @Override
    public void refused(HandshakeMessage.Refused refused) {
      rejectAnswer();
    }

    /** A connection begins with the hello of its dialer, who has nothing to answer yet. */
    private void rejectAnswer() {
      connection.abort();
      object(connection, HandshakeError.noGreeting(CloseReason.BAD_HELLO, links.options()));
    }

    private void admit(HandshakeMessage.Hello hello) {
      links.counters().countAccepted();
      connection.write(node.hello());
      links.add(connection, hello.peer(), true).received(rest);
    }

    private void refuse(HandshakeError objection) {
      connection.write(HandshakeCodec.encodeRefused(objection.reason()));
      connection.close();
      object(connection, objection);
    }
  }
}
