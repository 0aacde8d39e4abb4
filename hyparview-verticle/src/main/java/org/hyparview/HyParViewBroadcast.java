package org.hyparview;

/**
 * The vocabulary of broadcast on the event bus: headers, the default topic, and the failure codes.
 *
 * <p>A message to {@link HyParViewAddresses#broadcast()} is delivered once to each live node of the
 * overlay, the sender included: it is published in the node's Vert.x at
 * {@link HyParViewAddresses#broadcast(String)}. The body is a Buffer, a String or a JsonObject.
 * Headers other than those below are passed on with it.
 */
public final class HyParViewBroadcast {

  /** The header of a sent message with the topic, 1 to 255 bytes in UTF-8. */
  public static final String TOPIC = "topic";

  /** The topic of a message that is sent without one. */
  public static final String DEFAULT_TOPIC = "default";

  /**
   * The header of a sent message that requests a reply when all nodes in reach have the message,
   * within this number of milliseconds; 1 to {@link BroadcastOptions#setBroadcastRetention}.
   */
  public static final String ACKNOWLEDGE = "acknowledge";

  /** The header of a delivered message with the id of the node that sent it. */
  public static final String ORIGIN = "origin";

  /**
   * The header of a delivered message with the number of links that it crossed, 0 at the sender.
   */
  public static final String HOPS = "hops";

  /** The failure code of a body, topic, header or size that is not allowed. */
  public static final int BAD_REQUEST = 400;

  /** The failure code of a node that has too much to send, or has been stopped. Try again later. */
  public static final int BUSY = 503;

  /**
   * The failure code of an acknowledged broadcast that is not known to have reached all nodes in
   * time. The message names some of the nodes that may not have it, if known: the neighbors of a
   * silent node name it after 3 s; sooner, one of these may be named in its place. All nodes may
   * have the broadcast nevertheless.
   */
  public static final int UNACKNOWLEDGED = 504;

  private HyParViewBroadcast() {}
}
