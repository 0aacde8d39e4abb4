package org.hyparview.cluster.group;

/** The generator of call ids, each used once. */
final class CallIds {

  private long last;

  long next() {
    return ++last;
  }
}
