package org.hyparview.cluster.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hyparview.cluster.protocol.store.Batch;
import org.hyparview.cluster.protocol.store.StoreCommand;
import org.hyparview.cluster.protocol.store.StoreCommand.Request;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreQuery;
import org.hyparview.cluster.protocol.store.StoreRecord;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.wire.DecodeException;
import org.junit.jupiter.api.Test;

/**
 * The numbers of kinds in bytes: each kind has an example, which is decoded as what it was, and a
 * number that never changes.
 */
class StoreKindsTest {

  /** The version and the length of the list. */
  private static final int LIST_HEAD = 3;

  /** A batch says its time after the version. */
  private static final int BATCH_HEAD = LIST_HEAD + Long.BYTES;

  /** The kind of the request and its three numbers. */
  private static final int REQUEST_HEAD = 1 + 3 * Long.BYTES;

  private final StoreCodec codec = new StoreCodec();

  private byte[] encode(StoreCommand command) {
    return codec.encode(new Batch(0, List.of(command)));
  }

  private StoreCommand decode(byte[] bytes) {
    return checked(() -> codec.decodeBatch(bytes).commands().get(0));
  }

  @Test
  void commands() {
    List<StoreCommand> examples = StoreCodecTest.BATCH.commands();
    assertThat(numbers(StoreCommand.class, examples, BATCH_HEAD, this::encode, this::decode))
        .isEqualTo(Map.of("Request", 1, "OpenSession", 2, "ExpireNode", 3));
  }

  @Test
  void operations() {
    Map<String, Integer> expected = Map.ofEntries(
        Map.entry("Put", 1),
        Map.entry("PutIfAbsent", 2),
        Map.entry("Remove", 3),
        Map.entry("RemoveIfPresent", 4),
        Map.entry("Replace", 5),
        Map.entry("ReplaceIfPresent", 6),
        Map.entry("Clear", 7),
        Map.entry("Add", 8),
        Map.entry("CompareAndSet", 9),
        Map.entry("Acquire", 10),
        Map.entry("Cancel", 11),
        Map.entry("Release", 12),
        Map.entry("Skip", 13));
    assertThat(numbers(
            StoreOp.class,
            StoreCodecTest.OPS,
            BATCH_HEAD + REQUEST_HEAD,
            op -> encode(new Request(1, 2, 3, op)),
            bytes -> ((Request) decode(bytes)).op()))
        .isEqualTo(expected);
  }

  @Test
  void questions() {
    assertThat(numbers(
            StoreQuery.class,
            StoreCodecTest.QUERIES,
            LIST_HEAD,
            query -> codec.encodeQueries(List.of(query)),
            bytes -> checked(() -> codec.decodeQueries(bytes).get(0))))
        .isEqualTo(Map.of("Get", 1, "Size", 2, "Read", 3, "Count", 4, "Token", 5));
  }

  @Test
  void results() {
    assertThat(numbers(
            StoreResult.class,
            StoreCodecTest.RESULTS,
            LIST_HEAD,
            result -> codec.encodeResults(List.of(result)),
            bytes -> checked(() -> codec.decodeResults(bytes).get(0))))
        .isEqualTo(Map.of(
            "Value", 1,
            "Amount", 2,
            "Truth", 3,
            "Refused UNKNOWN_SESSION", 4,
            "Refused GAP", 5,
            "Refused FORGOTTEN", 6,
            "Entries", 7));
  }

  /** The digest has no number: it stands after the list, and begins with its own first byte. */
  @Test
  void piecesOfSnapshots() {
    assertThat(numbers(
            StoreRecord.class,
            StoreCodecTest.RECORDS,
            LIST_HEAD,
            piece -> codec.encodeRecords(List.of(piece)),
            bytes -> checked(() -> codec.decodeRecords(bytes).get(0))))
        .isEqualTo(Map.of(
            "Head", 1,
            "MapEntry", 2,
            "Count", 3,
            "SessionState", 4,
            "KeptResult", 5,
            "Claim", 6,
            "Digest", (int) Byte.MIN_VALUE));
  }

  /** A kind that is added later has a greater number than these, and says a later version. */
  @Test
  void whatTheFirstVersionKnows() {
    assertThat(StoreCodecTest.OPS).allSatisfy(op -> assertThat(op.since()).isOne());
    assertThat(StoreCodecTest.BATCH.commands())
        .allSatisfy(command -> assertThat(command.since()).isOne());
    assertThat(StoreOp.class.getPermittedSubclasses()).hasSize(13);
    assertThat(StoreCommand.class.getPermittedSubclasses()).hasSize(3);
  }

  /** The number that each kind has at this place of its bytes. */
  private static <T> Map<String, Integer> numbers(
      Class<T> type,
      List<T> examples,
      int place,
      Function<T, byte[]> encoder,
      Function<byte[], T> decoder) {
    assertThat(examples)
        .extracting(Object::getClass)
        .as("kinds with an example")
        .contains(type.getPermittedSubclasses());
    return examples.stream()
        .collect(Collectors.toMap(
            StoreKindsTest::nameOf,
            example -> {
              byte[] bytes = encoder.apply(example);
              assertThat(decoder.apply(bytes)).isEqualTo(example);
              return (int) bytes[place];
            },
            (one, other) -> {
              assertThat(other).isEqualTo(one);
              return one;
            }));
  }

  private static String nameOf(Object kind) {
    String name = kind.getClass().getSimpleName();
    return kind instanceof StoreResult.Refused refused ? name + " " + refused.reason() : name;
  }

  private static <T> T checked(FieldReader.Part<T> decoding) {
    try {
      return decoding.read();
    } catch (DecodeException e) {
      throw new IllegalStateException(e);
    }
  }
}
