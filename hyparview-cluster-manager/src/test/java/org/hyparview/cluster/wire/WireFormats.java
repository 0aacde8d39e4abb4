package org.hyparview.cluster.wire;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.data.ProtocolVersion;
import org.hyparview.cluster.protocol.failure.FailureMessage;
import org.hyparview.cluster.protocol.failure.FailureMessage.Dead;
import org.hyparview.cluster.protocol.failure.FailureMessage.Evidence;
import org.hyparview.cluster.protocol.plane.Payload;
import org.hyparview.cluster.protocol.registry.DownReason;
import org.hyparview.cluster.protocol.registry.RecordOp;
import org.hyparview.cluster.protocol.registry.RegistryMessage;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Digest;
import org.hyparview.cluster.protocol.registry.RegistryMessage.MemberSummary;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Offer;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Update;
import org.hyparview.cluster.protocol.registry.Tombstone;
import org.hyparview.golden.GoldenFormat;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.wire.ByteWriter;
import org.hyparview.wire.DecodeException.Reason;
import org.hyparview.wire.PeerCodec;
import org.jspecify.annotations.Nullable;

/** The golden formats of the gossip plane. */
public final class WireFormats {

  private static final PeerId A = PeerId.of("a");

  private WireFormats() {}

  /** Returns all of them, and those of the store. */
  public static List<GoldenFormat<?>> all() {
    return Stream.concat(
            Stream.of(registry(), payloads(), questions(), tags(), versions(), dataMembers()),
            StoreFormats.all().stream())
        .toList();
  }

  private static GoldenFormat<RegistryMessage> registry() {
    RegistryCodec codec = new RegistryCodec();
    return new GoldenFormat<RegistryMessage>(
            "registry",
            message -> codec.encode(message).getBytes(),
            bytes -> codec.decode(Buffer.buffer(bytes)))
        .examples(RegistryCodecTest.messages().stream())
        .firstForm("Digest-without-clock", new Digest(1, false, 0), Long.BYTES)
        .firstForm(
            "MemberSummary-without-clock",
            new MemberSummary(null, A, List.of(), List.of(), 0),
            Long.BYTES)
        .covers(RegistryMessage.class)
        .covers(
            RecordOp.class,
            message ->
                message instanceof Update update ? update.delta().ops().stream() : Stream.of())
        .covers(
            DownReason.class,
            message -> message instanceof Offer offer
                ? offer.tombstones().stream().map(Tombstone::reason)
                : Stream.of())
        .kindAt(0, Reason.UNKNOWN_KIND)
        .skipsFurtherFields()
        .skipsFurtherFieldsOf(block(RegistryCodecTest.OWNER));
  }

  private static byte[] block(Peer peer) {
    ByteWriter out = new ByteWriter(64);
    PeerCodec.write(out, peer);
    return out.toBytes();
  }

  private static GoldenFormat<Payload> payloads() {
    BinaryPayloadCodec codec = new BinaryPayloadCodec();
    GoldenFormat<Payload> format = new GoldenFormat<Payload>(
            "broadcast-payloads", codec::encode, codec::decode)
        .comparedBy(
            payload -> payload instanceof Payload.OfUser user ? Bytes.of(user.envelope()) : payload)
        .examples(RegistryCodecTest.payloads().stream())
        // Its envelope is the rest, and has its own fields.
        .firstForm("OfUser", new Payload.OfUser(new byte[] {1, 2, 3}), 0)
        .covers(Payload.class)
        .covers(
            FailureMessage.class,
            payload -> payload instanceof Payload.OfFailure failure
                ? Stream.of(failure.message())
                : Stream.of())
        .kindAt(0, null)
        .skipsFurtherFields();
    for (Evidence evidence : Evidence.values()) {
      format.example("Dead-" + evidence, new Payload.OfFailure(new Dead(A, 5, evidence)));
    }
    return format;
  }

  private static GoldenFormat<Bytes> questions() {
    return new GoldenFormat<Bytes>(
            "question-payloads",
            content -> QuestionPayload.wrap(content.toArray()),
            WireFormats::unwrap)
        .example("question", Bytes.of((byte) 2, (byte) 0))
        .kindAt(0, null);
  }

  private static @Nullable Bytes unwrap(byte[] payload) {
    byte[] content = QuestionPayload.unwrap(payload);
    return content == null ? null : Bytes.of(content);
  }

  private static GoldenFormat<SortedMap<String, String>> tags() {
    return new GoldenFormat<SortedMap<String, String>>(
            "tags",
            tags -> TagsCodec.encode(tags, 1, true).toArray(),
            bytes -> TagsCodec.decode(Bytes.of(bytes)))
        .example("none", new TreeMap<>())
        .example("some", new TreeMap<>(Map.of("zone", "a", "gpu", "", "größe", "節")))
        .refusesVersions(0, Reason.UNKNOWN_KIND)
        .skipsFurtherFields();
  }

  /** The version in the metadata of a node, after its tags. */
  private static GoldenFormat<Integer> versions() {
    return new GoldenFormat<Integer>(
            "announced-versions",
            version -> TagsCodec.encode(Map.of("zone", "a"), version, true).toArray(),
            bytes -> TagsCodec.decodeVersion(Bytes.of(bytes)))
        .firstForm("first", 1, 0)
        .example("second", 2)
        .example("last", ProtocolVersion.MAX)
        .refusesVersions(0, Reason.UNKNOWN_KIND)
        .skipsFurtherFields();
  }

  /** Whether a node is a data member, in its metadata after its version. */
  private static GoldenFormat<Boolean> dataMembers() {
    return new GoldenFormat<Boolean>(
            "announced-data-members",
            dataMember -> TagsCodec.encode(Map.of("zone", "a"), 1, dataMember).toArray(),
            bytes -> TagsCodec.decodeDataMember(Bytes.of(bytes)))
        .firstForm("data-member", true, 0)
        .example("no-data-member", false)
        .refusesVersions(0, Reason.UNKNOWN_KIND)
        .skipsFurtherFields();
  }
}
