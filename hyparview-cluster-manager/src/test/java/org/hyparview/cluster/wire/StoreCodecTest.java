package org.hyparview.cluster.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
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
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.cluster.protocol.store.StoreResult.Reason;
import org.hyparview.cluster.protocol.store.StoreResult.Refused;
import org.hyparview.cluster.protocol.store.StoreSizes;
import org.hyparview.wire.DecodeException;
import org.junit.jupiter.api.Test;

class StoreCodecTest {

  private static final Bytes K = Bytes.of((byte) 1, (byte) -1);
  private static final Bytes V = Bytes.of((byte) 7);
  private static final long MAX = Long.MAX_VALUE;
  private static final long MIN = Long.MIN_VALUE;

  static final List<StoreOp> OPS = List.of(
      new StoreOp.Put("mäp", K, V, MAX),
      new StoreOp.PutIfAbsent("m", K, Bytes.EMPTY, 0),
      new StoreOp.Remove("m", K),
      new StoreOp.RemoveIfPresent("m", K, V),
      new StoreOp.Replace("m", K, V, 5),
      new StoreOp.ReplaceIfPresent("m", K, V, Bytes.EMPTY, 6),
      new StoreOp.Clear(""),
      new StoreOp.Add("c", MIN),
      new StoreOp.CompareAndSet("c", -1, MAX),
      new StoreOp.Acquire("l".repeat(300)),
      new StoreOp.Cancel("l", 3),
      new StoreOp.Release("l", MAX),
      new StoreOp.Skip());

  static final Batch BATCH = new Batch(
      9,
      Stream.<StoreCommand>concat(
              OPS.stream().map(op -> new Request(1, 2, 3, op)),
              Stream.of(new OpenSession("a", MAX), new ExpireNode("b")))
          .toList());

  static final List<StoreResult> RESULTS = List.of(
      StoreResult.Value.NOTHING,
      new StoreResult.Value(V),
      new StoreResult.Amount(MIN),
      new StoreResult.Truth(true),
      new StoreResult.Truth(false),
      new Refused(Reason.UNKNOWN_SESSION),
      new Refused(Reason.GAP),
      new Refused(Reason.FORGOTTEN),
      new StoreResult.Entries(List.of(new Page.Entry(K, null), new Page.Entry(K, V)), true));

  static final List<StoreQuery> QUERIES = List.of(
      new StoreQuery.Get("mäp", K),
      new StoreQuery.Size("m"),
      new StoreQuery.Read("m", Page.Part.KEYS, null),
      new StoreQuery.Read("m", Page.Part.ENTRIES, K),
      new StoreQuery.Count("c"),
      new StoreQuery.Token("l", MAX, 1));

  static final List<StoreRecord> RECORDS = List.of(
      new StoreRecord.Head(1, 2, MAX),
      new StoreRecord.MapEntry("m", K, V, 4),
      new StoreRecord.Count("c", -5),
      new StoreRecord.SessionState(1, "a", 2, 3, 4),
      new StoreRecord.KeptResult(1, 4, new StoreResult.Value(V)),
      new StoreRecord.Claim("l", 1, 2, 0),
      new StoreRecord.Digest(MIN));

  private final StoreCodec codec = new StoreCodec();

  /** Windows and chunks count on that. */
  @Test
  void nothingIsBiggerThanItsSizeSays() {
    assertThat(codec.encode(BATCH).length).isLessThanOrEqualTo(StoreSizes.of(BATCH));
    RESULTS.forEach(result -> assertThat(codec.encodeResults(List.of(result)).length)
        .isLessThanOrEqualTo(StoreSizes.of(result)));
    RECORDS.forEach(piece -> assertThat(codec.encodeRecords(List.of(piece)).length)
        .isLessThanOrEqualTo(StoreSizes.of(piece)));
    QUERIES.forEach(query -> assertThat(codec.encodeQueries(List.of(query)).length)
        .isLessThanOrEqualTo(StoreSizes.of(query)));
  }

  @Test
  void allComesBackAsItWas() throws DecodeException {
    assertThat(codec.decodeBatch(codec.encode(BATCH))).isEqualTo(BATCH);
    assertThat(codec.decodeResults(codec.encodeResults(RESULTS))).isEqualTo(RESULTS);
    assertThat(codec.decodeRecords(codec.encodeRecords(RECORDS))).isEqualTo(RECORDS);
    assertThat(codec.decodeQueries(codec.encodeQueries(QUERIES))).isEqualTo(QUERIES);
    Batch nothing = new Batch(0, List.of());
    assertThat(codec.decodeBatch(codec.encode(nothing))).isEqualTo(nothing);
  }

  @Test
  void furtherBytesAreSkipped() throws DecodeException {
    byte[] bytes = codec.encode(BATCH);
    assertThat(codec.decodeBatch(Arrays.copyOf(bytes, bytes.length + 3))).isEqualTo(BATCH);
  }

  @Test
  void bytesThatEndTooEarlyAreRefused() {
    byte[] bytes = codec.encode(BATCH);
    for (int length = 0; length < bytes.length; length++) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> codec.decodeBatch(part)).isInstanceOf(DecodeException.class);
    }
  }

  @Test
  void anotherVersionIsRefused() {
    byte[] bytes = codec.encodeResults(RESULTS);
    bytes[0]++;
    assertThatThrownBy(() -> codec.decodeResults(bytes))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("version")
        .hasMessageContaining("2");
  }

  /** Earlier versions neither write a digest nor read one: they end with the list. */
  @Test
  void aSnapshotOfTheFirstVersionHasNoDigest() throws DecodeException {
    List<StoreRecord> bare = RECORDS.subList(0, RECORDS.size() - 1);
    byte[] bytes = codec.encodeRecords(RECORDS);
    byte[] first = Arrays.copyOf(bytes, bytes.length - Long.BYTES);
    assertThat(codec.encodeRecords(bare)).isEqualTo(first);
    assertThat(codec.decodeRecords(first)).isEqualTo(bare);
  }

  @Test
  void aDigestIsTheLastPiece() {
    StoreRecord digest = new StoreRecord.Digest(1);
    assertThatThrownBy(() -> codec.encodeRecords(List.of(digest, digest)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void listsThatAreTooLongAreRefused() {
    List<StoreResult> tooMany = Collections.nCopies(65_536, StoreResult.Value.NOTHING);
    assertThatThrownBy(() -> codec.encodeResults(tooMany))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Whatever the bytes, they are something, which has bytes of its own, or are refused. */
  @Test
  void spoiltBytesNeverThrowAnythingElse() {
    SplittableRandom random = new SplittableRandom(1);
    List<byte[]> examples =
        List.of(codec.encode(BATCH), codec.encodeResults(RESULTS), codec.encodeRecords(RECORDS));
    int refused = 0;
    for (int i = 0; i < 30_000; i++) {
      byte[] bytes = examples.get(i % examples.size()).clone();
      bytes[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt();
      refused += decodes(i % examples.size(), bytes) ? 0 : 1;
    }
    assertThat(refused).isBetween(1_000, 29_000);
  }

  private boolean decodes(int example, byte[] bytes) {
    try {
      return switch (example) {
        case 0 -> codec.encode(codec.decodeBatch(bytes)).length > 0;
        case 1 -> codec.encodeResults(codec.decodeResults(bytes)).length > 0;
        default -> codec.encodeRecords(codec.decodeRecords(bytes)).length > 0;
      };
    } catch (DecodeException e) {
      return false;
    }
  }
}
