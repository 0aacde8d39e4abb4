package org.hyparview.wire;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.hyparview.protocol.hyparview.ComponentLabel;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.hyparview.TimeToLive;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.wire.DecodeException.Reason;

/** The reader of one membership message. It reads fields in the order of the arguments. */
final class MembershipReader {

  private final ByteReader in;

  private MembershipReader(ByteReader in) {
    this.in = in;
  }

  static HyParViewMessage read(Buffer bytes) throws DecodeException {
    return new MembershipReader(new ByteReader(bytes)).message();
  }

  private HyParViewMessage message() throws DecodeException {
    int kind = in.readByte("kind");
    return switch (kind) {
      case MembershipNumbers.JOIN -> new HyParViewMessage.Join(label());
      case MembershipNumbers.FORWARD_JOIN -> forwardJoin();
      case MembershipNumbers.NEIGHBOR -> neighbor();
      case MembershipNumbers.NEIGHBOR_REPLY -> neighborReply();
      case MembershipNumbers.DISCONNECT -> disconnect();
      case MembershipNumbers.SHUFFLE -> shuffle();
      case MembershipNumbers.SHUFFLE_REPLY -> shuffleReply();
      case MembershipNumbers.PROBE -> probe();
      case MembershipNumbers.PROBE_REPLY -> probeReply();
      default -> throw in.failure(Reason.UNKNOWN_KIND, "kind", "is " + kind);
    };
  }

  private HyParViewMessage forwardJoin() throws DecodeException {
    return new HyParViewMessage.ForwardJoin(PeerCodec.read(in, "new node"), timeToLive());
  }

  private HyParViewMessage neighbor() throws DecodeException {
    return new HyParViewMessage.Neighbor(MembershipNumbers.readPriority(in), label());
  }

  private HyParViewMessage neighborReply() throws DecodeException {
    return new HyParViewMessage.NeighborReply(
        MembershipNumbers.readOutcome(in), in.readLong("incarnation"), label(), sample());
  }

  private HyParViewMessage disconnect() throws DecodeException {
    return new HyParViewMessage.Disconnect(MembershipNumbers.readDisconnectReason(in), sample());
  }

  private HyParViewMessage shuffle() throws DecodeException {
    return new HyParViewMessage.Shuffle(
        PeerCodec.read(in, "origin"), sequence(), timeToLive(), label(), sample());
  }

  private HyParViewMessage shuffleReply() throws DecodeException {
    return new HyParViewMessage.ShuffleReply(sequence(), sample());
  }

  private HyParViewMessage probe() throws DecodeException {
    return new HyParViewMessage.Probe(sequence(), label());
  }

  private HyParViewMessage probeReply() throws DecodeException {
    return new HyParViewMessage.ProbeReply(sequence(), label(), sample());
  }

  private long sequence() throws DecodeException {
    return in.readLong("sequence");
  }

  private TimeToLive timeToLive() throws DecodeException {
    int hops = in.readByte("time to live");
    if (hops > TimeToLive.MAX) {
      throw in.failure(Reason.OUT_OF_RANGE, "time to live", "is " + hops);
    }
    return TimeToLive.of(hops);
  }

  private ComponentLabel label() throws DecodeException {
    return new ComponentLabel(
        PeerCodec.readId(in, "label's root"),
        in.readLong("label's incarnation"),
        in.readLong("label's beat"));
  }

  private List<Peer> sample() throws DecodeException {
    return PeerCodec.readList(in, "sample", HyParViewMessage.MAX_SAMPLE);
  }
}
