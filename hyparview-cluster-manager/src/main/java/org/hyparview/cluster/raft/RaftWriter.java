package org.hyparview.cluster.raft;

import io.microraft.RaftEndpoint;
import io.microraft.model.groupop.UpdateRaftGroupMembersOp;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.message.AppendEntriesFailureResponse;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.InstallSnapshotRequest;
import io.microraft.model.message.InstallSnapshotResponse;
import io.microraft.model.message.PreVoteRequest;
import io.microraft.model.message.PreVoteResponse;
import io.microraft.model.message.RaftMessage;
import io.microraft.model.message.TriggerLeaderElectionRequest;
import io.microraft.model.message.VoteRequest;
import io.microraft.model.message.VoteResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.hyparview.cluster.protocol.store.Batch;
import org.hyparview.cluster.protocol.store.StoreRecord;
import org.hyparview.cluster.protocol.store.StoreSizes;
import org.hyparview.cluster.wire.FieldWriter;
import org.hyparview.cluster.wire.StoreCodec;

/** The writer of a replica's message. */
final class RaftWriter extends FieldWriter {

  private static final int MEMBERS_BYTES = 4_096;

  private final StoreCodec codec = new StoreCodec();
  private final int maxBytes;

  RaftWriter(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  byte[] write(RaftMessage message) {
    if (message instanceof AppendEntriesRequest append) {
      write(append);
    } else if (message instanceof InstallSnapshotRequest snapshot) {
      write(snapshot);
    } else if (!writeVote(message)) {
      writeAnswer(message);
    }
    return out.toBytes();
  }

  private void head(int kind, RaftMessage message) {
    out.writeByte(RaftCodec.VERSION).writeByte(kind);
    write(message.getSender());
    out.writeLong(message.getTerm());
  }

  private void write(AppendEntriesRequest append) {
    head(RaftNumbers.APPEND, append);
    out.writeLong(append.getPreviousLogTerm())
        .writeLong(append.getPreviousLogIndex())
        .writeLong(append.getCommitIndex())
        .writeLong(append.getQuerySequenceNumber())
        .writeLong(append.getFlowControlSequenceNumber());
    writeList(thatFit(append.getLogEntries()), this::write);
  }

  private List<LogEntry> thatFit(List<LogEntry> entries) {
    List<LogEntry> fitting = new ArrayList<>();
    long bytes = 0;
    for (LogEntry entry : entries) {
      bytes += entry.getOperation() instanceof Batch batch ? StoreSizes.of(batch) : MEMBERS_BYTES;
      if (!fitting.isEmpty() && bytes > maxBytes) {
        break;
      }
      fitting.add(entry);
    }
    return fitting;
  }

  private void write(LogEntry entry) {
    out.writeLong(entry.getIndex()).writeLong(entry.getTerm());
    if (entry.getOperation() instanceof Batch batch) {
      out.writeByte(RaftNumbers.BATCH).writeBytes(codec.encode(batch));
    } else if (entry.getOperation() instanceof UpdateRaftGroupMembersOp members) {
      out.writeByte(RaftNumbers.MEMBERS);
      write(members.getMembers());
      write(members.getVotingMembers());
      write(members.getEndpoint());
      out.writeText(members.getMode().name());
    } else {
      throw new IllegalArgumentException("Unknown operation " + entry.getOperation());
    }
  }

  private void write(InstallSnapshotRequest snapshot) {
    head(RaftNumbers.SNAPSHOT, snapshot);
    writeFlag(snapshot.isSenderLeader());
    out.writeLong(snapshot.getSnapshotTerm())
        .writeLong(snapshot.getSnapshotIndex())
        .writeLong(snapshot.getTotalSnapshotChunkCount())
        .writeLong(snapshot.getQuerySequenceNumber())
        .writeLong(snapshot.getFlowControlSequenceNumber());
    writeOptional(snapshot.getSnapshotChunk(), this::write);
    write(snapshot.getSnapshottedMembers());
    write(snapshot.getGroupMembersView());
  }

  @SuppressWarnings("unchecked") // StoreMachine creates the chunks
  private void write(SnapshotChunk chunk) {
    out.writeLong(chunk.getIndex())
        .writeLong(chunk.getTerm())
        .writeLong(chunk.getSnapshotChunkIndex())
        .writeLong(chunk.getSnapshotChunkCount())
        .writeBytes(codec.encodeRecords((List<StoreRecord>) chunk.getOperation()));
    write(chunk.getGroupMembersView());
  }

  private boolean writeVote(RaftMessage message) {
    if (message instanceof PreVoteRequest vote) {
      head(RaftNumbers.PRE_VOTE, vote);
      out.writeLong(vote.getLastLogTerm()).writeLong(vote.getLastLogIndex());
    } else if (message instanceof PreVoteResponse answer) {
      head(RaftNumbers.PRE_VOTE_ANSWER, answer);
      writeFlag(answer.isGranted());
    } else if (message instanceof VoteRequest vote) {
      head(RaftNumbers.VOTE, vote);
      out.writeLong(vote.getLastLogTerm()).writeLong(vote.getLastLogIndex());
      writeFlag(vote.isSticky());
    } else if (message instanceof VoteResponse answer) {
      head(RaftNumbers.VOTE_ANSWER, answer);
      writeFlag(answer.isGranted());
    } else if (message instanceof TriggerLeaderElectionRequest stand) {
      head(RaftNumbers.STAND, stand);
      out.writeLong(stand.getLastLogTerm()).writeLong(stand.getLastLogIndex());
    } else {
      return false;
    }
    return true;
  }

  private void writeAnswer(RaftMessage message) {
    if (message instanceof AppendEntriesSuccessResponse answer) {
      head(RaftNumbers.APPENDED, answer);
      out.writeLong(answer.getLastLogIndex())
          .writeLong(answer.getQuerySequenceNumber())
          .writeLong(answer.getFlowControlSequenceNumber());
    } else if (message instanceof AppendEntriesFailureResponse answer) {
      head(RaftNumbers.NOT_APPENDED, answer);
      out.writeLong(answer.getExpectedNextIndex())
          .writeLong(answer.getQuerySequenceNumber())
          .writeLong(answer.getFlowControlSequenceNumber());
    } else if (message instanceof InstallSnapshotResponse answer) {
      head(RaftNumbers.SNAPSHOT_ANSWER, answer);
      out.writeLong(answer.getSnapshotIndex())
          .writeLong(answer.getRequestedSnapshotChunkIndex())
          .writeLong(answer.getQuerySequenceNumber())
          .writeLong(answer.getFlowControlSequenceNumber());
    } else {
      throw new IllegalArgumentException("Unknown message " + message);
    }
  }

  private void write(RaftGroupMembersView members) {
    out.writeLong(members.getLogIndex());
    write(members.getMembers());
    write(members.getVotingMembers());
  }

  private void write(Collection<RaftEndpoint> endpoints) {
    writeList(List.copyOf(endpoints), this::write);
  }

  private void write(RaftEndpoint endpoint) {
    Endpoint one = (Endpoint) endpoint;
    out.writeLongText(one.node()).writeLong(one.number());
  }
}
