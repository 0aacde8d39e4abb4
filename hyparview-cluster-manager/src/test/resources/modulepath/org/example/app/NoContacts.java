package org.example.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.hyparview.cluster.ContactSource;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;

/** Says when it is started, and knows nobody. */
public final class NoContacts implements ContactSource {

  @Override
  public Future<Void> start(Vertx vertx, String clusterName, Peer self) {
    System.out.println("contacts of " + clusterName);
    return Future.succeededFuture();
  }

  @Override
  public Future<List<PeerAddress>> contacts() {
    return Future.succeededFuture(List.of());
  }
}
