package org.hyparview.cluster.wire;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hyparview.cluster.protocol.store.Batch;
import org.hyparview.cluster.protocol.store.StoreCommand;
import org.hyparview.cluster.protocol.store.StoreCommand.Request;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreQuery;
import org.hyparview.cluster.protocol.store.StoreRecord;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.golden.GoldenFormat;
import org.hyparview.golden.GoldenFormat.Decoder;
import org.hyparview.wire.DecodeException.Reason;

/** The golden formats of shared data: inputs, results and snapshots of the store. */
final class StoreFormats {

  /** The version, and the length of the list. */
  private static final int LIST_HEAD = 3;

  /** A batch has its time after the version. */
  private static final int BATCH_HEAD = LIST_HEAD + Long.BYTES;

  /** The kind of a request, and its three numbers. */
  private static final int REQUEST_HEAD = 1 + 3 * Long.BYTES;

  private static final StoreCodec CODEC = new StoreCodec();

  private StoreFormats() {}

  static List<GoldenFormat<?>> all() {
    return List.of(commands(), operations(), queries(), results(), records());
  }

  private static GoldenFormat<Batch> commands() {
    return format(
            "store-commands",
            CODEC::encode,
            CODEC::decodeBatch,
            BATCH_HEAD,
            StoreCodecTest.BATCH.commands().stream().map(command -> new Batch(9, List.of(command))),
            batch -> batch.commands().get(0))
        .example("all", StoreCodecTest.BATCH)
        .covers(StoreCommand.class, batch -> batch.commands().stream());
  }

  private static GoldenFormat<Batch> operations() {
    return format(
            "store-operations",
            CODEC::encode,
            CODEC::decodeBatch,
            BATCH_HEAD + REQUEST_HEAD,
            StoreCodecTest.OPS.stream().map(op -> new Batch(9, List.of(new Request(1, 2, 3, op)))),
            StoreFormats::op)
        .covers(StoreOp.class, batch -> Stream.of(op(batch)));
  }

  private static StoreOp op(Batch batch) {
    return ((Request) batch.commands().get(0)).op();
  }

  private static GoldenFormat<List<StoreQuery>> queries() {
    return format(
            "store-queries",
            CODEC::encodeQueries,
            CODEC::decodeQueries,
            LIST_HEAD,
            StoreCodecTest.QUERIES.stream().map(List::of),
            list -> list.get(0))
        .example("all", StoreCodecTest.QUERIES)
        .covers(StoreQuery.class, List::stream);
  }

  private static GoldenFormat<List<StoreResult>> results() {
    return format(
            "store-results",
            CODEC::encodeResults,
            CODEC::decodeResults,
            LIST_HEAD,
            StoreCodecTest.RESULTS.stream().map(List::of),
            list -> list.get(0))
        .example("all", StoreCodecTest.RESULTS)
        .covers(StoreResult.class, List::stream)
        .covers(
            StoreResult.Reason.class,
            results -> results.stream()
                .flatMap(result -> result instanceof StoreResult.Refused refused
                    ? Stream.of(refused.reason())
                    : Stream.of()));
  }

  /** A digest is the last record of each list but that of the first form. */
  private static GoldenFormat<List<StoreRecord>> records() {
    StoreRecord digest = new StoreRecord.Digest(-2);
    return format(
            "store-records",
            CODEC::encodeRecords,
            CODEC::decodeRecords,
            LIST_HEAD,
            StoreCodecTest.RECORDS.stream()
                .filter(record -> !record.isDigest())
                .map(record -> List.of(record, digest)),
            list -> list.get(0))
        .example("all", StoreCodecTest.RECORDS)
        .firstForm("without-digest", List.of(new StoreRecord.Count("c", -5)), 0)
        .covers(StoreRecord.class, List::stream);
  }

  private static <T> GoldenFormat<T> format(
      String name,
      Function<T, byte[]> encoder,
      Decoder<T> decoder,
      int kindAt,
      Stream<T> examples,
      Function<T, ?> part) {
    return new GoldenFormat<>(name, encoder, decoder)
        .examples(examples, part)
        .kindAt(kindAt, Reason.UNKNOWN_KIND)
        .refusesVersions(0, Reason.OUT_OF_RANGE)
        .skipsFurtherFields();
  }
}
