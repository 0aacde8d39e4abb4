package org.hyparview.wire;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.hyparview.golden.GoldenFormat;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.hyparview.HyParViewMessage.Disconnect;
import org.hyparview.protocol.hyparview.HyParViewMessage.DisconnectReason;
import org.hyparview.protocol.hyparview.HyParViewMessage.Neighbor;
import org.hyparview.protocol.hyparview.HyParViewMessage.NeighborReply;
import org.hyparview.protocol.hyparview.HyParViewMessage.Outcome;
import org.hyparview.protocol.hyparview.HyParViewMessage.Priority;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.plumtree.Fold;
import org.hyparview.protocol.plumtree.PlumtreeMessage;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Ack;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Announcement;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Gossip;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Graft;
import org.hyparview.protocol.plumtree.PlumtreeMessage.IHave;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Question;
import org.hyparview.wire.DecodeException.Reason;
import org.hyparview.wire.Envelope.Header;

/** The golden formats of membership and broadcast. */
public final class WireFormats {

  private static final Buffer BODY = Buffer.buffer("{\"n\":1}");
  private static final List<Header> HEADERS =
      List.of(new Header("lang", "en"), new Header("é", "節"));

  private WireFormats() {}

  /** Returns all of them. */
  public static List<GoldenFormat<?>> all() {
    return List.of(membership(), broadcast(), envelopes(), questions(), answers());
  }

  private static GoldenFormat<HyParViewMessage> membership() {
    MembershipCodec codec = new MembershipCodec();
    GoldenFormat<HyParViewMessage> format = new GoldenFormat<HyParViewMessage>(
            "membership",
            message -> codec.encode(message).getBytes(),
            bytes -> codec.decode(Buffer.buffer(bytes)))
        .examples(MembershipCodecTest.everyKind())
        .examples(WireExamplesTest.messages())
        .covers(HyParViewMessage.class)
        .kindAt(0, Reason.UNKNOWN_KIND)
        .skipsFurtherFields()
        .skipsFurtherFieldsOf(block(MembershipCodecTest.PEER))
        .skipsFurtherFieldsOf(block(MembershipCodecTest.BEYOND_ASCII));
    for (Priority priority : Priority.values()) {
      format.example("Neighbor-" + priority, new Neighbor(priority, MembershipCodecTest.LABEL));
    }
    for (Outcome outcome : Outcome.values()) {
      format.example(
          "NeighborReply-" + outcome,
          new NeighborReply(outcome, 9, MembershipCodecTest.LABEL, List.of()));
    }
    for (DisconnectReason reason : DisconnectReason.values()) {
      format.example("Disconnect-" + reason, new Disconnect(reason, List.of()));
    }
    return format;
  }

  private static byte[] block(Peer peer) {
    ByteWriter out = new ByteWriter(64);
    PeerCodec.write(out, peer);
    return out.toBytes();
  }

  private static GoldenFormat<PlumtreeMessage> broadcast() {
    BroadcastCodec codec = new BroadcastCodec();
    GoldenFormat<PlumtreeMessage> format = new GoldenFormat<PlumtreeMessage>(
            "broadcast",
            message -> codec.encode(message).getBytes(),
            bytes -> codec.decode(Buffer.buffer(bytes)))
        .examples(BroadcastCodecTest.everyKindAndQuestions())
        .examples(WireExamplesTest.broadcastMessages())
        .example("Graft-link-only", Graft.LINK_ONLY)
        .example("Ack-clean", new Ack(BroadcastCodecTest.ID, 255, true, List.of(), -1))
        .firstForm(
            "IHave-without-ages",
            new IHave(List.of(new Announcement(BroadcastCodecTest.ID, 3, 1))),
            Integer.BYTES)
        .covers(PlumtreeMessage.class)
        .covers(
            Fold.Kind.class,
            message -> Stream.ofNullable(message.asGossip())
                .map(Gossip::question)
                .filter(Objects::nonNull)
                .map(question -> question.fold().kind()))
        .kindAt(0, Reason.UNKNOWN_KIND)
        .skipsFurtherFields();
    for (Fold fold :
        List.of(Fold.collect(1_000), Fold.COUNT, Fold.SUM, Fold.MIN, Fold.MAX, Fold.top(100))) {
      format.example(
          "Gossip-" + fold.kind(),
          new Gossip(
              BroadcastCodecTest.ID,
              3,
              1,
              false,
              BroadcastCodecTest.PAYLOAD,
              new Question(fold, 4_000)));
    }
    return format;
  }

  private static GoldenFormat<Envelope> envelopes() {
    EnvelopeCodec codec = new EnvelopeCodec();
    GoldenFormat<Envelope> format = new GoldenFormat<Envelope>(
            "envelopes",
            envelope -> codec.encode(envelope).getBytes(),
            bytes -> codec.decode(Buffer.buffer(bytes)))
        .covers(Envelope.Kind.class, envelope -> Stream.of(envelope.kind()))
        .kindAt(1, Reason.UNKNOWN_KIND)
        .refusesVersions(0, Reason.UNKNOWN_KIND)
        .skipsFurtherFields();
    for (Envelope.Kind kind : Envelope.Kind.values()) {
      format.example(kind.name(), new Envelope(kind, "news", HEADERS, BODY));
    }
    return format;
  }

  private static GoldenFormat<QuestionEnvelope> questions() {
    EnvelopeCodec codec = new EnvelopeCodec();
    Envelope envelope = new Envelope(Envelope.Kind.JSON, "load", HEADERS, BODY);
    return new GoldenFormat<QuestionEnvelope>(
            "questions",
            question -> codec.encode(question).getBytes(),
            bytes -> codec.decodeQuestion(Buffer.buffer(bytes)))
        .example("to-all", new QuestionEnvelope("", envelope))
        .example("to-some", new QuestionEnvelope("zone=a,gpu,!spot", envelope))
        .refusesVersions(0, Reason.UNKNOWN_KIND)
        .skipsFurtherFields();
  }

  private static GoldenFormat<AnswerBody> answers() {
    GoldenFormat<AnswerBody> format = new GoldenFormat<AnswerBody>(
            "answers", AnswerBody::encode, AnswerBody::decode)
        .kindAt(0, Reason.UNKNOWN_KIND);
    Arrays.stream(Envelope.Kind.values())
        .forEach(kind -> format.example(kind.name(), new AnswerBody(kind, BODY)));
    return format;
  }
}
