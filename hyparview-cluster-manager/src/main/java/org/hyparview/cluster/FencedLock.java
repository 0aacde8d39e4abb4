package org.hyparview.cluster;

import io.vertx.core.shareddata.Lock;

/**
 * A lock of the cluster with its fencing token. Each lock that {@code vertx.sharedData()} gives is
 * one: a cast leads here.
 *
 * <p>A node that the cluster holds dead loses its locks while it may believe that it has them:
 * after a long pause, for example. Whoever guards something outside of the cluster by a lock should
 * hand the token on, and there refuse whatever comes with a smaller token than one seen before.
 */
public interface FencedLock extends Lock {

  /** The token: greater than those of all locks that were given before. */
  long token();
}
