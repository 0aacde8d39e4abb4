package org.hyparview.cluster.protocol.registry;

import java.util.ArrayDeque;
import java.util.Deque;
import org.hyparview.cluster.protocol.registry.RegistryEvent.Completed;
import org.hyparview.cluster.protocol.registry.RegistryEvent.Outcome;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.machine.Outbox;

/**
 * The pending changes that wait to be everywhere, in the order of the changes and of the deadlines.
 */
final class PendingChanges {

  private record Ticket(long number, long end, long deadline) {}

  private final Outbox<Registry.Host> outbox;
  private final Deque<Ticket> waiting = new ArrayDeque<>();
  private long numbers;

  PendingChanges(Outbox<Registry.Host> outbox) {
    this.outbox = outbox;
  }

  /** Adds a ticket for all changes before an index of the log. */
  long add(long end, long deadline) {
    waiting.add(new Ticket(++numbers, end, deadline));
    return numbers;
  }

  /** Adds a ticket for a change that is not made. */
  long addCompleted(Outcome outcome) {
    outbox.add(new Completed(++numbers, outcome));
    return numbers;
  }

  /** Notes that all changes before this index are acknowledged. */
  void acknowledged(long index) {
    while (!waiting.isEmpty() && waiting.element().end <= index) {
      complete(Outcome.ACKNOWLEDGED);
    }
  }

  void expire(long now) {
    while (!waiting.isEmpty() && waiting.element().deadline <= now) {
      complete(Outcome.TIMED_OUT);
    }
  }

  /** Moves all tickets to the new end of the log, which has restarted. */
  void postpone(long end) {
    for (int i = waiting.size(); i > 0; i--) {
      Ticket ticket = waiting.remove();
      waiting.add(new Ticket(ticket.number, end, ticket.deadline));
    }
  }

  void completeAll(Outcome outcome) {
    while (!waiting.isEmpty()) {
      complete(outcome);
    }
  }

  /** Returns whether a ticket waits only for changes before this index. */
  boolean isDone(long index) {
    return !waiting.isEmpty() && waiting.element().end <= index;
  }

  long deadline() {
    return waiting.isEmpty() ? Machine.NEVER : waiting.element().deadline;
  }

  private void complete(Outcome outcome) {
    outbox.add(new Completed(waiting.remove().number, outcome));
  }
}
