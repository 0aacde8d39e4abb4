package org.hyparview.cluster.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
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
import org.hyparview.cluster.protocol.registry.RegistryMessage.Update;
import org.hyparview.cluster.protocol.registry.Stamp;
import org.hyparview.cluster.protocol.registry.Tombstone;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.wire.DecodeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RegistryCodecTest {

  private static final PeerId A = PeerId.of("a");
  static final Peer OWNER = new Peer(PeerId.of("öwner"), 7, new PeerAddress("::1", 7800));
  private static final Stamp STAMP = new Stamp(7, 3);
  private static final Bytes BYTES = Bytes.of((byte) 1, (byte) -1);
  private static final EntryKey KEY = new EntryKey("map", BYTES);
  private static final Tombstone TOMBSTONE = new Tombstone(A, 5, DownReason.LEFT, 99);
  private static final List<RecordOp> OPS = List.of(
      new RecordOp.SetNodeInfo(BYTES),
      new RecordOp.SetMetadata(Bytes.EMPTY),
      new RecordOp.AddRegistration(Long.MAX_VALUE, "an address of any length ✓ ".repeat(20)),
      new RecordOp.RemoveRegistration(0));
  private static final Update UPDATE = new Update(
      new Delta(OWNER, STAMP, OPS),
      List.of(new Entry(KEY, BYTES, 5, A), new Entry(KEY, null, 6, A)),
      true);

  private final RegistryCodec codec = new RegistryCodec();
  private final BinaryPayloadCodec broadcasts = new BinaryPayloadCodec();

  static List<RegistryMessage> messages() {
    List<RecordStamp> records = List.of(new RecordStamp(A, STAMP));
    List<EntryStamp> entries = List.of(new EntryStamp(KEY, 5, A));
    List<Tombstone> tombstones =
        List.of(TOMBSTONE, new Tombstone(PeerId.of("b"), 0, DownReason.DEAD, 0));
    return List.of(
        UPDATE,
        new RegistryMessage.Digest(Long.MAX_VALUE, true, Long.MAX_VALUE),
        new RegistryMessage.InSync(),
        new RegistryMessage.MemberSummary(null, A, records, tombstones, 1),
        new RegistryMessage.MemberSummary(A, null, List.of(), List.of(), 0),
        new RegistryMessage.EntrySummary(KEY, null, entries),
        new RegistryMessage.Offer(records, tombstones, entries),
        new RegistryMessage.Pull(
            List.of(A), List.of(KEY), new RegistryMessage.Pull.Rest(A, STAMP, 9)),
        new RegistryMessage.Pull(List.of(), List.of(), null),
        new RegistryMessage.State(
            List.of(new RegistryMessage.RecordPart(OWNER, 3, 1, false, OPS)),
            List.of(new Entry(KEY, BYTES, 5, A)),
            List.of(TOMBSTONE),
            true));
  }

  static List<Payload> payloads() {
    return List.of(
        new Payload.OfRegistry(UPDATE),
        new Payload.OfFailure(new FailureMessage.Suspicion(A, 5, OWNER.id(), Evidence.SILENCE)),
        new Payload.OfFailure(new FailureMessage.Suspicion(A, 5, OWNER.id(), Evidence.CLAIM)),
        new Payload.OfFailure(new FailureMessage.Dead(A, 5, Evidence.REFUSAL)));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void messagesComeBackAsTheyWere(RegistryMessage message) throws DecodeException {
    assertThat(codec.decode(codec.encode(message))).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void broadcastsComeBackAsTheyWere(Payload payload) {
    assertThat(broadcasts.decode(broadcasts.encode(payload))).isEqualTo(payload);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void furtherBytesAreSkipped(RegistryMessage message) throws DecodeException {
    assertThat(codec.decode(codec.encode(message).appendInt(1))).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void bytesThatEndTooEarlyAreRefused(RegistryMessage message) {
    Buffer whole = codec.encode(message);
    for (int length = 0; length < whole.length(); length++) {
      Buffer part = whole.getBuffer(0, length);
      if (hasWallClock(message) && length == whole.length() - Long.BYTES) {
        continue;
      }
      assertThatThrownBy(() -> codec.decode(part)).isInstanceOf(DecodeException.class);
    }
  }

  private static boolean hasWallClock(RegistryMessage message) {
    return message instanceof RegistryMessage.Digest
        || message instanceof RegistryMessage.MemberSummary;
  }

  /** Whatever the bytes, they are a message, which has bytes of its own, or are refused. */
  @Test
  void spoiltBytesNeverThrowAnythingElse() {
    SplittableRandom random = new SplittableRandom(1);
    List<byte[]> examples = new ArrayList<>();
    messages().forEach(message -> examples.add(codec.encode(message).getBytes()));
    payloads().forEach(payload -> examples.add(broadcasts.encode(payload)));
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = examples.get(i % examples.size()).clone();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      bytes[random.nextInt(Math.min(8, bytes.length))] ^= (byte) (1 << random.nextInt(8));
      Payload payload = broadcasts.decode(bytes);
      if (payload != null) {
        assertThat(broadcasts.encode(payload)).isNotEmpty();
      }
      refused += decodes(bytes) ? 0 : 1;
    }
    assertThat(refused).isBetween(1_000, 19_000);
  }

  private boolean decodes(byte[] bytes) {
    try {
      return codec.encode(codec.decode(Buffer.buffer(bytes))).length() > 0;
    } catch (DecodeException e) {
      return false;
    }
  }

  @Test
  void aMessageOfTheFirstFormHasNoWallClock() throws DecodeException {
    for (RegistryMessage message : List.of(
        new RegistryMessage.Digest(1, true, 0),
        new RegistryMessage.MemberSummary(null, A, List.of(), List.of(), 0))) {
      Buffer bytes = codec.encode(message);
      assertThat(codec.decode(bytes.getBuffer(0, bytes.length() - Long.BYTES))).isEqualTo(message);
    }
  }

  @Test
  void onlyUpdatesOfTheRegistryAreBroadcast() {
    byte[] digest = codec.encode(new RegistryMessage.Digest(1, true, 0)).getBytes();
    assertThat(broadcasts.decode(digest)).isNull();
    assertThat(broadcasts.decode(new byte[0])).isNull();
    assertThat(broadcasts.decode(new byte[] {99})).isNull();
    assertThat(broadcasts.decode(new byte[] {12})).isNull();
    assertThat(broadcasts.isOfUnknownKind(new byte[] {12})).isTrue();
    assertThat(broadcasts.isOfUnknownKind(new byte[] {99})).isTrue();
    assertThat(broadcasts.isOfUnknownKind(new byte[0])).isFalse();
    assertThat(broadcasts.isOfUnknownKind(digest)).isFalse();
  }
}
