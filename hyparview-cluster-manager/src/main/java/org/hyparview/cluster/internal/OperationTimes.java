package org.hyparview.cluster.internal;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreQuery;

/**
 * The durations of the operations of this node's users on shared data, by kind and outcome. Safe
 * for use by any thread.
 */
final class OperationTimes {

  /** The kind of the acquisition of a lock, which may have to wait for another holder. */
  static final String LOCK = "lock";

  private static final Map<Class<?>, String> NAMES = names();

  private static Map<Class<?>, String> names() {
    Map<Class<?>, String> names = new LinkedHashMap<>();
    names.put(StoreQuery.Get.class, "get");
    names.put(StoreQuery.Size.class, "size");
    names.put(StoreQuery.Read.class, "read");
    names.put(StoreOp.Put.class, "put");
    names.put(StoreOp.PutIfAbsent.class, "put-if-absent");
    names.put(StoreOp.Remove.class, "remove");
    names.put(StoreOp.RemoveIfPresent.class, "remove-if-present");
    names.put(StoreOp.Replace.class, "replace");
    names.put(StoreOp.ReplaceIfPresent.class, "replace-if-present");
    names.put(StoreOp.Clear.class, "clear");
    names.put(StoreQuery.Count.class, "count");
    names.put(StoreOp.Add.class, "add");
    names.put(StoreOp.CompareAndSet.class, "compare-and-set");
    return names;
  }

  /** The operations of one kind with one outcome. */
  private static final class Total {

    private final LongAdder count = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    JsonObject toJson() {
      return new JsonObject().put("count", count.sum()).put("totalNanos", nanos.sum());
    }
  }

  private record Kind(Total done, Total failed) {}

  private final Map<String, Kind> kinds = new LinkedHashMap<>();
  private final LongAdder begun = new LongAdder();
  private final LongAdder ended = new LongAdder();

  OperationTimes() {
    NAMES.values().forEach(name -> kinds.put(name, new Kind(new Total(), new Total())));
    kinds.put(LOCK, new Kind(new Total(), new Total()));
  }

  /** Returns the kind of an operation. */
  static String kindOf(Object operation) {
    return NAMES.getOrDefault(operation.getClass(), "other");
  }

  /** Counts an operation that begins, and returns when. */
  long begin() {
    begun.increment();
    return System.nanoTime();
  }

  /** Counts an operation that has ended. */
  void end(String name, long begin, boolean failed) {
    ended.increment();
    Kind kind = kinds.get(name);
    if (kind != null) {
      Total total = failed ? kind.failed : kind.done;
      total.count.increment();
      total.nanos.add(System.nanoTime() - begin);
    }
  }

  /** Returns how many operations have begun and not ended. */
  long pending() {
    return Math.max(0, begun.sum() - ended.sum());
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject();
    kinds.forEach((name, kind) -> json.put(
        name,
        new JsonObject().put("done", kind.done.toJson()).put("failed", kind.failed.toJson())));
    return json;
  }
}
