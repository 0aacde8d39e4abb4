package org.hyparview.cluster.group;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.hyparview.cluster.group.GroupDescriptor.Origin;
import org.hyparview.cluster.group.GroupMessage.Answer;
import org.hyparview.cluster.group.GroupMessage.Ask;
import org.hyparview.cluster.group.GroupMessage.Found;
import org.hyparview.cluster.group.GroupMessage.Granted;
import org.hyparview.cluster.group.GroupMessage.Inquiry;
import org.hyparview.cluster.group.GroupMessage.LearnerStarted;
import org.hyparview.cluster.group.GroupMessage.Leave;
import org.hyparview.cluster.group.GroupMessage.LogPosition;
import org.hyparview.cluster.group.GroupMessage.Missing;
import org.hyparview.cluster.group.GroupMessage.Query;
import org.hyparview.cluster.group.GroupMessage.Raft;
import org.hyparview.cluster.group.GroupMessage.Refusal;
import org.hyparview.cluster.group.GroupMessage.StartLearner;
import org.hyparview.cluster.group.GroupMessage.Stop;
import org.hyparview.cluster.group.GroupMessage.Superseded;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.store.Batch;
import org.hyparview.cluster.raft.Checkpoint;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.cluster.wire.FieldReader;
import org.hyparview.cluster.wire.FieldWriter;
import org.hyparview.cluster.wire.StoreCodec;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.wire.ByteReader;
import org.hyparview.wire.DecodeException;
import org.jspecify.annotations.Nullable;

/**
 * The codec of messages about shared data as frames, and of group descriptors as bytes. Each form
 * begins with its version. Stateless and safe for use by any thread.
 */
public final class GroupCodec {

  private static final int VERSION = 1;
  private static final int MAX_BYTES = 1 << 20;

  private static final int ASK = 1;
  private static final int QUERY = 2;
  private static final int ANSWER = 3;
  private static final int REFUSAL = 4;
  private static final int GRANTED = 5;
  private static final int FOUND = 6;
  private static final int START_LEARNER = 7;
  private static final int LEARNER_STARTED = 8;
  private static final int LEAVE = 9;
  private static final int STOP = 10;
  private static final int MISSING = 11;
  private static final int INQUIRY = 12;
  private static final int STANDING = 13;
  private static final int RAFT = 14;
  private static final int SUPERSEDED = 16;

  private static final StoreCodec STORE = new StoreCodec();

  /** Creates a codec. */
  public GroupCodec() {}

  /** Returns the frame of a message. */
  public Buffer encode(GroupMessage message) {
    Writer writer = new Writer();
    message.dispatch(writer);
    return writer.toBuffer();
  }

  /** Returns the message that a frame encodes. */
  public GroupMessage decode(Buffer frame) throws DecodeException {
    return new Reader(new ByteReader(frame)).message();
  }

  /** Returns the bytes of a descriptor. */
  public Bytes encode(GroupDescriptor descriptor) {
    Writer writer = new Writer();
    writer.write(descriptor);
    return Bytes.of(writer.toBuffer().getBytes());
  }

  /** Returns the descriptor that the bytes encode. */
  public GroupDescriptor decodeDescriptor(Bytes bytes) throws DecodeException {
    return new Reader(new ByteReader(bytes.toArray())).descriptor();
  }

  private static final class Writer extends FieldWriter implements GroupMessage.Handler {

    Writer() {
      out.writeByte(VERSION);
    }

    Buffer toBuffer() {
      return out.toBuffer();
    }

    @Override
    public void onAsk(Ask message) {
      out.writeByte(ASK).writeLongText(message.group()).writeLong(message.call());
      out.writeBytes(STORE.encode(new Batch(0, message.commands())));
    }

    @Override
    public void onQuery(Query message) {
      out.writeByte(QUERY).writeLongText(message.group()).writeLong(message.call());
      out.writeBytes(STORE.encodeQueries(message.queries()));
      out.writeLong(message.session()).writeLong(message.after());
    }

    @Override
    public void onAnswer(Answer message) {
      out.writeByte(ANSWER).writeLong(message.call()).writeShort(message.from());
      out.writeBytes(STORE.encodeResults(message.results()));
    }

    @Override
    public void onRefusal(Refusal message) {
      out.writeByte(REFUSAL).writeLong(message.call());
      writeFlag(message.busy());
      writeOptional(message.leader(), this::write);
    }

    @Override
    public void onGranted(Granted message) {
      out.writeByte(GRANTED)
          .writeLong(message.session())
          .writeLong(message.acquire())
          .writeLong(message.token());
    }

    @Override
    public void onFound(Found message) {
      out.writeByte(FOUND);
    }

    @Override
    public void onStartLearner(StartLearner message) {
      out.writeByte(START_LEARNER);
      write(message.group());
    }

    @Override
    public void onLearnerStarted(LearnerStarted message) {
      writeReplica(LEARNER_STARTED, message.group(), message.replica());
    }

    @Override
    public void onLeave(Leave message) {
      writeReplica(LEAVE, message.group(), message.replica());
    }

    @Override
    public void onStop(Stop message) {
      writeReplica(STOP, message.group(), message.replica());
    }

    @Override
    public void onMissing(Missing message) {
      writeReplica(MISSING, message.group(), message.replica());
    }

