package org.hyparview.wire;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.hyparview.protocol.hyparview.ComponentLabel;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.hyparview.TimeToLive;
import org.hyparview.protocol.peer.Peer;

/** The writer of one membership message, a handler so that the compiler finds a forgotten kind. */
final class MembershipWriter implements HyParViewMessage.Handler {

  private static final int USUAL_BYTES = 192;

  private final ByteWriter out = new ByteWriter(USUAL_BYTES);

  private MembershipWriter() {}

  static Buffer write(HyParViewMessage message) {
    MembershipWriter writer = new MembershipWriter();
    message.dispatch(writer);
    return writer.out.toBuffer();
  }

  @Override
  public void onJoin(HyParViewMessage.Join message) {
    out.writeByte(MembershipNumbers.JOIN);
    writeLabel(message.label());
  }

  @Override
  public void onForwardJoin(HyParViewMessage.ForwardJoin message) {
    out.writeByte(MembershipNumbers.FORWARD_JOIN);
    PeerCodec.write(out, message.newNode());
    writeTimeToLive(message.ttl());
  }

  @Override
  public void onNeighbor(HyParViewMessage.Neighbor message) {
    out.writeByte(MembershipNumbers.NEIGHBOR);
    out.writeByte(MembershipNumbers.of(message.priority()));
    writeLabel(message.label());
  }

  @Override
  public void onNeighborReply(HyParViewMessage.NeighborReply message) {
    out.writeByte(MembershipNumbers.NEIGHBOR_REPLY);
    out.writeByte(MembershipNumbers.of(message.outcome()));
    out.writeLong(message.incarnation());
    writeLabel(message.label());
    writeSample(message.sample());
  }

  @Override
  public void onDisconnect(HyParViewMessage.Disconnect message) {
    out.writeByte(MembershipNumbers.DISCONNECT);
    out.writeByte(MembershipNumbers.of(message.reason()));
    writeSample(message.sample());
  }

  @Override
  public void onShuffle(HyParViewMessage.Shuffle message) {
    out.writeByte(MembershipNumbers.SHUFFLE);
    PeerCodec.write(out, message.origin());
    out.writeLong(message.sequence());
    writeTimeToLive(message.ttl());
    writeLabel(message.label());
    writeSample(message.sample());
  }

  @Override
  public void onShuffleReply(HyParViewMessage.ShuffleReply message) {
    out.writeByte(MembershipNumbers.SHUFFLE_REPLY);
    out.writeLong(message.sequence());
    writeSample(message.sample());
  }

  @Override
  public void onProbe(HyParViewMessage.Probe message) {
    out.writeByte(MembershipNumbers.PROBE);
    out.writeLong(message.sequence());
    writeLabel(message.label());
  }

  @Override
  public void onProbeReply(HyParViewMessage.ProbeReply message) {
    out.writeByte(MembershipNumbers.PROBE_REPLY);
    out.writeLong(message.sequence());
    writeLabel(message.label());
    writeSample(message.sample());
  }

  private void writeTimeToLive(TimeToLive ttl) {
    out.writeByte(ttl.hops());
  }

  private void writeLabel(ComponentLabel label) {
    out.writeText(label.root().toString()).writeLong(label.incarnation()).writeLong(label.beat());
  }

  private void writeSample(List<Peer> sample) {
    PeerCodec.writeList(out, sample);
  }
}
