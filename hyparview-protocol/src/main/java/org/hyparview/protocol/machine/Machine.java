package org.hyparview.protocol.machine;

/**
 * A pure protocol state machine, from its host's point of view.
 *
 * <p>A machine does no input or output, has no thread and reads no clock. The host calls an input
 * and then drains {@link #outbox()}, taking each {@link Output} in order; only then does it call
 * the next input. So a machine can't be re-entered, and the same inputs with the same seed give the
 * same outputs, on every JVM.
 *
 * <p><b>Inputs</b> are those of this interface and those of each machine: a typed {@code receive}
 * for each family of messages, with the link of the message and the peer at its other end, as that
 * peer named itself; outcomes of dials; and requests of users.
 *
 * <p><b>Time</b> is the argument {@code now}, in milliseconds from any origin that never goes
 * backwards. The machine names the next moment at which it needs {@link #wake} by
 * {@link #deadline()}; the host reads that after each input.
 *
 * <p><b>Links</b> are numbered by the host: a number is never given to another link while a machine
 * may still hold it, and two links to one peer have two numbers. A link is reliable and keeps the
 * order of its messages until it is lost.
 *
 * <p>A machine belongs to one thread at a time.
 *
 * @param <H> the host, which can take all outputs
 */
public interface Machine<H> {

  /** The absent deadline: nothing is due until the next input. */
  long NEVER = Long.MAX_VALUE;

  /**
   * Reports that a link ended without a request of this machine. Links that the machine doesn't
   * hold are ignored.
   */
  void linkLost(long link, long now);

  /** Reports that the deadline has been reached. Waking a machine too early is harmless. */
  void wake(long now);

  /** Returns the next moment at which {@link #wake} must be called, or {@link #NEVER}. */
  long deadline();

  /** Returns the actions and events, in order. */
  Outbox<H> outbox();
}
