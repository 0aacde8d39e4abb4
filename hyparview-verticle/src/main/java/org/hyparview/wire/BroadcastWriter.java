package org.hyparview.wire;

import io.vertx.core.buffer.Buffer;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.MessageId;
import org.hyparview.protocol.plumtree.PlumtreeMessage;

/** The writer of one broadcast message, a handler so that the compiler finds a forgotten kind. */
final class BroadcastWriter implements PlumtreeMessage.Handler {

  private static final int USUAL_BYTES = 128;

  private final ByteWriter out;

  private BroadcastWriter(int expectedBytes) {
    out = new ByteWriter(expectedBytes);
  }

  static Buffer write(PlumtreeMessage message) {
    PlumtreeMessage.Gossip gossip = message.asGossip();
    int payload = gossip == null ? 0 : gossip.payload().length;
    BroadcastWriter writer = new BroadcastWriter(USUAL_BYTES + payload);
    message.dispatch(writer);
    return writer.out.toBuffer();
  }

  @Override
  public void onGossip(PlumtreeMessage.Gossip message) {
    out.writeByte(BroadcastNumbers.GOSSIP);
    writeId(message.id());
    out.writeShort(message.round())
        .writeByte(message.attempt())
        .writeByte(message.shaping() ? BroadcastNumbers.SHAPING : 0)
        .writeBytes(message.payload());
  }

  @Override
  public void onIHave(PlumtreeMessage.IHave message) {
    out.writeByte(BroadcastNumbers.I_HAVE).writeShort(message.announcements().size());
    for (PlumtreeMessage.Announcement announcement : message.announcements()) {
      writeId(announcement.id());
      out.writeShort(announcement.round()).writeByte(announcement.attempt());
    }
    for (PlumtreeMessage.Announcement announcement : message.announcements()) {
      out.writeShort(announcement.age() >>> Short.SIZE).writeShort(announcement.age() & 0xffff);
    }
  }

  @Override
  public void onGraft(PlumtreeMessage.Graft message) {
    MessageId id = message.id();
    out.writeByte(BroadcastNumbers.GRAFT)
        .writeByte(id == null ? 0 : BroadcastNumbers.WANTED)
        .writeByte(message.attempt());
    if (id != null) {
      writeId(id);
    }
  }

  @Override
  public void onPrune(PlumtreeMessage.Prune message) {
    out.writeByte(BroadcastNumbers.PRUNE);
  }

  @Override
  public void onAck(PlumtreeMessage.Ack message) {
    out.writeByte(BroadcastNumbers.ACK);
    writeId(message.id());
    out.writeBits(message.reached())
        .writeByte(message.attempt())
        .writeByte(message.clean() ? BroadcastNumbers.CLEAN : 0)
        .writeByte(message.missing().size());
    for (PeerId peer : message.missing()) {
      out.writeText(peer.toString());
    }
  }

  private void writeId(MessageId id) {
    out.writeText(id.origin().toString()).writeLong(id.incarnation()).writeLong(id.sequence());
  }
}
