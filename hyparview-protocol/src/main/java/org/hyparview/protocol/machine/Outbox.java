package org.hyparview.protocol.machine;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The queue of a machine's actions and events for its host, first in, first out.
 *
 * <p>The machine adds during an input; the host drains after it, until {@link #poll} returns null.
 * Not safe for concurrent use.
 *
 * @param <H> the host, which can take all outputs
 */
public final class Outbox<H> {

  private final ArrayDeque<Output<? super H>> outputs = new ArrayDeque<>();

  /** Creates an empty outbox. */
  public Outbox() {}

  /** Adds an output; for the machine. */
  public void add(Output<? super H> output) {
    outputs.addLast(output);
  }

  /** Takes the oldest output, or null if none is left; for the host. */
  public @Nullable Output<? super H> poll() {
    return outputs.pollFirst();
  }

  /** Passes all outputs to a host, the oldest first. */
  public void drainTo(H host) {
    Output<? super H> output = outputs.pollFirst();
    while (output != null) {
      output.passTo(host);
      output = outputs.pollFirst();
    }
  }

  /** Returns whether every output was taken. */
  public boolean isEmpty() {
    return outputs.isEmpty();
  }

  /** Returns the number of waiting outputs. */
  public int size() {
    return outputs.size();
  }
}
