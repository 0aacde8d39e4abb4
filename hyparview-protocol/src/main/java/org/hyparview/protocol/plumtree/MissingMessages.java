package org.hyparview.protocol.plumtree;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hyparview.protocol.machine.Machine;
import org.jspecify.annotations.Nullable;

/**
 * The paper's <i>missing</i>: messages that were announced and have not arrived, bounded in number,
 * each with its timer.
 *
 * <p>There are only two durations, so two queues keep the timers in order. A message that has
 * arrived leaves its entry in a queue behind until the entry gets to the front.
 */
final class MissingMessages {

  private record Timer(MissingMessage message, long deadline) {}

  private final int most;
  private final Map<MessageId, MissingMessage> messages = new LinkedHashMap<>();
  private final Deque<Timer> first = new ArrayDeque<>(1);
  private final Deque<Timer> further = new ArrayDeque<>(1);

  MissingMessages(int most) {
    this.most = most;
  }

  int size() {
    return messages.size();
  }

  /** Returns all missing messages, oldest first. */
  Collection<MissingMessage> all() {
    return messages.values();
  }

  @Nullable
  MissingMessage get(MessageId id) {
    return messages.get(id);
  }

  /** Adds a missing message, unless the limit is reached. */
  @Nullable
  MissingMessage add(MessageId id) {
    if (messages.size() >= most) {
      return null;
    }
    MissingMessage message = new MissingMessage(id);
    messages.put(id, message);
    return message;
  }

  @Nullable
  MissingMessage remove(MessageId id) {
    MissingMessage message = messages.isEmpty() ? null : messages.remove(id);
    if (message != null) {
      message.deadline = Machine.NEVER;
    }
    return message;
  }

  /**
   * Removes the announcements of a lost link; a message without any other announcer waits for a new
   * announcement.
   */
  void lose(long link) {
    messages.values().removeIf(message -> {
      boolean last = message.lose(link);
      if (last) {
        message.deadline = Machine.NEVER;
      }
      return last;
    });
  }

  /** Sets the timer to the paper's timeout1; all such timers must be equally long. */
  void startFirst(MissingMessage message, long deadline) {
    start(first, message, deadline);
  }

  /** Sets the timer to the paper's timeout2; all such timers must be equally long. */
  void startFurther(MissingMessage message, long deadline) {
    start(further, message, deadline);
  }

  private static void start(Deque<Timer> queue, MissingMessage message, long deadline) {
    message.deadline = deadline;
    queue.addLast(new Timer(message, deadline));
  }

  /** Takes a message whose timer has expired; the caller must set its timer again or remove it. */
  @Nullable
  MissingMessage due(long now) {
    MissingMessage message = due(first, now);
    return message == null ? due(further, now) : message;
  }

  private static @Nullable MissingMessage due(Deque<Timer> queue, long now) {
    return head(queue) <= now ? queue.removeFirst().message : null;
  }

  long deadline() {
    return Math.min(head(first), head(further));
  }

  private static long head(Deque<Timer> queue) {
    while (!queue.isEmpty()) {
      Timer timer = queue.getFirst();
      if (timer.message.deadline == timer.deadline) {
        return timer.deadline;
      }
      queue.removeFirst();
    }
    return Machine.NEVER;
  }
}
