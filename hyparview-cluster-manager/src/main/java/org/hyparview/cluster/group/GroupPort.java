package org.hyparview.cluster.group;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.Consumer;
import org.hyparview.protocol.peer.Peer;

/**
 * The host interface of a node's shared data: what it needs from the rest of the node. All calls
 * come from its thread.
 */
public interface GroupPort {

  /** Sends a frame, which may be lost. */
  void send(Peer to, Buffer frame);

  /** Announces a group to all nodes, in place of earlier announcements of it. */
  void announce(GroupDescriptor group);

  /** Returns wall-clock milliseconds. */
  long wallClock();

  /**
   * Returns whether this node may still find other nodes of its cluster, since those that it has
   * asked have not answered yet.
   */
  boolean isSearching();

  /**
   * Returns whether there may be members that this node has not met, as far as is known; begins to
   * find out if that has not been done for long. So it is asked again and again before something is
   * founded for the whole cluster.
   */
  boolean mayHaveUnmet();

  /** Withdraws a group: all nodes may forget it. */
  void withdraw(String group);

  /** Reports that another group now has the shared data: what the former group held is lost. */
  void groupReplaced(GroupDescriptor before, GroupDescriptor now);

  /**
   * Reports that the cluster declared this node dead, or its shared data was lost: other nodes may
   * have these locks.
   */
  void locksLost(List<String> locks);

  /**
   * Finds out whether the process of a node has certainly ended.
   *
   * @param proof called later on the same thread, with false if the process may live
   */
  void prove(Peer node, Consumer<Boolean> proof);
}
