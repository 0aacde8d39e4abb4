package org.hyparview.cluster.wire;

import java.util.List;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.store.Batch;
import org.hyparview.cluster.protocol.store.Page;
import org.hyparview.cluster.protocol.store.StoreCommand;
import org.hyparview.cluster.protocol.store.StoreCommand.ExpireNode;
import org.hyparview.cluster.protocol.store.StoreCommand.OpenSession;
import org.hyparview.cluster.protocol.store.StoreCommand.Request;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreQuery;
import org.hyparview.cluster.protocol.store.StoreRecord;
import org.hyparview.cluster.protocol.store.StoreRecord.Claim;
import org.hyparview.cluster.protocol.store.StoreRecord.Count;
import org.hyparview.cluster.protocol.store.StoreRecord.Digest;
import org.hyparview.cluster.protocol.store.StoreRecord.Head;
import org.hyparview.cluster.protocol.store.StoreRecord.KeptResult;
import org.hyparview.cluster.protocol.store.StoreRecord.MapEntry;
import org.hyparview.cluster.protocol.store.StoreRecord.SessionState;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.cluster.protocol.store.StoreResult.Amount;
import org.hyparview.cluster.protocol.store.StoreResult.Refused;
import org.hyparview.cluster.protocol.store.StoreResult.Truth;
import org.hyparview.cluster.protocol.store.StoreResult.Value;
import org.hyparview.wire.ByteWriter;

/** The writer of the store's inputs and results. */
final class StoreWriter extends FieldWriter {

  StoreWriter() {
    out.writeByte(StoreNumbers.VERSION);
  }

  void writeBatch(Batch batch) {
    out.writeLong(batch.time());
    Commands writer = new Commands();
    writeList(batch.commands(), command -> command.dispatch(writer));
  }

  void writeQueries(List<StoreQuery> queries) {
    Queries writer = new Queries();
    writeList(queries, query -> query.dispatch(writer));
  }

  void writeResults(List<StoreResult> results) {
    Results writer = new Results();
    writeList(results, result -> result.dispatch(writer));
  }

  /** Writes the digest after the list, where earlier versions skip it. */
  void writeRecords(List<StoreRecord> records) {
    int last = records.size() - 1;
    boolean hasDigest = last >= 0 && records.get(last).isDigest();
    Records writer = new Records();
    writeList(hasDigest ? records.subList(0, last) : records, piece -> piece.dispatch(writer));
    if (hasDigest) {
      writer.isAfterList = true;
      records.get(last).dispatch(writer);
    }
  }

  private ByteWriter start(int kind, String name) {
    return out.writeByte(kind).writeLongText(name);
  }

  private ByteWriter start(int kind, String map, Bytes key) {
    start(kind, map);
    writeBytes(key);
    return out;
  }

  private ByteWriter append(Bytes bytes) {
    writeBytes(bytes);
    return out;
  }

  private final class Commands implements StoreCommand.Handler<ByteWriter> {

    private final Operations operations = new Operations();

    @Override
    public ByteWriter onRequest(Request command) {
      out.writeByte(StoreNumbers.REQUEST)
          .writeLong(command.session())
          .writeLong(command.acknowledgedUpTo())
          .writeLong(command.number());
      return command.op().dispatch(operations);
    }

    @Override
    public ByteWriter onOpenSession(OpenSession command) {
      return start(StoreNumbers.OPEN_SESSION, command.node()).writeLong(command.number());
    }

    @Override
    public ByteWriter onExpireNode(ExpireNode command) {
      return start(StoreNumbers.EXPIRE_NODE, command.node());
    }
  }

  private final class Operations implements StoreOp.Handler<ByteWriter> {

    @Override
    public ByteWriter onPut(StoreOp.Put op) {
      start(StoreNumbers.PUT, op.map(), op.key());
      return append(op.value()).writeLong(op.ttl());
    }

    @Override
    public ByteWriter onPutIfAbsent(StoreOp.PutIfAbsent op) {
      start(StoreNumbers.PUT_IF_ABSENT, op.map(), op.key());
      return append(op.value()).writeLong(op.ttl());
    }

    @Override
    public ByteWriter onRemove(StoreOp.Remove op) {
      return start(StoreNumbers.REMOVE, op.map(), op.key());
    }

    @Override
    public ByteWriter onRemoveIfPresent(StoreOp.RemoveIfPresent op) {
      start(StoreNumbers.REMOVE_IF_PRESENT, op.map(), op.key());
      return append(op.value());
    }

    @Override
    public ByteWriter onReplace(StoreOp.Replace op) {
      start(StoreNumbers.REPLACE, op.map(), op.key());
      return append(op.value()).writeLong(op.ttl());
    }

    @Override
    public ByteWriter onReplaceIfPresent(StoreOp.ReplaceIfPresent op) {
      start(StoreNumbers.REPLACE_IF_PRESENT, op.map(), op.key());
      writeBytes(op.expected());
      return append(op.value()).writeLong(op.ttl());
    }

    @Override
    public ByteWriter onClear(StoreOp.Clear op) {
      return start(StoreNumbers.CLEAR, op.map());
    }

