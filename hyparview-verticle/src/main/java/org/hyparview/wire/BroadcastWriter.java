package org.hyparview.wire;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.Fold;
import org.hyparview.protocol.plumtree.FoldResult;
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
        .writeByte((message.shaping() ? BroadcastNumbers.SHAPING : 0)
            | (message.question() == null ? 0 : BroadcastNumbers.QUESTION))
        .writeBytes(message.payload());
    if (message.question() != null) {
      writeQuestion(message.question());
    }
  }

  private void writeQuestion(PlumtreeMessage.Question question) {
    Fold fold = question.fold();
    out.writeByte(BroadcastNumbers.numberOf(fold.kind()))
        .writeInt(fold.limit())
        .writeInt(question.millis());
  }

  @Override
  public void onIHave(PlumtreeMessage.IHave message) {
    out.writeByte(BroadcastNumbers.I_HAVE).writeShort(message.announcements().size());
    for (PlumtreeMessage.Announcement announcement : message.announcements()) {
      writeId(announcement.id());
      out.writeShort(announcement.round()).writeByte(announcement.attempt());
    }
    for (PlumtreeMessage.Announcement announcement : message.announcements()) {
      out.writeInt(announcement.age());
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
        .writeByte((message.clean() ? BroadcastNumbers.CLEAN : 0)
            | (message.answers() == null ? 0 : BroadcastNumbers.ANSWERS));
    writeNodes(message.missing());
    if (message.answers() != null) {
      writeAnswers(message.answers());
    }
  }

  private void writeAnswers(FoldResult answers) {
    out.writeLong(answers.nodes())
        .writeLong(answers.answered())
        .writeLong(answers.failed())
        .writeLong(answers.omitted())
        .writeBits(answers.sum());
    writeNodes(answers.failures());
    out.writeByte(answers.ranked().size());
    for (FoldResult.Ranked ranked : answers.ranked()) {
      out.writeText(ranked.node().toString()).writeBits(ranked.number());
    }
    out.writeShort(answers.collected().size());
    for (FoldResult.Collected answer : answers.collected()) {
      out.writeText(answer.node().toString()).writeBytes(answer.bytes());
    }
  }

  private void writeNodes(List<PeerId> nodes) {
    out.writeByte(nodes.size());
    for (PeerId node : nodes) {
      out.writeText(node.toString());
    }
  }

  private void writeId(MessageId id) {
    out.writeText(id.origin().toString()).writeLong(id.incarnation()).writeLong(id.sequence());
  }
}
