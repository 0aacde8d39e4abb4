package org.hyparview.cluster.raft;

import io.microraft.MembershipChangeMode;
import io.microraft.RaftEndpoint;
import io.microraft.model.RaftModelFactory;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.message.RaftMessage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hyparview.cluster.wire.FieldReader;
import org.hyparview.cluster.wire.StoreCodec;
import org.hyparview.wire.ByteReader;
import org.hyparview.wire.DecodeException;
import org.hyparview.wire.DecodeException.Reason;

/** The reader of what {@link RaftWriter} writes. */
final class RaftReader extends FieldReader {

  /** A decoder of what the store has written. */
  @FunctionalInterface
  private interface Decoder<T> {
    T decode(byte[] bytes) throws DecodeException;
  }

  private static final int MAX_BYTES = 1 << 20;

  private final RaftModelFactory models = new DefaultRaftModelFactory();
  private final StoreCodec codec = new StoreCodec();
  private final String group;

  RaftReader(String group, ByteReader in) {
    super(in);
    this.group = group;
  }

  RaftMessage message() throws DecodeException {
    version(RaftCodec.VERSION);
    int kind = in.readByte("kind");
    Endpoint sender = endpoint();
    int term = number("term");
    return switch (kind) {
      case RaftNumbers.APPEND -> append(sender, term);
      case RaftNumbers.SNAPSHOT -> snapshot(sender, term);
      case RaftNumbers.APPENDED, RaftNumbers.NOT_APPENDED, RaftNumbers.SNAPSHOT_ANSWER ->
        answer(kind, sender, term);
      case RaftNumbers.PRE_VOTE, RaftNumbers.VOTE, RaftNumbers.STAND ->
        candidature(kind, sender, term);
      case RaftNumbers.PRE_VOTE_ANSWER ->
        models
            .createPreVoteResponseBuilder()
            .setGroupId(group)
            .setSender(sender)
            .setTerm(term)
            .setGranted(flag("granted"))
            .build();
      case RaftNumbers.VOTE_ANSWER ->
        models
            .createVoteResponseBuilder()
            .setGroupId(group)
            .setSender(sender)
            .setTerm(term)
            .setGranted(flag("granted"))
            .build();
      default -> throw unknown(kind);
    };
  }

  private RaftMessage append(Endpoint sender, int term) throws DecodeException {
    return models
        .createAppendEntriesRequestBuilder()
        .setGroupId(group)
        .setSender(sender)
        .setTerm(term)
        .setPreviousLogTerm(number("previous term"))
        .setPreviousLogIndex(in.readLong("previous index"))
        .setCommitIndex(in.readLong("commit index"))
        .setQuerySequenceNumber(in.readLong("query number"))
        .setFlowControlSequenceNumber(in.readLong("flow number"))
        .setLogEntries(list(this::entry))
        .build();
  }

  private LogEntry entry() throws DecodeException {
    return models
        .createLogEntryBuilder()
        .setIndex(in.readLong("index"))
        .setTerm(number("term"))
        .setOperation(operation())
        .build();
  }

  private Object operation() throws DecodeException {
    int kind = in.readByte("operation");
    return switch (kind) {
      case RaftNumbers.BATCH -> stored("batch", codec::decodeBatch);
      case RaftNumbers.MEMBERS ->
        models
            .createUpdateRaftGroupMembersOpBuilder()
            .setMembers(endpoints())
            .setVotingMembers(endpoints())
            .setEndpoint(endpoint())
            .setMode(checked(() -> MembershipChangeMode.valueOf(in.readText("mode"))))
            .build();
      default -> throw new LaterEntryException(unknown(kind));
    };
  }

  /** Reads a part of the state or of its changes. */
  private <T> T stored(String field, Decoder<T> decoder) throws DecodeException {
    byte[] bytes = in.readBytes(field, MAX_BYTES);
    try {
      return decoder.decode(bytes);
    } catch (DecodeException e) {
      throw e.reason() == Reason.UNKNOWN_KIND || StoreCodec.isOfAnotherVersion(bytes)
          ? new LaterEntryException(e)
          : e;
    }
  }

