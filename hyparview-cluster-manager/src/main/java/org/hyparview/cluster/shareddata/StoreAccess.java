package org.hyparview.cluster.shareddata;

import io.vertx.core.Future;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreQuery;
import org.hyparview.cluster.protocol.store.StoreResult;

/**
 * Shared data as this node reaches it. Calls come from any thread; futures belong to the caller's
 * context. They fail with a {@link org.hyparview.cluster.SharedDataException}.
 */
public interface StoreAccess {

  /** Asks for a change. */
  Future<StoreResult> submit(StoreOp op);

  /** Asks a question. */
  Future<StoreResult> query(StoreQuery query);

  /** What is given for something that can't be asked for: a future that has failed. */
  Future<StoreResult> refused(IllegalArgumentException why);
}
