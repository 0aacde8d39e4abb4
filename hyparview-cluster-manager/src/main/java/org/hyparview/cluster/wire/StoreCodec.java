package org.hyparview.cluster.wire;

import java.util.List;
import org.hyparview.cluster.protocol.store.Batch;
import org.hyparview.cluster.protocol.store.StoreQuery;
import org.hyparview.cluster.protocol.store.StoreRecord;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.wire.ByteReader;
import org.hyparview.wire.DecodeException;

/**
 * The codec of the store's inputs, results and snapshots as bytes, which begin with the version of
 * their form.
 *
 * <p>Equal things have equal bytes. A list has at most 65,535 elements; more are a mistake of the
 * caller and throw IllegalArgumentException. Decoding throws {@link DecodeException} if the bytes
 * encode nothing; they never cause any other exception. Stateless and safe for use by any thread.
 */
public final class StoreCodec {

  /** Creates a codec. */
  public StoreCodec() {}

  /** Returns whether bytes begin with another version than those of this codec. */
  public static boolean isOfAnotherVersion(byte[] bytes) {
    return bytes.length > 0 && bytes[0] != StoreNumbers.VERSION;
  }

  /** Returns the bytes of a batch. */
  public byte[] encode(Batch batch) {
    StoreWriter writer = new StoreWriter();
    writer.writeBatch(batch);
    return writer.out.toBytes();
  }

  /** Returns the batch that the bytes encode. */
  public Batch decodeBatch(byte[] bytes) throws DecodeException {
    return new StoreReader(new ByteReader(bytes)).batch();
  }

  /** Returns the bytes of queries. */
  public byte[] encodeQueries(List<StoreQuery> queries) {
    StoreWriter writer = new StoreWriter();
    writer.writeQueries(queries);
    return writer.out.toBytes();
  }

  /** Returns the queries that the bytes encode. */
  public List<StoreQuery> decodeQueries(byte[] bytes) throws DecodeException {
    return new StoreReader(new ByteReader(bytes)).queries();
  }

  /** Returns the bytes of results. */
  public byte[] encodeResults(List<StoreResult> results) {
    StoreWriter writer = new StoreWriter();
    writer.writeResults(results);
    return writer.out.toBytes();
  }

  /** Returns the results that the bytes encode. */
  public List<StoreResult> decodeResults(byte[] bytes) throws DecodeException {
    return new StoreReader(new ByteReader(bytes)).results();
  }

  /** Returns the bytes of a chunk of a snapshot. */
  public byte[] encodeRecords(List<StoreRecord> records) {
    StoreWriter writer = new StoreWriter();
    writer.writeRecords(records);
    return writer.out.toBytes();
  }

  /** Returns the chunk of a snapshot that the bytes encode. */
  public List<StoreRecord> decodeRecords(byte[] bytes) throws DecodeException {
    return new StoreReader(new ByteReader(bytes)).records();
  }
}
