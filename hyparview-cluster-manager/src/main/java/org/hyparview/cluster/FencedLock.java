package org.hyparview.cluster;

import io.vertx.core.shareddata.Lock;

/**
 * A lock of the cluster with its fencing token. Each lock that {@code vertx.sharedData()} provides
 * is one, so it may be cast.
 *
 * <p>A node that the cluster declares dead loses its locks while it may believe that it has them:
 * after a long pause, for example. Code that guards something outside of the cluster by a lock
 * should pass the token on, so that the guarded system can refuse a token smaller than one seen
 * before.
 */
public interface FencedLock extends Lock {

  /** Returns the token: greater than those of all locks that were granted before. */
  long token();
}
