package org.hyparview.cluster.shareddata;

import io.vertx.core.Future;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreQuery;
import org.hyparview.cluster.protocol.store.StoreResult;

/**
 * This node's access to shared data. Calls come from any thread; futures belong to the caller's
 * context. They fail with a {@link org.hyparview.cluster.SharedDataException}.
 */
public interface StoreAccess {

  /** Submits a change. */
  Future<StoreResult> submit(StoreOp op);

  /** Submits a query. */
  Future<StoreResult> query(StoreQuery query);

  /** Returns a failed future for something that can't be requested. */
  Future<StoreResult> refused(IllegalArgumentException why);
}
