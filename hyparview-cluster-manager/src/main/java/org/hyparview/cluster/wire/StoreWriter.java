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

/** Writes what goes into the store and what comes out of it. */
final class StoreWriter extends FieldWriter implements StoreOp.Handler<ByteWriter> {

  StoreWriter() {
    out.writeByte(StoreNumbers.VERSION);
  }

  void writeBatch(Batch batch) {
    out.writeLong(batch.time());
    writeList(batch.commands(), this::writeCommand);
  }

  void writeResults(List<StoreResult> results) {
    writeList(results, this::writeResult);
  }

  /** The digest comes after the list, where earlier versions skip it. */
  void writeRecords(List<StoreRecord> records) {
    int last = records.size() - 1;
    if (last >= 0 && records.get(last) instanceof StoreRecord.Digest digest) {
      writeList(records.subList(0, last), this::writeRecord);
      out.writeBits(digest.value());
    } else {
      writeList(records, this::writeRecord);
    }
  }

  private void writeCommand(StoreCommand command) {
    if (command instanceof Request request) {
      out.writeByte(StoreNumbers.REQUEST)
          .writeLong(request.session())
          .writeLong(request.acknowledgedUpTo())
          .writeLong(request.number());
      request.op().dispatch(this);
    } else if (command instanceof OpenSession open) {
      out.writeByte(StoreNumbers.OPEN_SESSION).writeLongText(open.node()).writeLong(open.number());
    } else if (command instanceof ExpireNode gone) {
      out.writeByte(StoreNumbers.EXPIRE_NODE).writeLongText(gone.node());
    }
  }

  private void writeResult(StoreResult result) {
    if (result instanceof Value value) {
      out.writeByte(StoreNumbers.VALUE);
      writeOptional(value.value(), this::writeBytes);
    } else if (result instanceof Amount amount) {
      out.writeByte(StoreNumbers.AMOUNT).writeBits(amount.value());
    } else if (result instanceof Truth truth) {
      out.writeByte(StoreNumbers.TRUTH);
      writeFlag(truth.value());
    } else if (result instanceof StoreResult.Entries entries) {
      out.writeByte(StoreNumbers.ENTRIES);
      writeList(entries.entries(), this::writeEntry);
      writeFlag(entries.more());
    } else if (result instanceof Refused refused) {
      out.writeByte(
          switch (refused.reason()) {
            case UNKNOWN_SESSION -> StoreNumbers.UNKNOWN_SESSION;
            case GAP -> StoreNumbers.GAP;
            case FORGOTTEN -> StoreNumbers.FORGOTTEN;
          });
    }
  }

  private void writeEntry(Page.Entry entry) {
    writeBytes(entry.key());
    writeOptional(entry.value(), this::writeBytes);
  }

  void writeQueries(List<StoreQuery> queries) {
    writeList(queries, this::writeQuery);
  }

  private void writeQuery(StoreQuery query) {
    if (query instanceof StoreQuery.Get get) {
      start(StoreNumbers.GET, get.map(), get.key());
    } else if (query instanceof StoreQuery.Size size) {
      out.writeByte(StoreNumbers.SIZE).writeLongText(size.map());
    } else if (query instanceof StoreQuery.Read read) {
      out.writeByte(StoreNumbers.READ).writeLongText(read.map());
      writeFlag(read.part() == Page.Part.ENTRIES);
      writeOptional(read.after(), this::writeBytes);
    } else if (query instanceof StoreQuery.Count count) {
      out.writeByte(StoreNumbers.COUNT_OF).writeLongText(count.counter());
    } else if (query instanceof StoreQuery.Token token) {
      out.writeByte(StoreNumbers.TOKEN)
          .writeLongText(token.lock())
          .writeLong(token.session())
          .writeLong(token.acquire());
    }
  }

