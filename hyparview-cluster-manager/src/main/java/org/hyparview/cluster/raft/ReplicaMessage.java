package org.hyparview.cluster.raft;

import io.microraft.model.message.RaftMessage;

/** A message of one replica to another, which is MicroRaft's and opaque outside this package. */
public final class ReplicaMessage {

  private final RaftMessage raft;

  ReplicaMessage(RaftMessage raft) {
    this.raft = raft;
  }

  /** The message as MicroRaft has it. */
  RaftMessage raft() {
    return raft;
  }

  /** The replica that sent it. */
  public Endpoint sender() {
    return (Endpoint) raft.getSender();
  }
}
