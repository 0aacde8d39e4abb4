package org.hyparview.node;

import io.vertx.core.internal.logging.Logger;
import org.hyparview.protocol.hyparview.HyParViewEvent.DownReason;

/**
 * The log line about a node that no contact admits. That is to be expected, and no warning, if the
 * node is leaving, or if its last neighbor has left: then it is the last one of its cluster.
 */
public final class IsolationLog {

  private final Logger logger;
  private boolean lastHasLeft;
  private volatile boolean leaving;

  /** Creates a log that writes to this. */
  public IsolationLog(Logger logger) {
    this.logger = logger;
  }

  /** Notes a change of the views. */
  public void changed(ViewChange change) {
    lastHasLeft = change.active() == 0 && change.reason() == DownReason.LEFT;
  }

  /** Notes that the node is leaving. Safe to call from any thread. */
  public void leaving() {
    leaving = true;
  }

  /**
   * Logs that no contact admits a node.
   *
   * @param contacts see {@link ViewListener#isolated}
   */
  public void isolated(String node, String contacts) {
    String found =
        contacts.isEmpty() ? "no contact is known" : "none of its contacts admits it: " + contacts;
    if (lastHasLeft) {
      logger.info(
          "Node " + node + " is the last one of its cluster: all others have left; " + found);
    } else if (!leaving) {
      logger.warn("Node " + node + " is isolated: " + found
          + ". It keeps trying. Check that a contact runs and can be reached at this address");
    }
  }
}
