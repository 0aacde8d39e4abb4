package org.hyparview.protocol.plumtree;

/** The space for answers at one node, in bytes, over all questions. */
final class AnswerSpace {

  private final long most;
  private long taken;

  AnswerSpace(long most) {
    this.most = most;
  }

  /** Takes space, or returns false if too little is left. */
  boolean take(int bytes) {
    if (bytes > most - taken) {
      return false;
    }
    taken += bytes;
    return true;
  }

  void free(int bytes) {
    taken -= bytes;
  }

  long taken() {
    return taken;
  }
}
