package org.hyparview.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The check of a decoder of bytes from the network. Whatever they are, it returns or refuses them
 * by its own exception, and allocates no more than in proportion to their number: a length that a
 * peer only claims costs nothing.
 */
public final class AnyBytes {

  /** A decoder whose result doesn't matter. */
  @FunctionalInterface
  public interface Decoder {

    /** Decodes the bytes, or refuses them. */
    void decode(byte[] bytes) throws Exception;
  }

  /** What small messages cost, the text of an exception, and the JDK's own caches. */
  private static final long FREE_BYTES = 256 << 10;

  /** An operation of few bytes becomes some objects. */
  private static final long MAX_PER_BYTE = 256;

  private static final int ROUNDS = 20_000;
  private static final int MAX_CHANGES = 4;

  /** Bytes that begin or end something: zeros, signs, the greatest lengths. */
  private static final byte[] EDGES = {0, 1, 0x7f, (byte) 0x80, (byte) 0xfe, (byte) 0xff};

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Class<? extends Exception> refusal;
  private final Decoder decoder;

  /** Creates a check of one decoder, which refuses bytes by this exception. */
  public AnyBytes(Class<? extends Exception> refusal, Decoder decoder) {
    this.refusal = refusal;
    this.decoder = decoder;
  }

  /** Fails if the decoder does anything else with the bytes than to decode or to refuse them. */
  public void check(byte[] bytes) {
    long limit = FREE_BYTES + MAX_PER_BYTE * bytes.length;
    if (allocated(bytes) > limit) {
      long again = allocated(bytes);
      if (again > limit) {
        throw new AssertionError(again + " bytes for " + HexFormat.of().formatHex(bytes));
      }
    }
  }

  /** Returns what decoding allocates; a first time also the classes that it needs. */
  private long allocated(byte[] bytes) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    decode(bytes);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private void decode(byte[] bytes) {
    try {
      decoder.decode(bytes);
    } catch (Exception | Error e) {
      if (!refusal.isInstance(e)) {
        throw new AssertionError("decoding " + HexFormat.of().formatHex(bytes), e);
      }
    }
  }

  /** Checks these bytes and many that differ from them a little, always the same ones. */
  public void checkLike(List<byte[]> examples) {
    SplittableRandom random = new SplittableRandom(1);
    examples.forEach(this::check);
    for (int i = 0; i < ROUNDS; i++) {
      check(spoilt(examples.get(random.nextInt(examples.size())), random));
    }
  }

  private static byte[] spoilt(byte[] example, SplittableRandom random) {
    byte[] bytes = Arrays.copyOf(example, 1 + random.nextInt(example.length + 8));
    for (int i = random.nextInt(MAX_CHANGES); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] =
          random.nextBoolean() ? EDGES[random.nextInt(EDGES.length)] : (byte) random.nextInt(256);
    }
    return bytes;
  }
}
