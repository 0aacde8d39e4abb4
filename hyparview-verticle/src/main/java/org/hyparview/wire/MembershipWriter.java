package org.hyparview.wire;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.hyparview.protocol.hyparview.ComponentLabel;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.hyparview.TimeToLive;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;

/** Writes one membership message. The handler makes the compiler find a kind that is forgotten. */
final class MembershipWriter implements HyParViewMessage.Handler {

  private static final int USUAL_BYTES = 192;

  /** A message is the same bytes on every link and from everyone: both are left out. */
  private static final long NO_LINK = 0;

  private static final Peer NOBODY =
      new Peer(PeerId.of("nobody"), 0, new PeerAddress("nowhere", 1));

  private final ByteWriter out = new ByteWriter(USUAL_BYTES);

  private MembershipWriter() {}

  static Buffer write(HyParViewMessage message) {
    MembershipWriter writer = new MembershipWriter();
    message.dispatch(writer, NO_LINK, NOBODY);
    return writer.out.toBuffer();
  }

  @Override
  public void onJoin(long link, Peer from, HyParViewMessage.Join message) {
    out.writeByte(MembershipNumbers.JOIN);
    writeLabel(message.label());
  }

  @Override
  public void onForwardJoin(long link, Peer from, HyParViewMessage.ForwardJoin message) {
    out.writeByte(MembershipNumbers.FORWARD_JOIN);
    PeerCodec.write(out, message.newNode());
    writeTimeToLive(message.ttl());
  }

  @Override
  public void onNeighbor(long link, Peer from, HyParViewMessage.Neighbor message) {
    out.writeByte(MembershipNumbers.NEIGHBOR);
    out.writeByte(MembershipNumbers.of(message.priority()));
    writeLabel(message.label());
  }

  @Override
  public void onNeighborReply(long link, Peer from, HyParViewMessage.NeighborReply message) {
    out.writeByte(MembershipNumbers.NEIGHBOR_REPLY);
    out.writeByte(MembershipNumbers.of(message.outcome()));
    out.writeLong(message.incarnation());
    writeLabel(message.label());
    writeSample(message.sample());
  }

  @Override
  public void onDisconnect(long link, Peer from, HyParViewMessage.Disconnect message) {
    out.writeByte(MembershipNumbers.DISCONNECT);
    out.writeByte(MembershipNumbers.of(message.reason()));
    writeSample(message.sample());
  }

  @Override
  public void onShuffle(long link, Peer from, HyParViewMessage.Shuffle message) {
    out.writeByte(MembershipNumbers.SHUFFLE);
    PeerCodec.write(out, message.origin());
    out.writeLong(message.sequence());
    writeTimeToLive(message.ttl());
    writeLabel(message.label());
    writeSample(message.sample());
  }

  @Override
  public void onShuffleReply(long link, Peer from, HyParViewMessage.ShuffleReply message) {
    out.writeByte(MembershipNumbers.SHUFFLE_REPLY);
    out.writeLong(message.sequence());
    writeSample(message.sample());
  }

  @Override
  public void onProbe(long link, Peer from, HyParViewMessage.Probe message) {
    out.writeByte(MembershipNumbers.PROBE);
    out.writeLong(message.sequence());
    writeLabel(message.label());
  }

  @Override
  public void onProbeReply(long link, Peer from, HyParViewMessage.ProbeReply message) {
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
