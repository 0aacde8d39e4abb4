package org.hyparview.wire;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.MessageId;
import org.hyparview.protocol.plumtree.PlumtreeMessage;
import org.hyparview.wire.DecodeException.Reason;

/** The reader of one broadcast message. It reads fields in the order of the arguments. */
final class BroadcastReader {

  private final ByteReader in;

  private BroadcastReader(ByteReader in) {
    this.in = in;
  }

  static PlumtreeMessage read(Buffer bytes) throws DecodeException {
    return new BroadcastReader(new ByteReader(bytes)).message();
  }

  private PlumtreeMessage message() throws DecodeException {
    int kind = in.readByte("kind");
    return switch (kind) {
      case BroadcastNumbers.GOSSIP -> gossip();
      case BroadcastNumbers.I_HAVE -> iHave();
      case BroadcastNumbers.GRAFT -> graft();
      case BroadcastNumbers.PRUNE -> PlumtreeMessage.Prune.INSTANCE;
      case BroadcastNumbers.ACK -> ack();
      default -> throw in.failure(Reason.UNKNOWN_KIND, "kind", "is " + kind);
    };
  }

  private PlumtreeMessage gossip() throws DecodeException {
    return new PlumtreeMessage.Gossip(
        id(),
        in.readShort("round"),
        in.readByte("attempt"),
        flag(BroadcastNumbers.SHAPING),
        in.readBytes("payload", PlumtreeMessage.MAX_PAYLOAD));
  }

  private PlumtreeMessage iHave() throws DecodeException {
    int count = in.readShort("announcements");
    if (count > PlumtreeMessage.MAX_ANNOUNCEMENTS) {
      throw in.failure(Reason.TOO_LONG, "announcements", "are " + count);
    }
    if (count == 0) {
      throw in.failure(Reason.OUT_OF_RANGE, "announcements", "are none");
    }
    PlumtreeMessage.Announcement[] announcements = new PlumtreeMessage.Announcement[count];
    for (int i = 0; i < count; i++) {
      announcements[i] =
          new PlumtreeMessage.Announcement(id(), in.readShort("round"), in.readByte("attempt"));
    }
    if (in.remaining() > 0) {
      readAges(announcements);
    }
    return new PlumtreeMessage.IHave(List.of(announcements));
  }

  /** Reads the ages, which the first form of the message doesn't have. */
  private void readAges(PlumtreeMessage.Announcement[] announcements) throws DecodeException {
    for (int i = 0; i < announcements.length; i++) {
      PlumtreeMessage.Announcement first = announcements[i];
      long age = (long) in.readShort("age") << Short.SIZE | in.readShort("age");
      announcements[i] = new PlumtreeMessage.Announcement(
          first.id(), first.round(), first.attempt(), (int) Math.min(Integer.MAX_VALUE, age));
    }
  }

  private PlumtreeMessage graft() throws DecodeException {
    boolean wanted = flag(BroadcastNumbers.WANTED);
    int attempt = in.readByte("attempt");
    return new PlumtreeMessage.Graft(wanted ? id() : null, attempt);
  }

  private PlumtreeMessage ack() throws DecodeException {
    MessageId id = id();
    long reached = in.readBits("reached");
    int attempt = in.readByte("attempt");
    if (attempt == 0) {
      throw in.failure(Reason.OUT_OF_RANGE, "attempt", "is 0");
    }
    boolean clean = flag(BroadcastNumbers.CLEAN);
    return new PlumtreeMessage.Ack(
        id, attempt, clean, missing(clean ? 0 : PlumtreeMessage.MAX_MISSING), reached);
  }

  private List<PeerId> missing(int max) throws DecodeException {
    PeerId[] missing = new PeerId[in.readCount("missing", max)];
    for (int i = 0; i < missing.length; i++) {
      missing[i] = PeerCodec.readId(in, "missing");
    }
    return List.of(missing);
  }

  private MessageId id() throws DecodeException {
    return new MessageId(PeerCodec.readId(in, "origin"), in.readLong("incarnation"), sequence());
  }

  private long sequence() throws DecodeException {
    long sequence = in.readLong("sequence");
    if (sequence > MessageId.MAX_SEQUENCE) {
      throw in.failure(Reason.OUT_OF_RANGE, "sequence", "is " + sequence);
    }
    return sequence;
  }

  private boolean flag(int flag) throws DecodeException {
    return BroadcastNumbers.isSet(in.readByte("flags"), flag);
  }
}
