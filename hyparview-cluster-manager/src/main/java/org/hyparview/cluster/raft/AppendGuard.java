package org.hyparview.cluster.raft;

import io.microraft.model.RaftModelFactory;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.RaftMessage;

/**
 * A guard that keeps a follower from refusing forever what continues its snapshot.
 *
 * <p>MicroRaft looks up the entry before those of a request in its log. If a snapshot stands for
 * that entry and there are later ones, it is not found, the request is refused, and the leader has
 * nothing else to send. But what a snapshot holds is committed, so any leader's log agrees with it.
 * The guard passes such a request to MicroRaft as one that begins with the log, without the entries
 * that the snapshot stands for, and corrects the index in its answer.
 */
final class AppendGuard {

  private final RaftModelFactory models;
  private final LogMirror log;
  private final StoreMachine machine;
  private long hidden;

  AppendGuard(RaftModelFactory models, LogMirror log, StoreMachine machine) {
    this.models = models;
    this.log = log;
    this.machine = machine;
  }

  /** Returns what to pass to MicroRaft for a message. Its answer comes before the next message. */
  RaftMessage incoming(RaftMessage message) {
    hidden = 0;
    if (!(message instanceof AppendEntriesRequest request)) {
      return message;
    }
    long previous = request.getPreviousLogIndex();
    long snapshot = machine.snapshotIndex();
    boolean found = log.has(previous) || (previous == snapshot && log.isEmpty());
    if (previous == 0 || previous > snapshot || found) {
      return message;
    }
    hidden = snapshot;
    return models
        .createAppendEntriesRequestBuilder()
        .setGroupId(request.getGroupId())
        .setSender(request.getSender())
        .setTerm(request.getTerm())
        .setPreviousLogTerm(0)
        .setPreviousLogIndex(0)
        .setCommitIndex(0)
        .setLogEntries(request.getLogEntries().stream()
            .filter(entry -> entry.getIndex() > snapshot)
            .toList())
        .setQuerySequenceNumber(request.getQuerySequenceNumber())
        .setFlowControlSequenceNumber(request.getFlowControlSequenceNumber())
        .build();
  }

  /** Returns what to send for an answer of MicroRaft. */
  RaftMessage outgoing(RaftMessage message) {
    if (hidden == 0 || !(message instanceof AppendEntriesSuccessResponse response)) {
      return message;
    }
    return models
        .createAppendEntriesSuccessResponseBuilder()
        .setGroupId(response.getGroupId())
        .setSender(response.getSender())
        .setTerm(response.getTerm())
        .setLastLogIndex(hidden + response.getLastLogIndex())
        .setQuerySequenceNumber(response.getQuerySequenceNumber())
        .setFlowControlSequenceNumber(response.getFlowControlSequenceNumber())
        .build();
  }

  /** Ends the handling of the message. */
  void done() {
    hidden = 0;
  }
}
