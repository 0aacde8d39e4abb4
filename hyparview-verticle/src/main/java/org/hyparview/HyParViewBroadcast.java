package org.hyparview;

/**
 * The words of broadcast on the event bus: headers, the default topic, and the codes of failures.
 *
 * <p>What is sent to {@link HyParViewAddresses#broadcast()} is delivered once to each live node of
 * the overlay, the sender included: it is published in its Vert.x at
 * {@link HyParViewAddresses#broadcast(String)}. The body is a Buffer, a String or a JsonObject.
 * Other headers than those below go with it.
 */
public final class HyParViewBroadcast {

  /** A header of what is sent: the topic, 1 to 255 bytes in UTF-8. */
  public static final String TOPIC = "topic";

  /** The topic of what is sent without one. */
  public static final String DEFAULT_TOPIC = "default";

  /**
   * A header of what is sent: the reply shall come when all nodes that can be reached have the
   * message, within so many milliseconds; 1 to {@link HyParViewOptions#getBroadcastRetention()}.
   */
  public static final String ACKNOWLEDGE = "acknowledge";

  /** A header of what is delivered: the id of the node that has sent it. */
  public static final String ORIGIN = "origin";

  /** A header of what is delivered: over how many links it came, 0 at the sender. */
  public static final String HOPS = "hops";

  /** The failure code of a body, topic, header or size that is not admitted. */
  public static final int BAD_REQUEST = 400;

  /** The failure code of a node that has too much to send, or has been stopped. Try again later. */
  public static final int BUSY = 503;

  /**
   * The failure code of an acknowledged broadcast that is not known to have reached all in time.
   * The message names some of those that may not have it, if known: a node that does not answer is
   * named by its neighbors after 3 s; sooner, one of these may be named in its place. All may have
   * it nevertheless.
   */
  public static final int UNACKNOWLEDGED = 504;

  private HyParViewBroadcast() {}
}
