package org.hyparview.cluster.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hyparview.cluster.raft.RaftNet.A;
import static org.hyparview.cluster.raft.RaftNet.B;
import static org.hyparview.cluster.raft.RaftNet.C;

import io.microraft.MembershipChangeMode;
import io.microraft.model.RaftModelFactory;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.InstallSnapshotRequest;
import io.microraft.model.message.RaftMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.store.Batch;
import org.hyparview.cluster.protocol.store.StoreCommand.Request;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreRecord;
import org.hyparview.cluster.wire.StoreCodec;
import org.hyparview.wire.DecodeException;
import org.junit.jupiter.api.Test;

/** The codec, as far as {@link RaftNet}, which also uses it, doesn't show. */
class RaftCodecTest {

  private static final int MAX = 1_000;

  private final RaftModelFactory models = new DefaultRaftModelFactory();
  private final RaftCodec codec = new RaftCodec();

  AppendEntriesRequest append(List<LogEntry> entries) {
    return models
        .createAppendEntriesRequestBuilder()
        .setGroupId("g")
        .setSender(A)
        .setTerm(7)
        .setPreviousLogTerm(6)
        .setPreviousLogIndex(5)
        .setCommitIndex(4)
        .setQuerySequenceNumber(3)
        .setFlowControlSequenceNumber(2)
        .setLogEntries(entries)
        .build();
  }

  LogEntry put(long index, int bytes) {
    StoreOp put = new StoreOp.Put("m", Bytes.EMPTY, Bytes.of(new byte[bytes]), 0);
    Batch batch = new Batch(1, List.of(new Request(1, 0, index, put)));
    return models
        .createLogEntryBuilder()
        .setIndex(index)
        .setTerm(7)
        .setOperation(batch)
        .build();
  }

  LogEntry members(long index) {
    return models
        .createLogEntryBuilder()
        .setIndex(index)
        .setTerm(7)
        .setOperation(models
            .createUpdateRaftGroupMembersOpBuilder()
            .setMembers(List.of(A, B, C))
            .setVotingMembers(List.of(A, B))
            .setEndpoint(C)
            .setMode(MembershipChangeMode.ADD_LEARNER)
            .build())
        .build();
  }

  InstallSnapshotRequest snapshot() {
    RaftGroupMembersView view = models
        .createRaftGroupMembersViewBuilder()
        .setLogIndex(3)
        .setMembers(List.of(A, B))
        .setVotingMembers(List.of(A))
        .build();
    return models
        .createInstallSnapshotRequestBuilder()
        .setGroupId("g")
        .setSender(A)
        .setTerm(7)
        .setSenderLeader(true)
        .setSnapshotTerm(6)
        .setSnapshotIndex(5)
        .setTotalSnapshotChunkCount(2)
        .setSnapshotChunk(models
            .createSnapshotChunkBuilder()
            .setIndex(5)
            .setTerm(6)
            .setOperation(List.<StoreRecord>of(new StoreRecord.Count("c", -1)))
            .setSnapshotChunkIndex(1)
            .setSnapshotChunkCount(2)
            .setGroupMembersView(view)
            .build())
        .setSnapshottedMembers(List.of(A))
        .setGroupMembersView(view)
        .setQuerySequenceNumber(4)
        .setFlowControlSequenceNumber(3)
        .build();
  }

  private byte[] encode(RaftMessage message, int maxBytes) {
    return codec.encode(new ReplicaMessage(message), maxBytes);
  }

  @Test
  void whatIsReadIsWhatWasWritten() throws DecodeException {
    for (RaftMessage message : List.of(append(List.of(put(6, 3), members(7))), snapshot())) {
      byte[] bytes = encode(message, MAX);
      ReplicaMessage read = codec.decode("g", bytes);
      assertThat(read.raft().getGroupId()).isEqualTo("g");
      assertThat(codec.encode(read, MAX)).isEqualTo(bytes);
    }
  }

  @Test
  void ofTooManyEntriesTheFirstAreSent() throws DecodeException {
    List<LogEntry> entries =
        new ArrayList<>(LongStream.rangeClosed(6, 15).mapToObj(i -> put(i, 200)).toList());
    AppendEntriesRequest some =
        (AppendEntriesRequest) codec.decode("g", encode(append(entries), MAX)).raft();
    assertThat(some.getLogEntries()).hasSizeBetween(2, 5);
    assertThat(some.getLogEntries().get(0).getIndex()).isEqualTo(6);
    AppendEntriesRequest one =
        (AppendEntriesRequest) codec.decode("g", encode(append(entries), 1)).raft();
    assertThat(one.getLogEntries()).hasSize(1);
  }

  /**
   * The version, the command and the operation of a batch; the version and the kind of a record.
   */
  @Test
  void whatALaterVersionHasWrittenInTheLogIsToldFromOtherFaults() {
    StoreCodec store = new StoreCodec();
    byte[] append = encode(append(List.of(put(6, 3))), MAX);
    byte[] batch = store.encode((Batch) put(6, 3).getOperation());
    for (int place : new int[] {0, 11, 36}) {
      assertThatThrownBy(() -> codec.decode("g", changed(append, batch, place)))
          .as("byte %s of a batch", place)
          .isInstanceOf(LaterEntryException.class);
    }
    byte[] records = store.encodeRecords(List.of(new StoreRecord.Count("c", -1)));
    for (int place : new int[] {0, 3}) {
      assertThatThrownBy(() -> codec.decode("g", changed(encode(snapshot(), MAX), records, place)))
          .as("byte %s of records", place)
          .isInstanceOf(LaterEntryException.class);
    }
    for (int place : new int[] {0, 1}) {
      assertThatThrownBy(() -> codec.decode("g", changed(append, append, place)))
          .as("byte %s of a message", place)
          .isExactlyInstanceOf(DecodeException.class);
    }
    assertThatThrownBy(() -> codec.decode("g", Arrays.copyOf(append, append.length - 1)))
        .isExactlyInstanceOf(DecodeException.class);
  }

  /**
   * Returns the bytes with a number that is no kind and no version at a place of a part of them.
   */
  private static byte[] changed(byte[] bytes, byte[] part, int place) {
    int begin = 0;
    while (!Arrays.equals(bytes, begin, begin + part.length, part, 0, part.length)) {
      begin++;
    }
    byte[] changed = bytes.clone();
    changed[begin + place] = 99;
    return changed;
  }

  /** Messages that hold everything that a codec of them has to write. */
  List<byte[]> examples() {
    return List.of(encode(append(List.of(put(6, 3), members(7))), MAX), encode(snapshot(), MAX));
  }

  @Test
  void anotherVersionIsRefused() {
    assertThatThrownBy(() -> codec.decode("g", new byte[] {2}))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("version");
  }
}
