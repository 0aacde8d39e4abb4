package org.hyparview.cluster;

import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import org.hyparview.node.ViewChange;
import org.hyparview.node.ViewListener;
import org.hyparview.protocol.peer.Peer;

/** Logs what happens to this node's neighbours. */
final class ViewLog implements ViewListener {

  private static final Logger LOGGER = LoggerFactory.getLogger(HyParViewClusterManager.class);

  private final String id;

  ViewLog(String id) {
    this.id = id;
  }

  @Override
  public void changed(ViewChange change) {
    LOGGER.debug("Node " + id + ": " + change);
  }

  @Override
  public void isolated() {
    LOGGER.warn("Node " + id + " is alone: no contact lets it in; it goes on trying");
  }

  @Override
  public void renamed(Peer self) {
    LOGGER.info("Node " + id + " now has incarnation " + self.incarnation());
  }
}
