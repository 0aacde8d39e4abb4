package org.hyparview.cluster.group;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The check whether a history of operations on one object could have been done one after the other,
 * each between its call and its return. The search of Wing and Gong, which remembers where it has
 * been, as Lowe has it ("Testing for linearizability", 2017).
 */
public final class Linearizability {

  /** The sequential behavior of the object. */
  @FunctionalInterface
  public interface Model<S, O> {

    /** Returns the state after an operation, or null if the operation can't have gone as it did. */
    @Nullable
    S after(S state, O operation);
  }

  /**
   * An operation.
   *
   * @param returned when its outcome was known; Long.MAX_VALUE if it never was: then it may have
   *     been applied at any time since its call, or never
   */
  public record Call<O>(long called, long returned, O operation) {

    /** Returns whether its outcome is unknown. */
    public boolean isOpen() {
      return returned == Long.MAX_VALUE;
    }
  }

  private record Place(BitSet done, Object state) {}

  private record Step<S>(int call, S before) {}

  private Linearizability() {}

  /** Returns whether there is such an order. */
  public static <S, O> boolean holds(List<Call<O>> history, S initial, Model<S, O> model) {
    List<Call<O>> calls = new ArrayList<>(history);
    calls.sort(Comparator.comparingLong(Call::called));
    long wanted = calls.stream().filter(call -> !call.isOpen()).count();
    Set<Place> seen = new HashSet<>();
    List<Step<S>> path = new ArrayList<>();
    BitSet done = new BitSet();
    S state = initial;
    long closed = 0;
    int next = 0;
    while (closed < wanted) {
      int chosen = -1;
      S after = null;
      long horizon = horizon(calls, done);
      for (int i = next; i < calls.size() && chosen < 0; i++) {
        if (calls.get(i).called() > horizon) {
          break;
        }
        if (!done.get(i)) {
          after = model.after(state, calls.get(i).operation());
          if (after != null && seen.add(new Place(with(done, i), after))) {
            chosen = i;
          }
        }
      }
      if (chosen >= 0 && after != null) {
        path.add(new Step<>(chosen, state));
        done.set(chosen);
        closed += calls.get(chosen).isOpen() ? 0 : 1;
        state = after;
        next = 0;
      } else if (path.isEmpty()) {
        return false;
      } else {
        Step<S> last = path.remove(path.size() - 1);
        done.clear(last.call);
        closed -= calls.get(last.call).isOpen() ? 0 : 1;
        state = last.before;
        next = last.call + 1;
      }
    }
    return true;
  }

  /**
   * Returns the moment up to which calls can come next: none can that was called after another had
   * returned.
   */
  private static <O> long horizon(List<Call<O>> calls, BitSet done) {
    long horizon = Long.MAX_VALUE;
    for (int i = done.nextClearBit(0); i < calls.size(); i = done.nextClearBit(i + 1)) {
      if (calls.get(i).called() > horizon) {
        return horizon;
      }
      horizon = Math.min(horizon, calls.get(i).returned());
    }
    return horizon;
  }

  private static BitSet with(BitSet done, int more) {
    BitSet copy = (BitSet) done.clone();
    copy.set(more);
    return copy;
  }
}
