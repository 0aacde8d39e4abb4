package org.hyparview.cluster.group;

/** Numbers of calls, each given once. */
final class Calls {

  private long last;

  long next() {
    return ++last;
  }
}
