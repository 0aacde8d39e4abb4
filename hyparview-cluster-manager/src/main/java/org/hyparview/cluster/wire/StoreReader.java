package org.hyparview.cluster.wire;

import java.util.List;
import org.hyparview.cluster.protocol.store.Batch;
import org.hyparview.cluster.protocol.store.Page;
import org.hyparview.cluster.protocol.store.StoreCommand;
import org.hyparview.cluster.protocol.store.StoreCommand.ExpireNode;
import org.hyparview.cluster.protocol.store.StoreCommand.OpenSession;
import org.hyparview.cluster.protocol.store.StoreCommand.Request;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreQuery;
import org.hyparview.cluster.protocol.store.StoreRecord;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.cluster.protocol.store.StoreResult.Reason;
import org.hyparview.cluster.protocol.store.StoreResult.Refused;
import org.hyparview.wire.ByteReader;
import org.hyparview.wire.DecodeException;

/** The reader of what {@link StoreWriter} writes. */
final class StoreReader extends FieldReader {

  StoreReader(ByteReader in) throws DecodeException {
    super(in);
    version(StoreNumbers.VERSION);
  }

  Batch batch() throws DecodeException {
    return checked(() -> new Batch(in.readLong("time"), list(this::command)));
  }

  List<StoreResult> results() throws DecodeException {
    return list(this::result);
  }

  List<StoreRecord> records() throws DecodeException {
    List<StoreRecord> records = list(this::piece);
    if (in.remaining() > 0) {
      records.add(new StoreRecord.Digest(in.readBits("digest")));
    }
    return records;
  }

  private StoreCommand command() throws DecodeException {
    int kind = in.readByte("command");
    return switch (kind) {
      case StoreNumbers.REQUEST ->
        new Request(
            in.readLong("session"), in.readLong("acknowledged"), in.readLong("number"), op());
      case StoreNumbers.OPEN_SESSION -> new OpenSession(text("node"), in.readLong("number"));
      case StoreNumbers.EXPIRE_NODE -> new ExpireNode(text("node"));
      default -> throw unknown(kind);
    };
  }

  private StoreOp op() throws DecodeException {
    int kind = in.readByte("operation");
    return switch (kind) {
      case StoreNumbers.PUT ->
        new StoreOp.Put(text("map"), bytes("key"), bytes("value"), in.readLong("ttl"));
      case StoreNumbers.PUT_IF_ABSENT ->
        new StoreOp.PutIfAbsent(text("map"), bytes("key"), bytes("value"), in.readLong("ttl"));
      case StoreNumbers.REMOVE -> new StoreOp.Remove(text("map"), bytes("key"));
      case StoreNumbers.REMOVE_IF_PRESENT ->
        new StoreOp.RemoveIfPresent(text("map"), bytes("key"), bytes("value"));
      case StoreNumbers.REPLACE ->
        new StoreOp.Replace(text("map"), bytes("key"), bytes("value"), in.readLong("ttl"));
      case StoreNumbers.REPLACE_IF_PRESENT ->
        new StoreOp.ReplaceIfPresent(
            text("map"), bytes("key"), bytes("expected"), bytes("value"), in.readLong("ttl"));
      case StoreNumbers.CLEAR -> new StoreOp.Clear(text("map"));
      case StoreNumbers.ADD -> new StoreOp.Add(text("counter"), in.readBits("delta"));
      case StoreNumbers.COMPARE_AND_SET ->
        new StoreOp.CompareAndSet(text("counter"), in.readBits("expected"), in.readBits("value"));
      case StoreNumbers.ACQUIRE -> new StoreOp.Acquire(text("lock"));
      case StoreNumbers.CANCEL -> new StoreOp.Cancel(text("lock"), in.readLong("acquire"));
      case StoreNumbers.RELEASE -> new StoreOp.Release(text("lock"), in.readLong("token"));
      case StoreNumbers.SKIP -> new StoreOp.Skip();
      default -> throw unknown(kind);
    };
  }

  private StoreResult result() throws DecodeException {
    int kind = in.readByte("result");
    return switch (kind) {
      case StoreNumbers.VALUE -> new StoreResult.Value(optional(() -> bytes("value")));
      case StoreNumbers.AMOUNT -> new StoreResult.Amount(in.readBits("amount"));
      case StoreNumbers.TRUTH -> new StoreResult.Truth(flag("truth"));
      case StoreNumbers.UNKNOWN_SESSION -> new Refused(Reason.UNKNOWN_SESSION);
      case StoreNumbers.GAP -> new Refused(Reason.GAP);
      case StoreNumbers.FORGOTTEN -> new Refused(Reason.FORGOTTEN);
      case StoreNumbers.ENTRIES -> new StoreResult.Entries(list(this::entry), flag("more"));
      default -> throw unknown(kind);
    };
  }

  private Page.Entry entry() throws DecodeException {
    return new Page.Entry(bytes("key"), optional(() -> bytes("value")));
  }

  List<StoreQuery> queries() throws DecodeException {
    return list(this::query);
  }

  private StoreQuery query() throws DecodeException {
    int kind = in.readByte("question");
    return switch (kind) {
      case StoreNumbers.GET -> new StoreQuery.Get(text("map"), bytes("key"));
      case StoreNumbers.SIZE -> new StoreQuery.Size(text("map"));
      case StoreNumbers.READ ->
        new StoreQuery.Read(
            text("map"),
            flag("values") ? Page.Part.ENTRIES : Page.Part.KEYS,
            optional(() -> bytes("after")));
      case StoreNumbers.COUNT_OF -> new StoreQuery.Count(text("counter"));
      case StoreNumbers.TOKEN ->
        new StoreQuery.Token(text("lock"), in.readLong("session"), in.readLong("acquire"));
      default -> throw unknown(kind);
    };
  }

  private StoreRecord piece() throws DecodeException {
    int kind = in.readByte("piece");
    return switch (kind) {
      case StoreNumbers.HEAD ->
        new StoreRecord.Head(
            in.readLong("time"), in.readLong("last session"), in.readLong("last token"));
      case StoreNumbers.MAP_ENTRY ->
        new StoreRecord.MapEntry(
            text("map"), bytes("key"), bytes("value"), in.readLong("expires at"));
      case StoreNumbers.COUNT -> new StoreRecord.Count(text("counter"), in.readBits("value"));
      case StoreNumbers.SESSION ->
        new StoreRecord.SessionState(
            in.readLong("session"),
            text("node"),
            in.readLong("number"),
            in.readLong("acknowledged"),
            in.readLong("last request"));
      case StoreNumbers.KEPT_RESULT ->
        new StoreRecord.KeptResult(in.readLong("session"), in.readLong("number"), result());
      case StoreNumbers.CLAIM ->
        new StoreRecord.Claim(
            text("lock"), in.readLong("session"), in.readLong("acquire"), in.readLong("token"));
      default -> throw unknown(kind);
    };
  }
}
