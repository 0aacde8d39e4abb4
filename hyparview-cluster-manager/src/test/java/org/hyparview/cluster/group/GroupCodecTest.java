package org.hyparview.cluster.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.hyparview.cluster.group.GroupDescriptor.Origin;
import org.hyparview.cluster.group.GroupMessage.Answer;
import org.hyparview.cluster.group.GroupMessage.Ask;
import org.hyparview.cluster.group.GroupMessage.Found;
import org.hyparview.cluster.group.GroupMessage.Granted;
import org.hyparview.cluster.group.GroupMessage.Inquiry;
import org.hyparview.cluster.group.GroupMessage.LearnerStarted;
import org.hyparview.cluster.group.GroupMessage.Leave;
import org.hyparview.cluster.group.GroupMessage.LogPosition;
import org.hyparview.cluster.group.GroupMessage.Missing;
import org.hyparview.cluster.group.GroupMessage.Query;
import org.hyparview.cluster.group.GroupMessage.Raft;
import org.hyparview.cluster.group.GroupMessage.Refusal;
import org.hyparview.cluster.group.GroupMessage.StartLearner;
import org.hyparview.cluster.group.GroupMessage.Stop;
import org.hyparview.cluster.group.GroupMessage.Superseded;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.store.Page;
import org.hyparview.cluster.protocol.store.StoreCommand;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreQuery;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.cluster.raft.Checkpoint;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.wire.DecodeException;
import org.junit.jupiter.api.Test;

class GroupCodecTest {

  private static final Endpoint A = new Endpoint("a", 1);
  private static final Endpoint B = new Endpoint("b", Long.MAX_VALUE);
  private static final Bytes K = Bytes.of((byte) 1);

  static final GroupDescriptor GROUP = new GroupDescriptor(
      "g",
      "l",
      3,
      4,
      A,
      5,
      List.of(A, B),
      6,
      B,
      List.of(new Peer(PeerId.of("a"), 7, new PeerAddress("10.0.0.1", 7_800))),
      true,
      new Origin("f", 8, 9, true));

  static final List<GroupMessage> ALL = List.of(
      new Ask(
          "g",
          1,
          List.of(
              new StoreCommand.OpenSession("a", 1),
              new StoreCommand.Request(1, 2, 3, new StoreOp.Put("m", K, K, 4)),
              new StoreCommand.Request(1, 2, 4, new StoreOp.Skip()))),
      new Query(
          "g",
          2,
          List.of(
              new StoreQuery.Get("m", K),
              new StoreQuery.Size("m"),
              new StoreQuery.Read("m", Page.Part.KEYS, null),
              new StoreQuery.Read("m", Page.Part.ENTRIES, K),
              new StoreQuery.Count("c"),
              new StoreQuery.Token("l", 1, 2)),
          3,
          4),
      new Answer(
          3,
          65_535,
          List.of(
              new StoreResult.Amount(-1),
              new StoreResult.Entries(
                  List.of(new Page.Entry(K, null), new Page.Entry(K, Bytes.EMPTY)), true))),
      new Refusal(4, true, null),
      new Refusal(5, false, B),
      new Granted(1, 2, 3),
      new Found(),
      new StartLearner(GROUP),
      new StartLearner(GroupDescriptor.founded("g", 0, 0, A)),
      new LearnerStarted("g", A),
      new Leave("g", A),
      new Stop("g", B),
      new Missing("g", B),
      new Inquiry("g"),
      new Superseded(GROUP),
      new LogPosition("g", A, 7, 8, false),
      new Raft("g", B, K),
      new Raft("g", B, K, new Checkpoint(5, -1)));

  /** The numbers of the kinds, which never change. */
  private static final Map<Class<?>, Integer> NUMBERS = Map.ofEntries(
      Map.entry(Ask.class, 1),
      Map.entry(Query.class, 2),
      Map.entry(Answer.class, 3),
      Map.entry(Refusal.class, 4),
      Map.entry(Granted.class, 5),
      Map.entry(Found.class, 6),
      Map.entry(StartLearner.class, 7),
      Map.entry(LearnerStarted.class, 8),
      Map.entry(Leave.class, 9),
      Map.entry(Stop.class, 10),
      Map.entry(Missing.class, 11),
      Map.entry(Inquiry.class, 12),
      Map.entry(LogPosition.class, 13),
      Map.entry(Raft.class, 14),
      Map.entry(Superseded.class, 16));

  private final GroupCodec codec = new GroupCodec();

  /** So that what is written is what is read, of all kinds, in this and any later version. */
  @Test
  void eachKindHasItsNumberAndAnExample() {
    assertThat(NUMBERS).containsOnlyKeys(GroupMessage.class.getPermittedSubclasses());
    assertThat(ALL)
        .extracting(Object::getClass)
        .contains(GroupMessage.class.getPermittedSubclasses());
    assertThat(ALL)
        .allSatisfy(message -> assertThat((int) codec.encode(message).getByte(1))
            .isEqualTo(NUMBERS.get(message.getClass())));
  }

  @Test
  void allComesBackAsItWas() throws DecodeException {
    for (GroupMessage message : ALL) {
      assertThat(codec.decode(codec.encode(message))).isEqualTo(message);
    }
    assertThat(codec.decodeDescriptor(codec.encode(GROUP))).isEqualTo(GROUP);
  }

  /** Fields that were added later may be missing altogether, but nothing else. */
  @Test
  void aFrameThatIsCutOffIsRefused() {
    for (GroupMessage message : ALL) {
      Buffer whole = codec.encode(message);
      for (int length = 0; length < whole.length(); length++) {
        Buffer cut = whole.getBuffer(0, length);
        if (!isOfEarlierVersion(message, whole.length() - length)) {
          assertThatThrownBy(() -> codec.decode(cut)).isInstanceOf(DecodeException.class);
        }
      }
    }
  }

  private static boolean isOfEarlierVersion(GroupMessage message, int missing) {
    return (message instanceof Query && (missing == 16 || missing == 8))
        || (message instanceof LogPosition && missing == 1)
        || (message instanceof Raft raft && raft.checkpoint() != null && missing == 16)
        || message instanceof StartLearner
        || message instanceof Superseded;
  }

  /** As the first version sends it: without nodes of the voters, origin and the rest. */
  @Test
  void aDescriptorOfTheFirstVersionIsRead() throws DecodeException {
    GroupDescriptor bare = GroupDescriptor.founded("g", 0, 0, A);
    byte[] bytes = codec.encode(bare).toArray();
    byte[] first = Arrays.copyOf(bytes, bytes.length - 4);
    assertThat(codec.decodeDescriptor(Bytes.of(first))).isEqualTo(bare);
  }

  @Test
  void anotherVersionIsRefused() {
    assertThatThrownBy(() -> codec.decode(Buffer.buffer(new byte[] {2, 6})))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("version");
    assertThatThrownBy(() -> codec.decode(Buffer.buffer(new byte[] {1, 99})))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("kind");
  }

  /** Whatever the bytes, they stand for a message or are refused. */
  @Test
  void spoiltBytesAreReadOrRefused() {
    SplittableRandom random = new SplittableRandom(1);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = codec.encode(ALL.get(random.nextInt(ALL.size()))).getBytes();
      for (int n = random.nextInt(4); n >= 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(codec.decode(Buffer.buffer(bytes))).isNotNull();
      } catch (DecodeException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }
}
