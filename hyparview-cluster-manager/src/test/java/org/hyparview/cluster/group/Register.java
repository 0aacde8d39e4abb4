package org.hyparview.cluster.group;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An operation on a register, a counter or a lock, with its result: the sequential specification of
 * each.
 *
 * @param result a number or a truth; null if unknown
 */
public record Register(
    String kind, long first, long second, @Nullable Object result) {

  /** An operation that was not applied. */
  public static final Register NOTHING = new Register("nothing", 0, 0, null);

  /**
   * Returns the value of a map entry after an operation, 0 while there is none; null if it is
   * impossible.
   */
  public static @Nullable Long ofMap(long state, Register op) {
    return switch (op.kind) {
      case "get" -> op.gives(state) ? (Long) state : null;
      case "put" -> (Long) op.first;
      case "remove" -> op.gives(state) ? (Long) 0L : null;
      case "putIfAbsent" -> op.gives(state) ? (Long) (state == 0 ? op.first : state) : null;
      case "replaceIfPresent" -> {
        boolean same = state == op.first;
        yield op.gives(same) ? (Long) (same ? op.second : state) : null;
      }
      default -> (Long) state;
    };
  }

  /** Returns the value of a counter after an operation; null if it is impossible. */
  public static @Nullable Long ofCounter(long state, Register op) {
    return switch (op.kind) {
      case "add" -> op.gives(state + op.first) ? (Long) (state + op.first) : null;
      case "count" -> op.gives(state) ? (Long) state : null;
      default -> (Long) state;
    };
  }

  private boolean gives(Object expected) {
    return result == null || Objects.equals(result, expected);
  }
}
