package org.hyparview.protocol.machine;

/**
 * A pure protocol state machine, as its host sees it.
 *
 * <p>A machine does no input or output, has no thread and reads no clock. The host calls an input
 * and then drains {@link #outbox()}, taking each {@link Output} in order; only then does it call
 * the next input. So a machine can't be re-entered, and the same inputs with the same seed give the
 * same outputs, on every JVM.
 *
 * <p><b>Inputs</b> are these and those that a machine has of its own: a typed {@code receive} for
 * each kind of messages, with the link that the message came on and the peer at its other end, as
 * that one named itself; outcomes of dials; and what its users want.
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
 * @param <H> its host: what can take all of its outputs
 */
public interface Machine<H> {

  /** No deadline: nothing is to happen until the next input. */
  long NEVER = Long.MAX_VALUE;

  /**
   * A link ended without this machine having asked for it. Links that the machine doesn't hold are
   * ignored.
   */
  void linkLost(long link, long now);

  /** The deadline has come. Waking a machine too early is harmless. */
  void wake(long now);

  /** The next moment at which {@link #wake} must be called, or {@link #NEVER}. */
  long deadline();

  /** What is to be done and was reported, in order. */
  Outbox<H> outbox();
}
