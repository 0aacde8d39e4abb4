package org.hyparview.protocol.machine;

import org.hyparview.protocol.peer.Peer;

/**
 * A pure protocol state machine, as its host sees it.
 *
 * <p>A machine does no input or output, has no thread and reads no clock. The host calls an input
 * and then drains {@link #outbox()}, doing each action in order; only then does it call the next
 * input. So a machine can't be re-entered, and the same inputs with the same seed give the same
 * actions, on every JVM. A machine may have more inputs than these.
 *
 * <p><b>Time</b> is the argument {@code now}, in milliseconds from any origin that never goes
 * backwards. The machine names the next moment at which it wants {@link #wake} by
 * {@link #deadline()}; the host asks for it after each input.
 *
 * <p><b>Links</b> are numbered by the host: a number is never given to another link while a machine
 * may still hold it, and two links to one peer have two numbers. A link is reliable and keeps the
 * order of its messages until it is lost.
 *
 * <p>A machine belongs to one thread at a time.
 *
 * @param <M> the messages that machines of this kind exchange
 * @param <A> the actions that it asks of its host
 */
public interface Machine<M, A> {

  /** No deadline: nothing is to happen until the next input. */
  long NEVER = Long.MAX_VALUE;

  /**
   * A message came in.
   *
   * @param link the link that it came on
   * @param from the peer at the other end of the link, as it named itself
   */
  void receive(long link, Peer from, M message, long now);

  /**
   * A link ended without this machine having asked for it. Links that the machine doesn't hold are
   * ignored.
   */
  void linkLost(long link, long now);

  /** The deadline has come. Waking a machine too early is harmless. */
  void wake(long now);

  /** The next moment at which {@link #wake} must be called, or {@link #NEVER}. */
  long deadline();

  /** What is to be done, in order. */
  Outbox<A> outbox();
}
