package org.hyparview.cluster.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import org.hyparview.cluster.protocol.store.Batch;
import org.hyparview.cluster.protocol.store.StoreCommand;
import org.hyparview.fuzz.AnyBytes;
import org.hyparview.wire.DecodeException;
import org.junit.jupiter.api.Test;

/**
 * Any bytes as a batch, queries, results or a part of a snapshot of the store; the first byte
 * chooses.
 *
 * <pre>{@code mvn test -Pfuzz -pl hyparview-cluster-manager -am -Dtest=StoreCodecFuzzTest}</pre>
 */
class StoreCodecFuzzTest {

  private static final StoreCodec CODEC = new StoreCodec();

  private static final AnyBytes ANY_BYTES =
      new AnyBytes(DecodeException.class, StoreCodecFuzzTest::decode);

  private static void decode(byte[] bytes) throws DecodeException {
    int kind = bytes.length == 0 ? 0 : bytes[0] & 3;
    byte[] rest = Arrays.copyOfRange(bytes, Math.min(1, bytes.length), bytes.length);
    switch (kind) {
      case 0 -> CODEC.decodeBatch(rest);
      case 1 -> CODEC.decodeQueries(rest);
      case 2 -> CODEC.decodeResults(rest);
      default -> CODEC.decodeRecords(rest);
    }
  }

  private static byte[] example(int kind, byte[] bytes) {
    byte[] all = new byte[bytes.length + 1];
    all[0] = (byte) kind;
    System.arraycopy(bytes, 0, all, 1, bytes.length);
    return all;
  }

  @FuzzTest(maxDuration = "1h")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    ANY_BYTES.check(bytes);
  }

  @Test
  void spoiltBytesAreReadOrRefused() {
    Batch batch = new Batch(
        1,
        StoreCodecTest.OPS.stream()
            .<StoreCommand>map(op -> new StoreCommand.Request(1, 2, 3, op))
            .toList());
    ANY_BYTES.checkLike(List.of(
        example(0, CODEC.encode(batch)),
        example(1, CODEC.encodeQueries(StoreCodecTest.QUERIES)),
        example(2, CODEC.encodeResults(StoreCodecTest.RESULTS)),
        example(3, CODEC.encodeRecords(StoreCodecTest.RECORDS))));
  }
}
