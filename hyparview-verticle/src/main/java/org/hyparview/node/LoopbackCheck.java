package org.hyparview.node;

import io.netty.util.NetUtil;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.net.InetAddress;
import java.util.List;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;

/**
 * The check that a node with contacts on other hosts can be dialed by them: one that advertises an
 * address of the loopback interface can't, and logs so once.
 */
public final class LoopbackCheck {

  private static final Logger LOGGER = LoggerFactory.getLogger(LoopbackCheck.class);

  private final Peer self;
  private boolean logged;

  /** Creates the check of a node. */
  public LoopbackCheck(Peer self) {
    this.self = self;
  }

  /** Examines the contacts of the node. */
  public void examine(List<PeerAddress> contacts) {
    if (logged || !isLoopback(self.host())) {
      return;
    }
    for (PeerAddress contact : contacts) {
      if (!isLoopback(contact.host())) {
        logged = true;
        LOGGER.warn("Node " + self.id() + " advertises " + self.address()
            + ", which other hosts can't dial, but its contact " + contact
            + " is on another host. Messages of other hosts won't arrive. Set host or"
            + " advertisedHost to an address of this host that they can dial");
        return;
      }
    }
  }

  /**
   * Returns whether a host is this machine by its name or address; other names are not looked up.
   */
  public static boolean isLoopback(String host) {
    InetAddress literal = NetUtil.createInetAddressFromIpAddressString(host);
    return literal == null ? host.equalsIgnoreCase("localhost") : literal.isLoopbackAddress();
  }
}
