package org.hyparview.protocol.machine;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The actions that a machine asks of its host, first in, first out.
 *
 * <p>The machine adds during an input; the host drains after it, until {@link #poll} gives null.
 * Not safe for concurrent use.
 *
 * @param <A> the kind of action
 */
public final class Outbox<A> {

  private final ArrayDeque<A> actions = new ArrayDeque<>();

  /** An empty outbox. */
  public Outbox() {}

  /** Adds an action; for the machine. */
  public void add(A action) {
    actions.addLast(action);
  }

  /** Takes the oldest action, or null when all are done; for the host. */
  public @Nullable A poll() {
    return actions.pollFirst();
  }

  /** Whether every action was taken. */
  public boolean isEmpty() {
    return actions.isEmpty();
  }

  /** How many actions wait. */
  public int size() {
    return actions.size();
  }
}
