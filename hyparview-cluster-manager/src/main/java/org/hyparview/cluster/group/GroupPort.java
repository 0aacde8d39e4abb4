package org.hyparview.cluster.group;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.Consumer;
import org.hyparview.protocol.peer.Peer;

/** What a node's shared data needs of the rest of the node. All calls come from its thread. */
public interface GroupPort {

  /** Sends a frame, which may be lost. */
  void send(Peer to, Buffer frame);

  /** Makes a group known to all nodes, in place of what was said of it before. */
  void announce(GroupDescriptor group);

  /** Milliseconds of the wall clock. */
  long wallClock();

  /** All nodes may forget a group. */
  void withdraw(String group);

  /** Another group has the shared data now: what the one before held is lost. */
  void groupReplaced(GroupDescriptor before, GroupDescriptor now);

  /** The cluster held this node dead, or its shared data were lost: others may have these locks. */
  void locksLost(List<String> locks);

  /**
   * Finds out whether the process of a node is gone for certain.
   *
   * @param proof called later by the same thread, with false if it may live
   */
  void prove(Peer node, Consumer<Boolean> proof);
}
