package org.hyparview.transport.tcp;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hyparview.transport.CloseReason;

/** Turns accepted connections into links, or refuses them and says why. */
final class Acceptor {

  private final LocalNode node;
  private final Links links;
  private final ObjectionLog log;
  private final Map<Guest, Introduction> pending = new LinkedHashMap<>();
  private boolean stopped;

  Acceptor(LocalNode node, Links links, ObjectionLog log) {
    this.node = node;
    this.links = links;
    this.log = log;
  }

  /** Awaits the hello of a new connection. */
  void accept(NetSocket socket) {
    if (stopped) {
      Sockets.abort(socket);
    } else if (pending.size() >= links.options().maxPendingHellos()) {
      Sockets.abort(socket);
      object(socket, Objection.tooManyLinks());
    } else {
      Guest guest = new Guest(socket);
      int timeoutMillis = links.options().helloTimeoutMillis();
      pending.put(guest, Introduction.await(links.vertx(), socket, timeoutMillis, guest));
    }
  }

  /** Closes the connections that have not introduced themselves, and any that is still to come. */
  void stop() {
    stopped = true;
    List.copyOf(pending.values()).forEach(introduction -> introduction.fail(CloseReason.STOPPED));
  }

  private void object(NetSocket socket, Objection objection) {
    links.counters().countClosed(objection.reason());
    log.log(
        socket.remoteAddress().hostAddress(),
        objection.reason(),
        "Refused a link from " + socket.remoteAddress() + ": " + objection.text(),
        links.now());
  }

  /** A connection that has not introduced itself. */
  private final class Guest implements Introduction.Listener, Greeting.Handler {

    private final NetSocket socket;
    private Buffer rest = Buffer.buffer(0);

    Guest(NetSocket socket) {
      this.socket = socket;
    }

    @Override
    public void greeted(Greeting greeting, Buffer rest) {
      pending.remove(this);
      this.rest = rest;
      greeting.dispatch(this);
    }

    @Override
    public void failed(CloseReason reason) {
      pending.remove(this);
      object(socket, Objection.noGreeting(reason, links.options()));
    }

    @Override
    public void hello(Greeting.Hello hello) {
      Objection objection = Objection.to(hello, node);
      if (objection == null && links.areTooMany()) {
        objection = Objection.tooManyLinks();
      }
      if (objection == null) {
        admit(hello);
      } else {
        refuse(objection);
      }
    }

    @Override
    public void otherVersions(Greeting.OtherVersions other) {
      refuse(Objection.to(other));
    }

    /** A connection begins with the hello of its dialler, who has nothing to refuse yet. */
    @Override
    public void refused(Greeting.Refused refused) {
      Sockets.abort(socket);
      object(socket, Objection.noGreeting(CloseReason.BAD_HELLO, links.options()));
    }

    private void admit(Greeting.Hello hello) {
      links.counters().countAccepted();
      socket.write(node.hello());
      links.add(socket, hello.peer(), true).received(rest);
    }

    private void refuse(Objection objection) {
      socket.write(GreetingCodec.encodeRefused(objection.reason()));
      socket.close();
      object(socket, objection);
    }
  }
}