    @Override
    public ByteWriter onAdd(StoreOp.Add op) {
      return start(StoreNumbers.ADD, op.counter()).writeBits(op.delta());
    }

    @Override
    public ByteWriter onCompareAndSet(StoreOp.CompareAndSet op) {
      return start(StoreNumbers.COMPARE_AND_SET, op.counter())
          .writeBits(op.expected())
          .writeBits(op.value());
    }

    @Override
    public ByteWriter onAcquire(StoreOp.Acquire op) {
      return start(StoreNumbers.ACQUIRE, op.lock());
    }

    @Override
    public ByteWriter onCancel(StoreOp.Cancel op) {
      return start(StoreNumbers.CANCEL, op.lock()).writeLong(op.acquire());
    }

    @Override
    public ByteWriter onRelease(StoreOp.Release op) {
      return start(StoreNumbers.RELEASE, op.lock()).writeLong(op.token());
    }

    @Override
    public ByteWriter onSkip(StoreOp.Skip op) {
      return out.writeByte(StoreNumbers.SKIP);
    }
  }

  private final class Queries implements StoreQuery.Handler<ByteWriter> {

    @Override
    public ByteWriter onGet(StoreQuery.Get query) {
      return start(StoreNumbers.GET, query.map(), query.key());
    }

    @Override
    public ByteWriter onSize(StoreQuery.Size query) {
      return start(StoreNumbers.SIZE, query.map());
    }

    @Override
    public ByteWriter onRead(StoreQuery.Read query) {
      start(StoreNumbers.READ, query.map());
      writeFlag(query.part() == Page.Part.ENTRIES);
      writeOptional(query.after(), StoreWriter.this::writeBytes);
      return out;
    }

    @Override
    public ByteWriter onCount(StoreQuery.Count query) {
      return start(StoreNumbers.COUNT_OF, query.counter());
    }

    @Override
    public ByteWriter onToken(StoreQuery.Token query) {
      return start(StoreNumbers.TOKEN, query.lock())
          .writeLong(query.session())
          .writeLong(query.acquire());
    }
  }

  private final class Results implements StoreResult.Handler<ByteWriter> {

    @Override
    public ByteWriter onValue(Value result) {
      out.writeByte(StoreNumbers.VALUE);
      writeOptional(result.value(), StoreWriter.this::writeBytes);
      return out;
    }

    @Override
    public ByteWriter onAmount(Amount result) {
      return out.writeByte(StoreNumbers.AMOUNT).writeBits(result.value());
    }

    @Override
    public ByteWriter onTruth(Truth result) {
      out.writeByte(StoreNumbers.TRUTH);
      writeFlag(result.value());
      return out;
    }

    @Override
    public ByteWriter onEntries(StoreResult.Entries result) {
      out.writeByte(StoreNumbers.ENTRIES);
      writeList(result.entries(), this::writeEntry);
      writeFlag(result.more());
      return out;
    }

    private void writeEntry(Page.Entry entry) {
      writeBytes(entry.key());
      writeOptional(entry.value(), StoreWriter.this::writeBytes);
    }

    @Override
    public ByteWriter onRefused(Refused result) {
      return out.writeByte(
          switch (result.reason()) {
            case UNKNOWN_SESSION -> StoreNumbers.UNKNOWN_SESSION;
            case GAP -> StoreNumbers.GAP;
            case FORGOTTEN -> StoreNumbers.FORGOTTEN;
          });
    }
  }

  private final class Records implements StoreRecord.Handler {

    private final Results results = new Results();
    private boolean isAfterList;

    @Override
    public void onHead(Head piece) {
      out.writeByte(StoreNumbers.HEAD)
          .writeLong(piece.time())
          .writeLong(piece.lastSession())
          .writeLong(piece.lastToken());
    }

    @Override
    public void onMapEntry(MapEntry piece) {
      start(StoreNumbers.MAP_ENTRY, piece.map(), piece.key());
      append(piece.value()).writeLong(piece.expiresAt());
    }

    @Override
    public void onCount(Count piece) {
      start(StoreNumbers.COUNT, piece.counter()).writeBits(piece.value());
    }

    @Override
    public void onSessionState(SessionState piece) {
      out.writeByte(StoreNumbers.SESSION)
          .writeLong(piece.id())
          .writeLongText(piece.node())
          .writeLong(piece.number())
          .writeLong(piece.acknowledgedUpTo())
          .writeLong(piece.lastRequest());
    }

    @Override
    public void onKeptResult(KeptResult piece) {
      out.writeByte(StoreNumbers.KEPT_RESULT).writeLong(piece.session()).writeLong(piece.number());
      piece.result().dispatch(results);
    }

    @Override
    public void onDigest(Digest piece) {
      if (!isAfterList) {
        throw new IllegalArgumentException("Only the last piece may be " + piece);
      }
      out.writeBits(piece.value());
    }

    @Override
    public void onClaim(Claim piece) {
      start(StoreNumbers.CLAIM, piece.lock())
          .writeLong(piece.session())
          .writeLong(piece.acquire())
          .writeLong(piece.token());
    }
  }
}
