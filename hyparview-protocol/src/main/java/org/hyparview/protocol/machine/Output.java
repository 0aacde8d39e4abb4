package org.hyparview.protocol.machine;

/**
 * One entry of a machine's {@link Outbox}: an action for its host, or an event.
 *
 * <p>The outputs of a machine are of sealed types. Each of these has a {@code Handler} with one
 * method per kind, so that the compiler finds a forgotten kind. Where a host takes all kinds in the
 * same way, for a handler of its choice, the type has a {@code Host} besides, with one method for
 * all of them. A composed machine passes on the outputs of the inner machines unchanged, and its
 * host is a host of those, too.
 *
 * @param <H> the host that can take the output
 */
public interface Output<H> {

  /** Calls the host's method for outputs of this type. */
  void passTo(H host);
}
