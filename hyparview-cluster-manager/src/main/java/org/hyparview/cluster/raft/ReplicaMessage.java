package org.hyparview.cluster.raft;

import io.microraft.model.message.RaftMessage;

/** A message between replicas, which is MicroRaft's and opaque outside this package. */
public final class ReplicaMessage {

  private final RaftMessage raft;

  ReplicaMessage(RaftMessage raft) {
    this.raft = raft;
  }

  /** Returns the message as MicroRaft's type. */
  RaftMessage raft() {
    return raft;
  }

  /** Returns the replica that sent it. */
  public Endpoint sender() {
    return (Endpoint) raft.getSender();
  }
}
