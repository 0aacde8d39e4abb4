package org.hyparview.cluster.raft;

import io.microraft.model.message.PreVoteRequest;
import io.microraft.model.message.PreVoteResponse;
import io.microraft.model.message.RaftMessage;
import io.microraft.model.message.TriggerLeaderElectionRequest;
import io.microraft.model.message.VoteRequest;
import io.microraft.model.message.VoteResponse;

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

  /** Returns the term of the replica that sent it. */
  public int term() {
    return raft.getTerm();
  }

  /** Returns whether it asks for a vote or answers that. */
  public boolean isOfElection() {
    return raft instanceof PreVoteRequest
        || raft instanceof PreVoteResponse
        || raft instanceof VoteRequest
        || raft instanceof VoteResponse;
  }

  /** Returns whether the leader asks with it to take over. */
  public boolean isHandover() {
    return raft instanceof TriggerLeaderElectionRequest;
  }

  /** Returns the replica that sent it. */
  public Endpoint sender() {
    return (Endpoint) raft.getSender();
  }
}
