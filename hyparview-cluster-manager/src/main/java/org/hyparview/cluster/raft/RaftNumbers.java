package org.hyparview.cluster.raft;

/** The type numbers in the bytes of replicas' messages. They never change their meaning. */
final class RaftNumbers {

  static final int APPEND = 1;
  static final int APPENDED = 2;
  static final int NOT_APPENDED = 3;
  static final int SNAPSHOT = 4;
  static final int SNAPSHOT_ANSWER = 5;
  static final int PRE_VOTE = 6;
  static final int PRE_VOTE_ANSWER = 7;
  static final int VOTE = 8;
  static final int VOTE_ANSWER = 9;
  static final int STAND = 10;

  static final int BATCH = 1;
  static final int MEMBERS = 2;

  private RaftNumbers() {}
}
