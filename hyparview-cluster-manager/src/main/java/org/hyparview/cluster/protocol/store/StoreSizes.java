package org.hyparview.cluster.protocol.store;

import java.util.List;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.store.StoreCommand.ExpireNode;
import org.hyparview.cluster.protocol.store.StoreCommand.OpenSession;
import org.hyparview.cluster.protocol.store.StoreCommand.Request;
import org.jspecify.annotations.Nullable;

/**
 * Upper bounds of the sizes of things in messages, in bytes; windows and chunks are measured in
 * them.
 */
public final class StoreSizes {

  /** All numbers, kinds and lengths of one thing. */
  private static final int FIXED = 64;

  private static final int UTF8_PER_CHAR = 3;

  private static final Commands COMMANDS = new Commands();
  private static final Ops OPS = new Ops();
  private static final Queries QUERIES = new Queries();
  private static final Results RESULTS = new Results();

  private StoreSizes() {}

  /** Returns the size of a batch. */
  public static int of(Batch batch) {
    return FIXED + of(batch.commands());
  }

  /** Returns the size of commands. */
  public static int of(List<StoreCommand> commands) {
    int size = 0;
    for (StoreCommand command : commands) {
      size += of(command);
    }
    return size;
  }

  /** Returns the size of a command. */
  public static int of(StoreCommand command) {
    return command.dispatch(COMMANDS);
  }

  /** Returns the size of a request for an operation. */
  public static int of(StoreOp op) {
    return FIXED + op.dispatch(OPS);
  }

  /** Returns the size of a query. */
  public static int of(StoreQuery query) {
    return FIXED + query.dispatch(QUERIES);
  }

  /** Returns the size of a result. */
  public static int of(StoreResult result) {
    return FIXED + result.dispatch(RESULTS);
  }

  /** Returns the size of a record of a snapshot. */
  public static int of(StoreRecord piece) {
    Pieces pieces = new Pieces();
    piece.dispatch(pieces);
    return pieces.size;
  }

  private static int of(String text) {
    return UTF8_PER_CHAR * text.length();
  }

  private static int of(@Nullable Bytes bytes) {
    return bytes == null ? 0 : bytes.length();
  }

  private static final class Commands implements StoreCommand.Handler<Integer> {

    @Override
    public Integer onRequest(Request command) {
      return of(command.op());
    }

    @Override
    public Integer onOpenSession(OpenSession command) {
      return FIXED + of(command.node());
    }

    @Override
    public Integer onExpireNode(ExpireNode command) {
      return FIXED + of(command.node());
    }
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

  private static final class Queries implements StoreQuery.Handler<Integer> {

    @Override
    public Integer onGet(StoreQuery.Get query) {
      return of(query.map()) + of(query.key());
    }

    @Override
    public Integer onSize(StoreQuery.Size query) {
      return of(query.map());
    }

    @Override
    public Integer onRead(StoreQuery.Read query) {
      return of(query.map()) + of(query.after());
    }

    @Override
    public Integer onCount(StoreQuery.Count query) {
      return of(query.counter());
    }

    @Override
    public Integer onToken(StoreQuery.Token query) {
      return of(query.lock());
    }
  }

  private static final class Results implements StoreResult.Handler<Integer> {

    @Override
    public Integer onValue(StoreResult.Value result) {
      return of(result.value());
    }

    @Override
    public Integer onAmount(StoreResult.Amount result) {
      return 0;
    }

    @Override
    public Integer onTruth(StoreResult.Truth result) {
      return 0;
    }

    @Override
    public Integer onEntries(StoreResult.Entries result) {
      int size = 0;
      for (Page.Entry entry : result.entries()) {
        size += FIXED + of(entry.key()) + of(entry.value());
      }
      return size;
    }

    @Override
    public Integer onRefused(StoreResult.Refused result) {
      return 0;
    }
  }

  private static final class Pieces implements StoreRecord.Handler {

    private int size;

    @Override
    public void onHead(StoreRecord.Head piece) {
      size = FIXED;
    }

    @Override
    public void onMapEntry(StoreRecord.MapEntry piece) {
      size = FIXED + of(piece.map()) + of(piece.key()) + of(piece.value());
    }

    @Override
    public void onCount(StoreRecord.Count piece) {
      size = FIXED + of(piece.counter());
    }

    @Override
    public void onSessionState(StoreRecord.SessionState piece) {
      size = FIXED + of(piece.node());
    }

    @Override
    public void onKeptResult(StoreRecord.KeptResult piece) {
      size = FIXED + of(piece.result());
    }

    @Override
    public void onDigest(StoreRecord.Digest piece) {
      size = FIXED;
    }

    @Override
    public void onClaim(StoreRecord.Claim piece) {
      size = FIXED + of(piece.lock());
    }
  }
}
