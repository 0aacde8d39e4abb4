package org.hyparview.cluster.wire;

import java.util.List;
import org.hyparview.cluster.protocol.store.Batch;
import org.hyparview.cluster.protocol.store.StoreQuery;
import org.hyparview.cluster.protocol.store.StoreRecord;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.wire.ByteReader;
import org.hyparview.wire.DecodeException;

/**
 * What goes into the store, what comes out of it, and its snapshots, as bytes. They begin with the
 * version of their form.
 *
 * <p>Equal things have equal bytes. A list has at most 65,535 elements; more are a mistake of the
 * caller and throw IllegalArgumentException. Decoding throws {@link DecodeException} if the bytes
 * stand for nothing, and nothing else because of them. Has no state and is safe for use by any
 * thread.
 */
public final class StoreCodec {

  /** A codec. */
  public StoreCodec() {}

  /** The bytes of a batch. */
  public byte[] encode(Batch batch) {
    StoreWriter writer = new StoreWriter();
    writer.writeBatch(batch);
    return writer.out.toBytes();
  }

  /** The batch that the bytes stand for. */
  public Batch decodeBatch(byte[] bytes) throws DecodeException {
    return new StoreReader(new ByteReader(bytes)).batch();
  }

  /** The bytes of questions. */
  public byte[] encodeQueries(List<StoreQuery> queries) {
    StoreWriter writer = new StoreWriter();
    writer.writeQueries(queries);
    return writer.out.toBytes();
  }

  /** The questions that the bytes stand for. */
  public List<StoreQuery> decodeQueries(byte[] bytes) throws DecodeException {
    return new StoreReader(new ByteReader(bytes)).queries();
  }

  /** The bytes of results. */
  public byte[] encodeResults(List<StoreResult> results) {
    StoreWriter writer = new StoreWriter();
    writer.writeResults(results);
    return writer.out.toBytes();
  }

  /** The results that the bytes stand for. */
  public List<StoreResult> decodeResults(byte[] bytes) throws DecodeException {
    return new StoreReader(new ByteReader(bytes)).results();
  }

  /** The bytes of a chunk of a snapshot. */
  public byte[] encodeRecords(List<StoreRecord> records) {
    StoreWriter writer = new StoreWriter();
    writer.writeRecords(records);
    return writer.out.toBytes();
  }

  /** The chunk of a snapshot that the bytes stand for. */
  public List<StoreRecord> decodeRecords(byte[] bytes) throws DecodeException {
    return new StoreReader(new ByteReader(bytes)).records();
  }
}
