package org.hyparview.cluster.wire;

import org.hyparview.cluster.protocol.failure.FailureMessage;
import org.hyparview.cluster.protocol.registry.Delta;
import org.hyparview.cluster.protocol.registry.Entry;
import org.hyparview.cluster.protocol.registry.EntryKey;
import org.hyparview.cluster.protocol.registry.EntryStamp;
import org.hyparview.cluster.protocol.registry.RecordOp;
import org.hyparview.cluster.protocol.registry.RecordStamp;
import org.hyparview.cluster.protocol.registry.RegistryMessage;
import org.hyparview.cluster.protocol.registry.Stamp;
import org.hyparview.cluster.protocol.registry.Tombstone;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.wire.ByteWriter;
import org.hyparview.wire.PeerCodec;

/** The writer of one message of the registry or the failure detector. */
final class RegistryWriter extends FieldWriter
    implements RegistryMessage.Handler, FailureMessage.Handler, RecordOp.Handler {

  private RegistryWriter() {}

  static ByteWriter write(RegistryMessage message) {
    RegistryWriter writer = new RegistryWriter();
    message.dispatch(writer);
    return writer.out;
  }

  static ByteWriter write(FailureMessage message) {
    RegistryWriter writer = new RegistryWriter();
    message.dispatch(writer);
    return writer.out;
  }

  @Override
  public void onUpdate(RegistryMessage.Update message) {
    out.writeByte(RegistryNumbers.UPDATE);
    writeDelta(message.delta());
    writeList(message.entries(), this::writeEntry);
    writeFlag(message.leaving());
  }

  @Override
  public void onDigest(RegistryMessage.Digest message) {
    out.writeByte(RegistryNumbers.DIGEST).writeLong(message.hash());
    writeFlag(message.answer());
    out.writeLong(message.wallClock());
  }

  @Override
  public void onInSync(RegistryMessage.InSync message) {
    out.writeByte(RegistryNumbers.IN_SYNC);
  }

  @Override
  public void onMemberSummary(RegistryMessage.MemberSummary message) {
    out.writeByte(RegistryNumbers.MEMBER_SUMMARY);
    writeOptional(message.after(), this::writeId);
    writeOptional(message.upTo(), this::writeId);
    writeList(message.records(), this::writeRecordStamp);
    writeList(message.tombstones(), this::writeTombstone);
    out.writeLong(message.wallClock());
  }

  @Override
  public void onEntrySummary(RegistryMessage.EntrySummary message) {
    out.writeByte(RegistryNumbers.ENTRY_SUMMARY);
    writeOptional(message.after(), this::writeKey);
    writeOptional(message.upTo(), this::writeKey);
    writeList(message.entries(), this::writeEntryStamp);
  }

  @Override
  public void onOffer(RegistryMessage.Offer message) {
    out.writeByte(RegistryNumbers.OFFER);
    writeList(message.records(), this::writeRecordStamp);
    writeList(message.tombstones(), this::writeTombstone);
    writeList(message.entries(), this::writeEntryStamp);
  }

  @Override
  public void onPull(RegistryMessage.Pull message) {
    out.writeByte(RegistryNumbers.PULL);
    writeList(message.records(), this::writeId);
    writeList(message.entries(), this::writeKey);
    writeOptional(message.rest(), rest -> {
      writeId(rest.id());
      writeStamp(rest.stamp());
      out.writeLong(rest.offset());
    });
  }

  @Override
  public void onState(RegistryMessage.State message) {
    out.writeByte(RegistryNumbers.STATE);
    writeList(message.records(), this::writePart);
    writeList(message.entries(), this::writeEntry);
    writeList(message.tombstones(), this::writeTombstone);
    writeFlag(message.complete());
  }

  @Override
  public void onSuspicion(FailureMessage.Suspicion message) {
    out.writeByte(RegistryNumbers.SUSPICION);
    writeId(message.accused());
    out.writeLong(message.incarnation());
    writeId(message.accuser());
    out.writeByte(RegistryNumbers.of(message.evidence()));
  }

  @Override
  public void onDead(FailureMessage.Dead message) {
    out.writeByte(RegistryNumbers.DEAD);
    writeId(message.accused());
    out.writeLong(message.incarnation()).writeByte(RegistryNumbers.of(message.evidence()));
  }

  @Override
  public void onSetNodeInfo(RecordOp.SetNodeInfo op) {
    out.writeByte(RegistryNumbers.SET_NODE_INFO);
    writeBytes(op.info());
  }

  @Override
  public void onSetMetadata(RecordOp.SetMetadata op) {
    out.writeByte(RegistryNumbers.SET_METADATA);
    writeBytes(op.metadata());
  }

  @Override
  public void onAddRegistration(RecordOp.AddRegistration op) {
    out.writeByte(RegistryNumbers.ADD_REGISTRATION).writeLong(op.seq()).writeLongText(op.address());
  }

  @Override
  public void onRemoveRegistration(RecordOp.RemoveRegistration op) {
    out.writeByte(RegistryNumbers.REMOVE_REGISTRATION).writeLong(op.seq());
  }

  private void writeDelta(Delta delta) {
    PeerCodec.write(out, delta.owner());
    writeStamp(delta.base());
    writeList(delta.ops(), op -> op.dispatch(this));
  }

  private void writePart(RegistryMessage.RecordPart part) {
    PeerCodec.write(out, part.owner());
    out.writeLong(part.version()).writeLong(part.offset());
    writeFlag(part.isLast());
    writeList(part.ops(), op -> op.dispatch(this));
  }

  private void writeRecordStamp(RecordStamp record) {
    writeId(record.id());
    writeStamp(record.stamp());
  }

  private void writeTombstone(Tombstone tombstone) {
    writeId(tombstone.id());
    out.writeLong(tombstone.incarnation())
        .writeByte(RegistryNumbers.of(tombstone.reason()))
        .writeLong(tombstone.wallClock());
  }

  private void writeEntry(Entry entry) {
    writeEntryStamp(new EntryStamp(entry.key(), entry.timestamp(), entry.writer()));
    writeOptional(entry.value(), this::writeBytes);
  }

  private void writeEntryStamp(EntryStamp stamp) {
    writeKey(stamp.key());
    out.writeLong(stamp.timestamp());
    writeId(stamp.writer());
  }

  private void writeKey(EntryKey key) {
    out.writeLongText(key.map());
    writeBytes(key.key());
  }

  private void writeStamp(Stamp stamp) {
    out.writeLong(stamp.incarnation()).writeLong(stamp.version());
  }

  private void writeId(PeerId id) {
    out.writeText(id.toString());
  }
}
