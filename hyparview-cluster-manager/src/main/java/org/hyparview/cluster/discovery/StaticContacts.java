package org.hyparview.cluster.discovery;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.hyparview.cluster.ContactSource;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;

/** The contacts that the user configured. */
final class StaticContacts implements ContactSource {

  private final List<PeerAddress> contacts;

  StaticContacts(List<PeerAddress> contacts) {
    this.contacts = List.copyOf(contacts);
  }

  @Override
  public Future<Void> start(Vertx vertx, String clusterName, Peer self) {
    return Future.succeededFuture();
  }

  @Override
  public Future<List<PeerAddress>> contacts() {
    return Future.succeededFuture(contacts);
  }

  @Override
  public String toString() {
    return "contacts";
  }
}
