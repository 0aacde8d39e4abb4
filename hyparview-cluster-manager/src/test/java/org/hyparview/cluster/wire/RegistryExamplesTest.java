package org.hyparview.cluster.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.failure.FailureMessage;
import org.hyparview.cluster.protocol.failure.FailureMessage.Evidence;
import org.hyparview.cluster.protocol.plane.Payload;
import org.hyparview.cluster.protocol.registry.Delta;
import org.hyparview.cluster.protocol.registry.DownReason;
import org.hyparview.cluster.protocol.registry.Entry;
import org.hyparview.cluster.protocol.registry.EntryKey;
import org.hyparview.cluster.protocol.registry.EntryStamp;
import org.hyparview.cluster.protocol.registry.RecordOp;
import org.hyparview.cluster.protocol.registry.RecordStamp;
import org.hyparview.cluster.protocol.registry.RegistryMessage;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Digest;
import org.hyparview.cluster.protocol.registry.RegistryMessage.EntrySummary;
import org.hyparview.cluster.protocol.registry.RegistryMessage.InSync;
import org.hyparview.cluster.protocol.registry.RegistryMessage.MemberSummary;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Offer;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Pull;
import org.hyparview.cluster.protocol.registry.RegistryMessage.RecordPart;
import org.hyparview.cluster.protocol.registry.RegistryMessage.State;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Update;
import org.hyparview.cluster.protocol.registry.Stamp;
import org.hyparview.cluster.protocol.registry.Tombstone;
import org.hyparview.cluster.protocol.store.StoreRecord;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.wire.DecodeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of the registry, of broadcasts and of records in docs/wire-protocol.md. */
class RegistryExamplesTest {

  private static final long BEGIN = 1_767_225_600_000L;
  private static final long TIMESTAMP = (BEGIN << 16) + 1;
  private static final PeerId A = PeerId.of("a");
  private static final PeerId B = PeerId.of("b");
  private static final Peer OWNER = new Peer(A, BEGIN, new PeerAddress("10.0.0.1", 7_800));
  private static final EntryKey KEY = new EntryKey("m", bytes('k'));

  private static Bytes bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return Bytes.of(bytes);
  }

  static Stream<RegistryMessage> messages() {
    Delta delta = new Delta(
        OWNER,
        new Stamp(BEGIN, 3),
        List.of(new RecordOp.AddRegistration(1, "orders"), new RecordOp.RemoveRegistration(0)));
    RecordStamp fifth = new RecordStamp(A, new Stamp(BEGIN, 5));
    RecordPart part =
        new RecordPart(OWNER, 5, 0, true, List.of(new RecordOp.SetMetadata(bytes(1, 0))));
    return Stream.of(
        new Update(delta, List.of(new Entry(KEY, bytes('v'), TIMESTAMP, A)), false),
        new Digest(258, true, BEGIN),
        new InSync(),
        new MemberSummary(
            null,
            B,
            List.of(fifth),
            List.of(new Tombstone(B, BEGIN + 1, DownReason.DEAD, BEGIN + 9)),
            BEGIN + 10),
        new EntrySummary(
            new EntryKey("m", bytes('a')), null, List.of(new EntryStamp(KEY, TIMESTAMP, A))),
        new Offer(List.of(fifth), List.of(), List.of()),
        new Pull(
            List.of(A),
            List.of(KEY),
            new Pull.Rest(PeerId.of("c"), new Stamp(BEGIN + 2, 70_000), 512)),
        new State(List.of(part), List.of(new Entry(KEY, null, TIMESTAMP, A)), List.of(), true));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void theExampleIsTheMessage(RegistryMessage message) throws IOException, DecodeException {
    RegistryCodec codec = new RegistryCodec();
    byte[] example = DocumentedBytes.under(message.getClass().getSimpleName());
    assertThat(codec.decode(Buffer.buffer(example))).isEqualTo(message);
    assertThat(codec.encode(message).getBytes()).isEqualTo(example);
  }

  static Stream<FailureMessage> failures() {
    return Stream.of(
        new FailureMessage.Suspicion(B, BEGIN + 1, A, Evidence.SILENCE),
        new FailureMessage.Dead(B, BEGIN + 1, Evidence.REFUSAL));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void theExampleIsTheBroadcast(FailureMessage message) throws IOException {
    BinaryPayloadCodec codec = new BinaryPayloadCodec();
    byte[] example = DocumentedBytes.under(message.getClass().getSimpleName());
    assertThat(codec.decode(example)).isEqualTo(new Payload.OfFailure(message));
    assertThat(codec.encode(new Payload.OfFailure(message))).isEqualTo(example);
  }

  @Test
  void everyKindHasAnExample() {
    assertThat(messages().<Class<?>>map(Object::getClass))
        .contains(RegistryMessage.class.getPermittedSubclasses());
    assertThat(failures().<Class<?>>map(Object::getClass))
        .contains(FailureMessage.class.getPermittedSubclasses());
  }

  @Test
  void theExampleIsAPartOfASnapshot() throws IOException, DecodeException {
    List<StoreRecord> records = List.of(
        new StoreRecord.Head(BEGIN, 7, 2),
        new StoreRecord.Count("c", 7),
        new StoreRecord.MapEntry("m", bytes('k'), bytes('v'), 0),
        new StoreRecord.Digest(0xfedcba9876543210L));
    assertThat(new StoreCodec().decodeRecords(DocumentedBytes.under("Records"))).isEqualTo(records);
    assertThat(new StoreCodec().encodeRecords(records)).isEqualTo(DocumentedBytes.under("Records"));
  }
}
