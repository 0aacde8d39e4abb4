package org.hyparview.cluster.protocol.store;

import java.util.List;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.store.StoreCommand.ExpireNode;
import org.hyparview.cluster.protocol.store.StoreCommand.OpenSession;
import org.hyparview.cluster.protocol.store.StoreCommand.Request;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes things take at most when they are sent: what windows and chunks are measured in.
 */
public final class StoreSizes {

  /** All numbers, kinds and lengths of any one thing. */
  private static final int FIXED = 64;

  private static final int UTF8_PER_CHAR = 3;

  private static final Ops OPS = new Ops();

  private StoreSizes() {}

  /** The size of a batch. */
  public static int of(Batch batch) {
    return FIXED + of(batch.commands());
  }

  /** The size of commands. */
  public static int of(List<StoreCommand> commands) {
    int size = 0;
    for (StoreCommand command : commands) {
      size += of(command);
    }
    return size;
  }

  /** The size of a command. */
  public static int of(StoreCommand command) {
    if (command instanceof Request request) {
      return of(request.op());
    } else if (command instanceof OpenSession open) {
      return FIXED + of(open.node());
    }
    return FIXED + of(((ExpireNode) command).node());
  }

  /** The size of a request for an operation. */
  public static int of(StoreOp op) {
    return FIXED + op.dispatch(OPS);
  }

  /** The size of a question. */
  public static int of(StoreQuery query) {
    if (query instanceof StoreQuery.Get get) {
      return FIXED + of(get.map()) + of(get.key());
    } else if (query instanceof StoreQuery.Size size) {
      return FIXED + of(size.map());
    } else if (query instanceof StoreQuery.Read read) {
      return FIXED + of(read.map()) + of(read.after());
    } else if (query instanceof StoreQuery.Count count) {
      return FIXED + of(count.counter());
    }
    return FIXED + of(((StoreQuery.Token) query).lock());
  }

  /** The size of a result. */
  public static int of(StoreResult result) {
    if (result instanceof StoreResult.Value value) {
      return FIXED + of(value.value());
    } else if (result instanceof StoreResult.Entries entries) {
      int size = FIXED;
      for (Page.Entry entry : entries.entries()) {
        size += FIXED + of(entry.key()) + of(entry.value());
      }
      return size;
    }
    return FIXED;
  }

  /** The size of a piece of a snapshot. */
  public static int of(StoreRecord piece) {
    if (piece instanceof StoreRecord.MapEntry entry) {
      return FIXED + of(entry.map()) + of(entry.key()) + of(entry.value());
    } else if (piece instanceof StoreRecord.Count count) {
      return FIXED + of(count.counter());
    } else if (piece instanceof StoreRecord.SessionState session) {
      return FIXED + of(session.node());
    } else if (piece instanceof StoreRecord.KeptResult kept) {
      return FIXED + of(kept.result());
    } else if (piece instanceof StoreRecord.Claim claim) {
      return FIXED + of(claim.lock());
    }
    return FIXED;
  }

  private static int of(String text) {
    return UTF8_PER_CHAR * text.length();
  }

  private static int of(@Nullable Bytes bytes) {
    return bytes == null ? 0 : bytes.length();
  }

  private static final class Ops implements StoreOp.Handler<Integer> {

    @Override
    public Integer onPut(StoreOp.Put op) {
      return of(op.map()) + of(op.key()) + of(op.value());
    }

    @Override
    public Integer onPutIfAbsent(StoreOp.PutIfAbsent op) {
      return of(op.map()) + of(op.key()) + of(op.value());
    }

    @Override
    public Integer onRemove(StoreOp.Remove op) {
      return of(op.map()) + of(op.key());
    }

    @Override
    public Integer onRemoveIfPresent(StoreOp.RemoveIfPresent op) {
      return of(op.map()) + of(op.key()) + of(op.value());
    }

    @Override
    public Integer onReplace(StoreOp.Replace op) {
      return of(op.map()) + of(op.key()) + of(op.value());
    }

    @Override
    public Integer onReplaceIfPresent(StoreOp.ReplaceIfPresent op) {
      return of(op.map()) + of(op.key()) + of(op.expected()) + of(op.value());
    }

    @Override
    public Integer onClear(StoreOp.Clear op) {
      return of(op.map());
    }

    @Override
    public Integer onAdd(StoreOp.Add op) {
      return of(op.counter());
    }

    @Override
    public Integer onCompareAndSet(StoreOp.CompareAndSet op) {
      return of(op.counter());
    }

    @Override
    public Integer onAcquire(StoreOp.Acquire op) {
      return of(op.lock());
    }

    @Override
    public Integer onCancel(StoreOp.Cancel op) {
      return of(op.lock());
    }

    @Override
    public Integer onRelease(StoreOp.Release op) {
      return of(op.lock());
    }

    @Override
    public Integer onSkip(StoreOp.Skip op) {
      return 0;
    }
  }
}
