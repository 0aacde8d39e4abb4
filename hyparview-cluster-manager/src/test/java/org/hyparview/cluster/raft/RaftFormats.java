package org.hyparview.cluster.raft;

import static org.hyparview.cluster.raft.RaftNet.A;

import io.microraft.model.RaftModelFactory;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.message.RaftMessage;
import io.microraft.persistence.RestoredRaftState;
import java.util.List;
import java.util.Objects;
import org.hyparview.cluster.protocol.store.StoreRecord;
import org.hyparview.golden.GoldenFormat;
import org.hyparview.wire.DecodeException.Reason;

/** The golden formats of Raft: its messages, the entries of logs, and snapshots. */
public final class RaftFormats {

  private static final String GROUP = "g";
  private static final int MAX_BYTES = 1 << 16;

  /** Where the kind of the first entry of an append is, if the sender's name has one byte. */
  private static final int ENTRY_KIND = 81;

  private static final RaftModelFactory MODELS = new DefaultRaftModelFactory();

  private RaftFormats() {}

  /** Returns all of them. */
  public static List<GoldenFormat<?>> all() {
    return List.of(messages(), entries());
  }

  private static GoldenFormat<ReplicaMessage> messages() {
    RaftCodecTest test = new RaftCodecTest();
    return format("raft-messages")
        .example("append", message(test.append(List.of(test.put(6, 3), test.members(7)))))
        .example("heartbeat", message(test.append(List.of())))
        .example("snapshot", message(test.snapshot()))
        .example("initial-snapshot", message(initialSnapshot()))
        .example("appended", message(appended()))
        .example("not-appended", message(notAppended()))
        .example("snapshot-answer", message(snapshotAnswer()))
        .example("pre-vote", message(preVote()))
        .example("pre-vote-granted", message(preVoteAnswer(true)))
        .example("pre-vote-denied", message(preVoteAnswer(false)))
        .example("vote", message(vote(false)))
        .example("sticky-vote", message(vote(true)))
        .example("vote-granted", message(voteAnswer(true)))
        .example("vote-denied", message(voteAnswer(false)))
        .example("stand", message(stand()))
        .kindAt(1, Reason.UNKNOWN_KIND)
        .refusesVersions(0, Reason.OUT_OF_RANGE)
        .skipsFurtherFields();
  }

  private static GoldenFormat<ReplicaMessage> entries() {
    RaftCodecTest test = new RaftCodecTest();
    return format("log-entries")
        .example("batch", message(test.append(List.of(test.put(6, 3)))))
        .example("members", message(test.append(List.of(test.members(7)))))
        .kindAt(ENTRY_KIND, Reason.UNKNOWN_KIND);
  }

  /** MicroRaft's messages have no equality, but say all that they contain. */
  private static GoldenFormat<ReplicaMessage> format(String name) {
    RaftCodec codec = new RaftCodec();
    return new GoldenFormat<ReplicaMessage>(
            name, message -> codec.encode(message, MAX_BYTES), bytes -> codec.decode(GROUP, bytes))
        .comparedBy(message -> message.raft().toString());
  }

  private static ReplicaMessage message(RaftMessage message) {
    return new ReplicaMessage(message);
  }

  private static RaftMessage initialSnapshot() {
    List<StoreRecord> chunk = List.of(new StoreRecord.Count("c", 1), new StoreRecord.Digest(-2));
    RestoredRaftState state = new InitialSnapshot(MODELS, A).of(List.of(chunk));
    SnapshotChunk first = chunkOf(state);
    return MODELS
        .createInstallSnapshotRequestBuilder()
        .setGroupId(GROUP)
        .setSender(A)
        .setTerm(first.getTerm())
        .setSenderLeader(true)
        .setSnapshotTerm(first.getTerm())
        .setSnapshotIndex(first.getIndex())
        .setTotalSnapshotChunkCount(first.getSnapshotChunkCount())
        .setSnapshotChunk(first)
        .setSnapshottedMembers(List.of(A))
        .setGroupMembersView(first.getGroupMembersView())
        .setQuerySequenceNumber(0)
        .setFlowControlSequenceNumber(1)
        .build();
  }

  private static SnapshotChunk chunkOf(RestoredRaftState state) {
    List<?> chunks = (List<?>) Objects.requireNonNull(state.getSnapshotEntry()).getOperation();
    return (SnapshotChunk) chunks.get(0);
  }

  private static RaftMessage appended() {
    return MODELS
        .createAppendEntriesSuccessResponseBuilder()
        .setGroupId(GROUP)
        .setSender(A)
        .setTerm(7)
        .setLastLogIndex(9)
        .setQuerySequenceNumber(2)
        .setFlowControlSequenceNumber(3)
        .build();
  }

  private static RaftMessage notAppended() {
    return MODELS
        .createAppendEntriesFailureResponseBuilder()
        .setGroupId(GROUP)
        .setSender(A)
        .setTerm(8)
        .setExpectedNextIndex(5)
        .setQuerySequenceNumber(1)
        .setFlowControlSequenceNumber(4)
        .build();
  }

  private static RaftMessage snapshotAnswer() {
    return MODELS
        .createInstallSnapshotResponseBuilder()
        .setGroupId(GROUP)
        .setSender(A)
        .setTerm(9)
        .setSnapshotIndex(6)
        .setRequestedSnapshotChunkIndex(1)
        .setQuerySequenceNumber(3)
        .setFlowControlSequenceNumber(5)
        .build();
  }

  private static RaftMessage preVote() {
    return MODELS
        .createPreVoteRequestBuilder()
        .setGroupId(GROUP)
        .setSender(A)
        .setTerm(7)
        .setLastLogTerm(6)
        .setLastLogIndex(5)
        .build();
  }

  private static RaftMessage preVoteAnswer(boolean granted) {
    return MODELS
        .createPreVoteResponseBuilder()
        .setGroupId(GROUP)
        .setSender(A)
        .setTerm(7)
        .setGranted(granted)
        .build();
  }

  private static RaftMessage vote(boolean sticky) {
    return MODELS
        .createVoteRequestBuilder()
        .setGroupId(GROUP)
        .setSender(A)
        .setTerm(8)
        .setLastLogTerm(7)
        .setLastLogIndex(4)
        .setSticky(sticky)
        .build();
  }

  private static RaftMessage voteAnswer(boolean granted) {
    return MODELS
        .createVoteResponseBuilder()
        .setGroupId(GROUP)
        .setSender(A)
        .setTerm(8)
        .setGranted(granted)
        .build();
  }

  private static RaftMessage stand() {
    return MODELS
        .createTriggerLeaderElectionRequestBuilder()
        .setGroupId(GROUP)
        .setSender(A)
        .setTerm(9)
        .setLastLogTerm(8)
        .setLastLogIndex(3)
        .build();
  }
}