  private RaftMessage snapshot(Endpoint sender, int term) throws DecodeException {
    return models
        .createInstallSnapshotRequestBuilder()
        .setGroupId(group)
        .setSender(sender)
        .setTerm(term)
        .setSenderLeader(flag("from the leader"))
        .setSnapshotTerm(number("snapshot term"))
        .setSnapshotIndex(in.readLong("snapshot index"))
        .setTotalSnapshotChunkCount(number("chunks"))
        .setQuerySequenceNumber(in.readLong("query number"))
        .setFlowControlSequenceNumber(in.readLong("flow number"))
        .setSnapshotChunk(optional(this::chunk))
        .setSnapshottedMembers(endpoints())
        .setGroupMembersView(members())
        .build();
  }

  private SnapshotChunk chunk() throws DecodeException {
    return models
        .createSnapshotChunkBuilder()
        .setIndex(in.readLong("index"))
        .setTerm(number("term"))
        .setSnapshotChunkIndex(number("chunk"))
        .setSnapshotChunkCount(number("chunks"))
        .setOperation(stored("records", codec::decodeRecords))
        .setGroupMembersView(members())
        .build();
  }

  private RaftMessage answer(int kind, Endpoint sender, int term) throws DecodeException {
    long index = in.readLong("index");
    if (kind == RaftNumbers.APPENDED) {
      return models
          .createAppendEntriesSuccessResponseBuilder()
          .setGroupId(group)
          .setSender(sender)
          .setTerm(term)
          .setLastLogIndex(index)
          .setQuerySequenceNumber(in.readLong("query number"))
          .setFlowControlSequenceNumber(in.readLong("flow number"))
          .build();
    } else if (kind == RaftNumbers.NOT_APPENDED) {
      return models
          .createAppendEntriesFailureResponseBuilder()
          .setGroupId(group)
          .setSender(sender)
          .setTerm(term)
          .setExpectedNextIndex(index)
          .setQuerySequenceNumber(in.readLong("query number"))
          .setFlowControlSequenceNumber(in.readLong("flow number"))
          .build();
    }
    return models
        .createInstallSnapshotResponseBuilder()
        .setGroupId(group)
        .setSender(sender)
        .setTerm(term)
        .setSnapshotIndex(index)
        .setRequestedSnapshotChunkIndex(number("chunk"))
        .setQuerySequenceNumber(in.readLong("query number"))
        .setFlowControlSequenceNumber(in.readLong("flow number"))
        .build();
  }

  private RaftMessage candidature(int kind, Endpoint sender, int term) throws DecodeException {
    int lastTerm = number("last term");
    long lastIndex = in.readLong("last index");
    if (kind == RaftNumbers.PRE_VOTE) {
      return models
          .createPreVoteRequestBuilder()
          .setGroupId(group)
          .setSender(sender)
          .setTerm(term)
          .setLastLogTerm(lastTerm)
          .setLastLogIndex(lastIndex)
          .build();
    } else if (kind == RaftNumbers.VOTE) {
      return models
          .createVoteRequestBuilder()
          .setGroupId(group)
          .setSender(sender)
          .setTerm(term)
          .setLastLogTerm(lastTerm)
          .setLastLogIndex(lastIndex)
          .setSticky(flag("sticky"))
          .build();
    }
    return models
        .createTriggerLeaderElectionRequestBuilder()
        .setGroupId(group)
        .setSender(sender)
        .setTerm(term)
        .setLastLogTerm(lastTerm)
        .setLastLogIndex(lastIndex)
        .build();
  }

  private RaftGroupMembersView members() throws DecodeException {
    return models
        .createRaftGroupMembersViewBuilder()
        .setLogIndex(in.readLong("members' index"))
        .setMembers(endpoints())
        .setVotingMembers(endpoints())
        .build();
  }

  /** Reads endpoints in their order, which doesn't matter to votes but does to traces. */
  private Set<RaftEndpoint> endpoints() throws DecodeException {
    List<Endpoint> endpoints = list(this::endpoint);
    return new LinkedHashSet<>(endpoints);
  }

  private Endpoint endpoint() throws DecodeException {
    return new Endpoint(text("node"), in.readLong("number"));
  }

  private int number(String field) throws DecodeException {
    long number = in.readLong(field);
    if (number > Integer.MAX_VALUE) {
      throw in.failure(Reason.OUT_OF_RANGE, field, "is " + number);
    }
    return (int) number;
  }
}