  private void writeRecord(StoreRecord piece) {
    if (piece instanceof Head head) {
      out.writeByte(StoreNumbers.HEAD)
          .writeLong(head.time())
          .writeLong(head.lastSession())
          .writeLong(head.lastToken());
    } else if (piece instanceof MapEntry entry) {
      start(StoreNumbers.MAP_ENTRY, entry.map(), entry.key());
      writeBytes(entry.value());
      out.writeLong(entry.expiresAt());
    } else if (piece instanceof Count count) {
      out.writeByte(StoreNumbers.COUNT).writeLongText(count.counter()).writeBits(count.value());
    } else if (piece instanceof SessionState session) {
      out.writeByte(StoreNumbers.SESSION)
          .writeLong(session.id())
          .writeLongText(session.node())
          .writeLong(session.number())
          .writeLong(session.acknowledgedUpTo())
          .writeLong(session.lastRequest());
    } else if (piece instanceof KeptResult kept) {
      out.writeByte(StoreNumbers.KEPT_RESULT).writeLong(kept.session()).writeLong(kept.number());
      writeResult(kept.result());
    } else if (piece instanceof Claim claim) {
      out.writeByte(StoreNumbers.CLAIM)
          .writeLongText(claim.lock())
          .writeLong(claim.session())
          .writeLong(claim.acquire())
          .writeLong(claim.token());
    } else {
      throw new IllegalArgumentException("Only the last piece may be " + piece);
    }
  }

  private void start(int kind, String map, Bytes key) {
    out.writeByte(kind).writeLongText(map);
    writeBytes(key);
  }

  @Override
  public ByteWriter onPut(StoreOp.Put op) {
    start(StoreNumbers.PUT, op.map(), op.key());
    writeBytes(op.value());
    return out.writeLong(op.ttl());
  }

  @Override
  public ByteWriter onPutIfAbsent(StoreOp.PutIfAbsent op) {
    start(StoreNumbers.PUT_IF_ABSENT, op.map(), op.key());
    writeBytes(op.value());
    return out.writeLong(op.ttl());
  }

  @Override
  public ByteWriter onRemove(StoreOp.Remove op) {
    start(StoreNumbers.REMOVE, op.map(), op.key());
    return out;
  }

  @Override
  public ByteWriter onRemoveIfPresent(StoreOp.RemoveIfPresent op) {
    start(StoreNumbers.REMOVE_IF_PRESENT, op.map(), op.key());
    writeBytes(op.value());
    return out;
  }

  @Override
  public ByteWriter onReplace(StoreOp.Replace op) {
    start(StoreNumbers.REPLACE, op.map(), op.key());
    writeBytes(op.value());
    return out.writeLong(op.ttl());
  }

  @Override
  public ByteWriter onReplaceIfPresent(StoreOp.ReplaceIfPresent op) {
    start(StoreNumbers.REPLACE_IF_PRESENT, op.map(), op.key());
    writeBytes(op.expected());
    writeBytes(op.value());
    return out.writeLong(op.ttl());
  }

  @Override
  public ByteWriter onClear(StoreOp.Clear op) {
    out.writeByte(StoreNumbers.CLEAR).writeLongText(op.map());
    return out;
  }

  @Override
  public ByteWriter onAdd(StoreOp.Add op) {
    out.writeByte(StoreNumbers.ADD).writeLongText(op.counter()).writeBits(op.delta());
    return out;
  }

  @Override
  public ByteWriter onCompareAndSet(StoreOp.CompareAndSet op) {
    out.writeByte(StoreNumbers.COMPARE_AND_SET)
        .writeLongText(op.counter())
        .writeBits(op.expected())
        .writeBits(op.value());
    return out;
  }

  @Override
  public ByteWriter onAcquire(StoreOp.Acquire op) {
    out.writeByte(StoreNumbers.ACQUIRE).writeLongText(op.lock());
    return out;
  }

  @Override
  public ByteWriter onCancel(StoreOp.Cancel op) {
    out.writeByte(StoreNumbers.CANCEL).writeLongText(op.lock()).writeLong(op.acquire());
    return out;
  }

  @Override
  public ByteWriter onRelease(StoreOp.Release op) {
    out.writeByte(StoreNumbers.RELEASE).writeLongText(op.lock()).writeLong(op.token());
    return out;
  }

  @Override
  public ByteWriter onSkip(StoreOp.Skip op) {
    return out.writeByte(StoreNumbers.SKIP);
  }
}
