package org.hyparview.protocol.machine;

/**
 * One thing that a machine puts into its {@link Outbox}: an action that it asks of its host, or an
 * event that it reports.
 *
 * <p>The outputs of a machine are of sealed types. Each of these has a {@code Handler} with one
 * method a kind, so that the compiler finds the kind that was forgotten. Where a host takes all
 * kinds in the same way, for a handler of its choice, the type has a {@code Host} besides, with one
 * method for all of them. A composed machine passes on the outputs of the machines inside as they
 * are, and its host is a host of those, too.
 *
 * @param <H> what can take it
 */
public interface Output<H> {

  /** Calls the host's method for outputs of this type. */
  void passTo(H host);
}
