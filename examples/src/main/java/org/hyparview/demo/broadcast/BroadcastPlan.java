package org.hyparview.demo.broadcast;

import java.util.List;
import org.hyparview.demo.overlay.OverlayPlan;

/**
 * The messages that a run sends, and the nodes that die meanwhile.
 *
 * @param overlay which nodes there are, and which of them are killed
 * @param messages how many messages are sent; the kill comes in their middle
 * @param rate how many in a second
 * @param bytes how many bytes of padding each has
 */
record BroadcastPlan(OverlayPlan overlay, int messages, int rate, int bytes) {

  /** The nodes that live. */
  List<String> survivors() {
    return overlay.nodes().stream().filter(node -> !overlay.isDoomed(node)).toList();
  }

  /** Who sends. */
  String sender() {
    return survivors().get(0);
  }

  /** Whether a node lives in the process of the sender: every other survivor does. */
  boolean isNear(String node) {
    return survivors().indexOf(node) % 2 == 0;
  }
}