    @Override
    public void onInquiry(Inquiry message) {
      out.writeByte(INQUIRY).writeLongText(message.group());
    }

    @Override
    public void onStanding(LogPosition message) {
      writeReplica(STANDING, message.group(), message.replica());
      out.writeLong(message.term()).writeLong(message.index());
      writeFlag(message.voter());
    }

    @Override
    public void onSuperseded(Superseded message) {
      out.writeByte(SUPERSEDED);
      write(message.group());
    }

    @Override
    public void onRaft(Raft message) {
      writeReplica(RAFT, message.group(), message.to());
      writeBytes(message.message());
      write(message.checkpoint());
    }

    /** Earlier versions skip what comes after the message. */
    private void write(@Nullable Checkpoint checkpoint) {
      if (checkpoint != null) {
        out.writeLong(checkpoint.index()).writeBits(checkpoint.digest());
      }
    }

    private void writeReplica(int kind, String group, Endpoint replica) {
      out.writeByte(kind).writeLongText(group);
      write(replica);
    }

    void write(GroupDescriptor group) {
      out.writeLongText(group.id())
          .writeLongText(group.lineage())
          .writeLong(group.generation())
          .writeLong(group.foundedAt());
      write(group.founder());
      out.writeLong(group.membersIndex());
      writeList(group.voters(), this::write);
      out.writeLong(group.term());
      writeOptional(group.leader(), this::write);
      writeList(group.peers(), this::write);
      writeFlag(group.settled());
      writeOptional(group.origin(), this::write);
    }

    private void write(Peer peer) {
      out.writeLongText(peer.id().toString())
          .writeLong(peer.incarnation())
          .writeText(peer.host())
          .writeShort(peer.port());
    }

    private void write(Origin origin) {
      out.writeLongText(origin.group()).writeLong(origin.term()).writeLong(origin.index());
      writeFlag(origin.complete());
    }

    private void write(Endpoint endpoint) {
      out.writeLongText(endpoint.node()).writeLong(endpoint.number());
    }
  }

  private static final class Reader extends FieldReader {

    Reader(ByteReader in) throws DecodeException {
      super(in);
      version(VERSION);
    }

    GroupMessage message() throws DecodeException {
      int kind = in.readByte("kind");
      return switch (kind) {
        case ASK ->
          new Ask(
              text("group"),
              in.readLong("call"),
              STORE.decodeBatch(in.readBytes("commands", MAX_BYTES)).commands());
        case QUERY ->
          new Query(
              text("group"),
              in.readLong("call"),
              STORE.decodeQueries(in.readBytes("queries", MAX_BYTES)),
              isOver() ? 0 : in.readLong("session"),
              isOver() ? 0 : in.readLong("after"));
        case ANSWER ->
          new Answer(
              in.readLong("call"),
              in.readShort("from"),
              STORE.decodeResults(in.readBytes("results", MAX_BYTES)));
        case REFUSAL -> new Refusal(in.readLong("call"), flag("busy"), optional(this::endpoint));
        case GRANTED ->
          new Granted(in.readLong("session"), in.readLong("acquire"), in.readLong("token"));
        case RAFT -> new Raft(text("group"), endpoint(), bytes("message"), checkpoint());
        default -> aboutReplicas(kind);
      };
    }

    private GroupMessage aboutReplicas(int kind) throws DecodeException {
      return switch (kind) {
        case FOUND -> new Found();
        case START_LEARNER -> new StartLearner(descriptor());
        case SUPERSEDED -> new Superseded(descriptor());
        case LEARNER_STARTED -> new LearnerStarted(text("group"), endpoint());
        case LEAVE -> new Leave(text("group"), endpoint());
        case STOP -> new Stop(text("group"), endpoint());
        case MISSING -> new Missing(text("group"), endpoint());
        case INQUIRY -> new Inquiry(text("group"));
        case STANDING ->
          new LogPosition(
              text("group"),
              endpoint(),
              in.readLong("term"),
              in.readLong("index"),
              isOver() || flag("voter"));
        default -> throw unknown(kind);
      };
    }

    GroupDescriptor descriptor() throws DecodeException {
      return new GroupDescriptor(
          text("id"),
          text("lineage"),
          in.readLong("generation"),
          in.readLong("founded at"),
          endpoint(),
          in.readLong("members' index"),
          list(this::endpoint),
          in.readLong("term"),
          optional(this::endpoint),
          isOver() ? List.of() : list(this::peer),
          !isOver() && flag("settled"),
          isOver() ? null : optional(this::origin));
    }

    /**
     * Returns whether the frame ends here: earlier versions don't send fields that were added
     * later.
     */
    private boolean isOver() {
      return in.remaining() == 0;
    }

    private Peer peer() throws DecodeException {
      return checked(() -> new Peer(
          PeerId.of(text("id")),
          in.readLong("incarnation"),
          new PeerAddress(in.readText("host"), in.readShort("port"))));
    }

    private Origin origin() throws DecodeException {
      return new Origin(text("group"), in.readLong("term"), in.readLong("index"), flag("complete"));
    }

    private @Nullable Checkpoint checkpoint() throws DecodeException {
      return isOver() ? null : new Checkpoint(in.readLong("index"), in.readBits("digest"));
    }

    private Endpoint endpoint() throws DecodeException {
      return new Endpoint(text("node"), in.readLong("number"));
    }
  }
}
