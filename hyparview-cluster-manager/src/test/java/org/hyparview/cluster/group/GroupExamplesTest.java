package org.hyparview.cluster.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.hyparview.cluster.group.GroupDescriptor.Origin;
import org.hyparview.cluster.group.GroupMessage.Answer;
import org.hyparview.cluster.group.GroupMessage.Ask;
import org.hyparview.cluster.group.GroupMessage.LogPosition;
import org.hyparview.cluster.group.GroupMessage.Missing;
import org.hyparview.cluster.group.GroupMessage.Query;
import org.hyparview.cluster.group.GroupMessage.Raft;
import org.hyparview.cluster.group.GroupMessage.Refusal;
import org.hyparview.cluster.group.GroupMessage.StartLearner;
import org.hyparview.cluster.protocol.store.StoreCommand;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreQuery;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.cluster.raft.Checkpoint;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.cluster.raft.RaftCodec;
import org.hyparview.cluster.raft.ReplicaMessage;
import org.hyparview.cluster.wire.DocumentedBytes;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.wire.DecodeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of shared data in docs/wire-protocol.md are what this version sends. */
class GroupExamplesTest {

  private static final long BEGIN = 1_767_225_600_000L;

  private final GroupCodec codec = new GroupCodec();

  static Stream<GroupMessage> messages() {
    Endpoint first = new Endpoint("a", 1);
    Endpoint second = new Endpoint("a", 2);
    Peer peer = new Peer(PeerId.of("a"), BEGIN, new PeerAddress("10.0.0.1", 7_800));
    return Stream.of(
        new Ask("g", 1, List.of(new StoreCommand.Request(3, 4, 5, new StoreOp.Add("c", -2)))),
        new Answer(1, 0, List.of(new StoreResult.Amount(7), new StoreResult.Value(null))),
        new Query("g", 2, List.of(new StoreQuery.Count("c")), 3, 4),
        new Refusal(2, false, new Endpoint("b", 1)),
        new Missing("g", new Endpoint("b", 0)),
        new LogPosition("g", first, 6, 8, true),
        new StartLearner(new GroupDescriptor(
            "g",
            "f",
            1,
            BEGIN,
            second,
            5,
            List.of(second),
            6,
            second,
            List.of(peer),
            false,
            new Origin("f", 3, 9, true))));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void theExampleIsTheMessage(GroupMessage message) throws IOException, DecodeException {
    byte[] example = DocumentedBytes.under(message.getClass().getSimpleName());
    assertThat(codec.decode(Buffer.buffer(example))).isEqualTo(message);
    assertThat(codec.encode(message).getBytes()).isEqualTo(example);
  }

  /** The example of Raft is an append, with a batch that opens a session. */
  @Test
  void theExampleIsTheRaftMessage() throws IOException, DecodeException {
    byte[] example = DocumentedBytes.under("Raft");
    Raft raft = (Raft) codec.decode(Buffer.buffer(example));
    assertThat(codec.encode(raft).getBytes()).isEqualTo(example);
    assertThat(raft.to()).isEqualTo(new Endpoint("b", 1));
    assertThat(raft.checkpoint()).isEqualTo(new Checkpoint(8, 0xfedcba9876543210L));
    RaftCodec messages = new RaftCodec();
    ReplicaMessage append = messages.decode("g", raft.message().toArray());
    assertThat(append.sender()).isEqualTo(new Endpoint("a", 1));
    assertThat(append.term()).isEqualTo(6);
    assertThat(messages.encode(append, 1 << 20)).isEqualTo(raft.message().toArray());
  }
}
