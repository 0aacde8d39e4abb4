package org.hyparview.wire;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.Fold;
import org.hyparview.protocol.plumtree.FoldResult;
import org.hyparview.protocol.plumtree.FoldResult.Collected;
import org.hyparview.protocol.plumtree.FoldResult.Ranked;
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
    MessageId id = id();
    int round = in.readShort("round");
    int attempt = in.readByte("attempt");
    int flags = in.readByte("flags");
    byte[] payload = in.readBytes("payload", PlumtreeMessage.MAX_PAYLOAD);
    return new PlumtreeMessage.Gossip(
        id,
        round,
        attempt,
        BroadcastNumbers.isSet(flags, BroadcastNumbers.SHAPING),
        payload,
        BroadcastNumbers.isSet(flags, BroadcastNumbers.QUESTION) ? question() : null);
  }

  private PlumtreeMessage.Question question() throws DecodeException {
    int kind = in.readByte("fold");
    int limit = in.readInt("limit");
    int millis = in.readInt("time left");
    Fold.Kind fold = BroadcastNumbers.foldOf(kind);
    if (fold == null) {
      throw in.failure(Reason.OUT_OF_RANGE, "fold", "is " + kind);
    }
    try {
      return new PlumtreeMessage.Question(new Fold(fold, limit), millis);
    } catch (IllegalArgumentException e) {
      throw in.failure(Reason.OUT_OF_RANGE, "limit", "is refused. " + e.getMessage());
    }
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
      announcements[i] = new PlumtreeMessage.Announcement(
          first.id(), first.round(), first.attempt(), in.readInt("age"));
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
    int flags = in.readByte("flags");
    boolean clean = BroadcastNumbers.isSet(flags, BroadcastNumbers.CLEAN);
    List<PeerId> missing = nodes("missing", clean ? 0 : PlumtreeMessage.MAX_MISSING);
    FoldResult answers = BroadcastNumbers.isSet(flags, BroadcastNumbers.ANSWERS) ? answers() : null;
    return new PlumtreeMessage.Ack(id, attempt, clean, missing, reached, answers);
  }

  private List<PeerId> nodes(String field, int max) throws DecodeException {
    PeerId[] nodes = new PeerId[in.readCount(field, max)];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = PeerCodec.readId(in, field);
    }
    return List.of(nodes);
  }

  private FoldResult answers() throws DecodeException {
    long nodes = in.readLong("nodes");
    long answered = in.readLong("answered");
    long failed = in.readLong("failed");
    long omitted = in.readLong("omitted");
    long sum = in.readBits("sum");
    List<PeerId> failures = nodes("failures", PlumtreeMessage.MAX_MISSING);
    List<Ranked> ranked = ranked();
    List<Collected> collected = collected();
    try {
      return new FoldResult(nodes, answered, failed, omitted, sum, failures, ranked, collected);
    } catch (IllegalArgumentException e) {
      throw in.failure(Reason.OUT_OF_RANGE, "answers", "are refused. " + e.getMessage());
    }
  }

  private List<Ranked> ranked() throws DecodeException {
    Ranked[] ranked = new Ranked[in.readCount("ranked", Fold.MAX_TOP)];
    for (int i = 0; i < ranked.length; i++) {
      ranked[i] = new Ranked(PeerCodec.readId(in, "ranked"), in.readBits("number"));
    }
    return List.of(ranked);
  }

  /** Reads answers one by one, so that their number, which may be a lie, reserves no memory. */
  private List<Collected> collected() throws DecodeException {
    List<Collected> collected = new ArrayList<>();
    for (int left = in.readShort("collected"); left > 0; left--) {
      collected.add(new Collected(
          PeerCodec.readId(in, "collected"), in.readBytes("answer", PlumtreeMessage.MAX_PAYLOAD)));
    }
    return collected;
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
