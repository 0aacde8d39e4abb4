package org.hyparview.cluster.wire;

import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.failure.FailureMessage;
import org.hyparview.cluster.protocol.registry.Delta;
import org.hyparview.cluster.protocol.registry.Entry;
import org.hyparview.cluster.protocol.registry.EntryKey;
import org.hyparview.cluster.protocol.registry.EntryStamp;
import org.hyparview.cluster.protocol.registry.RecordOp;
import org.hyparview.cluster.protocol.registry.RecordStamp;
import org.hyparview.cluster.protocol.registry.RegistryMessage;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Pull.Rest;
import org.hyparview.cluster.protocol.registry.RegistryMessage.RecordPart;
import org.hyparview.cluster.protocol.registry.Stamp;
import org.hyparview.cluster.protocol.registry.Tombstone;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.wire.ByteReader;
import org.hyparview.wire.DecodeException;
import org.hyparview.wire.DecodeException.Reason;
import org.hyparview.wire.PeerCodec;

/** The reader of one message of the registry or the failure detector. */
final class RegistryReader extends FieldReader {

  RegistryReader(ByteReader in) {
    super(in);
  }

  /** Reads a message of the registry. */
  RegistryMessage registryMessage() throws DecodeException {
    int kind = in.readByte("kind");
    return checked(() -> switch (kind) {
      case RegistryNumbers.UPDATE ->
        new RegistryMessage.Update(delta(), list(this::entry), flag("leaving"));
      case RegistryNumbers.DIGEST ->
        new RegistryMessage.Digest(in.readLong("hash"), flag("answer"), wallClock());
      case RegistryNumbers.IN_SYNC -> new RegistryMessage.InSync();
      case RegistryNumbers.MEMBER_SUMMARY ->
        new RegistryMessage.MemberSummary(
            optional(this::id),
            optional(this::id),
            list(this::recordStamp),
            list(this::tombstone),
            wallClock());
      case RegistryNumbers.ENTRY_SUMMARY ->
        new RegistryMessage.EntrySummary(
            optional(this::key), optional(this::key), list(this::entryStamp));
      case RegistryNumbers.OFFER ->
        new RegistryMessage.Offer(
            list(this::recordStamp), list(this::tombstone), list(this::entryStamp));
      case RegistryNumbers.PULL ->
        new RegistryMessage.Pull(list(this::id), list(this::key), optional(this::rest));
      case RegistryNumbers.STATE ->
        new RegistryMessage.State(
            list(this::part), list(this::entry), list(this::tombstone), flag("complete"));
      default -> throw unknown(kind);
    });
  }

  /** Reads a message of the failure detector. */
  FailureMessage failureMessage() throws DecodeException {
    int kind = in.readByte("kind");
    return checked(() -> switch (kind) {
      case RegistryNumbers.SUSPICION ->
        new FailureMessage.Suspicion(
            id(), in.readLong("incarnation"), id(), RegistryNumbers.readEvidence(in));
      case RegistryNumbers.DEAD ->
        new FailureMessage.Dead(id(), in.readLong("incarnation"), RegistryNumbers.readEvidence(in));
      default -> throw unknown(kind);
    });
  }

  /** Reads the sender's wall clock, which the first form of the message doesn't have. */
  private long wallClock() throws DecodeException {
    return in.remaining() == 0 ? 0 : in.readLong("wall clock");
  }

  private Delta delta() throws DecodeException {
    return new Delta(PeerCodec.read(in, "owner"), stamp(), list(this::op));
  }

  private RecordOp op() throws DecodeException {
    int kind = in.readByte("operation");
    return switch (kind) {
      case RegistryNumbers.SET_NODE_INFO -> new RecordOp.SetNodeInfo(bytes("info"));
      case RegistryNumbers.SET_METADATA -> new RecordOp.SetMetadata(bytes("metadata"));
      case RegistryNumbers.ADD_REGISTRATION ->
        new RecordOp.AddRegistration(in.readLong("seq"), text("address"));
      case RegistryNumbers.REMOVE_REGISTRATION ->
        new RecordOp.RemoveRegistration(in.readLong("seq"));
      default -> throw unknown(kind);
    };
  }

  private RecordPart part() throws DecodeException {
    Peer owner = PeerCodec.read(in, "owner");
    return new RecordPart(owner, in.readLong("version"), offset(), flag("isLast"), list(this::op));
  }

  private Rest rest() throws DecodeException {
    return new Rest(id(), stamp(), offset());
  }

  private int offset() throws DecodeException {
    long offset = in.readLong("offset");
    if (offset > Integer.MAX_VALUE) {
      throw in.failure(Reason.OUT_OF_RANGE, "offset", "is " + offset);
    }
    return (int) offset;
  }

  private RecordStamp recordStamp() throws DecodeException {
    return new RecordStamp(id(), stamp());
  }

  private Tombstone tombstone() throws DecodeException {
    return new Tombstone(
        id(),
        in.readLong("incarnation"),
        RegistryNumbers.readReason(in),
        in.readLong("wall clock"));
  }

  private Entry entry() throws DecodeException {
    EntryStamp stamp = entryStamp();
    Bytes value = optional(() -> bytes("value"));
    return new Entry(stamp.key(), value, stamp.timestamp(), stamp.writer());
  }

  private EntryStamp entryStamp() throws DecodeException {
    return new EntryStamp(key(), in.readLong("timestamp"), id());
  }

  private EntryKey key() throws DecodeException {
    return new EntryKey(text("map"), bytes("key"));
  }

  private Stamp stamp() throws DecodeException {
    return new Stamp(in.readLong("incarnation"), in.readLong("version"));
  }

  private PeerId id() throws DecodeException {
    return PeerCodec.readId(in, "id");
  }
}
