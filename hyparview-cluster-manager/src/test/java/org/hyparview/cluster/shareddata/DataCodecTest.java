package org.hyparview.cluster.shareddata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.ClusterSerializable;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.hyparview.cluster.protocol.data.Bytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataCodecTest {

  private static final byte CLUSTER_SERIALIZABLE = 12;

  private static final DataCodec CODEC = new DataCodec(null, null);

  private static final AtomicInteger INITIALIZED = new AtomicInteger();

  /** Writes nothing, and reads nothing. */
  private interface Empty extends ClusterSerializable {

    @Override
    default void writeToBuffer(Buffer buffer) {}

    @Override
    default int readFromBuffer(int position, Buffer buffer) {
      return position;
    }
  }

  /** Can be constructed. */
  public static class Constructible implements Empty {}

  /** Has no constructor without parameters. */
  public static class Parameterized implements Empty {

    /** The only one. */
    public Parameterized(int number) {
      assertThat(number).isPositive();
    }
  }

  /** Has a constructor that no other class may call. */
  public static class Closed implements Empty {
    private Closed() {}
  }

  static class NotPublic implements Empty {}

  /** Belongs to an object of the class around it. */
  public class Inner implements Empty {
    @Override
    public void writeToBuffer(Buffer buffer) {
      buffer.appendString(DataCodecTest.this.toString());
    }
  }

  /** Fails when it is written. */
  public static class Unwritable extends Constructible {
    @Override
    public void writeToBuffer(Buffer buffer) {
      throw new AssertionError("no ink");
    }
  }

  /** Fails when it is read. */
  public static class Unreadable extends Constructible {
    @Override
    public int readFromBuffer(int position, Buffer buffer) {
      throw new UnsupportedOperationException("no glasses");
    }
  }

  /** Fails when it is constructed. */
  public static class Unconstructible extends Constructible {

    static boolean broken;

    /** Throws, if that is wanted. */
    public Unconstructible() {
      if (broken) {
        throw new IllegalStateException("no bricks");
      }
    }
  }

  /** Is nothing that may be shared, and says when it is initialized. */
  public static class Bystander {
    static {
      INITIALIZED.incrementAndGet();
    }

    /** Says so too. */
    public Bystander() {
      INITIALIZED.incrementAndGet();
    }
  }

  private static final class Chain implements Serializable {

    private static final long serialVersionUID = 1L;

    private final @Nullable Chain next;

    Chain(@Nullable Chain next) {
      this.next = next;
    }
  }

  private static Object roundTrip(Object value) {
    return CODEC.decode(CODEC.encode(value));
  }

  private static Bytes named(String type) {
    byte[] name = type.getBytes(StandardCharsets.UTF_8);
    return Bytes.of(Buffer.buffer()
        .appendByte(CLUSTER_SERIALIZABLE)
        .appendUnsignedShort(name.length)
        .appendBytes(name)
        .getBytes());
  }

  // Strings

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?",
        "\uD83D",
        "\uDE00",
        "\uDE00\uD83D",
        "\uD83D\uD83D",
        "\uD83D\uD83D\uDE00",
        "a\uD83D",
        "\uD83D\uDE00"
      })
  void stringsComeBackAsTheyWere(String text) {
    assertThat(roundTrip(text)).isEqualTo(text);
  }

  @Test
  void stringsThatDifferInHalfASurrogatePairAreDifferentKeys() {
    assertThat(List.of("\uD83D", "\uD83E", "\uDE00", "?").stream().map(CODEC::encode))
        .doesNotHaveDuplicates();
  }

  @Test
  void wellFormedStringsAreStillWrittenInUtf8() {
    assertThat(CODEC.encode("a\uD83D\uDE00").toArray())
        .containsExactly(1, 'a', 0xF0, 0x9F, 0x98, 0x80);
    assertThat(CODEC.encode("a\uD83D").toArray()).containsExactly(14, 0, 'a', 0xD8, 0x3D);
  }

  // What can't be shared

  private static void assertRefused(Object value, String reason) {
    assertThatThrownBy(() -> CODEC.encode(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(value.getClass().getName())
        .hasMessageContaining(reason);
  }

  @Test
  void whatNoNodeCouldConstructIsRefused() {
    assertRefused(new Parameterized(1), "no constructor without parameters");
    assertRefused(new Closed(), "constructor without parameters is not public");
    assertRefused(new NotPublic(), "not public");
    assertRefused(new Inner(), "inner class");
    assertRefused(new Empty() {}, "anonymous");
    assertThat(roundTrip(new Constructible())).isInstanceOf(Constructible.class);
    JsonObject json = new JsonObject().put("key", "value");
    assertThat(roundTrip(json)).isEqualTo(json);
  }

  @Test
  void whatFailsToWriteItselfIsRefused() {
    assertRefused(new Unwritable(), "no ink");
    assertRefused(new Object(), "NotSerializableException");
    List<Object> nested = new ArrayList<>();
    nested.add(new Object());
    assertRefused(nested, "NotSerializableException: java.lang.Object");
  }

  @Test
  void aGraphOfObjectsThatIsTooDeepIsRefused() {
    Chain chain = new Chain(null);
    for (int i = 0; i < 200_000; i++) {
      chain = new Chain(chain);
    }
    assertThat(chain.next).isNotNull();
    assertRefused(chain, "StackOverflowError");
  }

  @Test
  void nullIsRefused() {
    assertThatThrownBy(() -> CODEC.encode(null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("null");
  }

  // What can't be read

  private static void assertUnreadable(Bytes bytes, String reason) {
    assertThatThrownBy(() -> CODEC.decode(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void nothingRunsOfAClassThatIsNotClusterSerializable() {
    assertUnreadable(
        named(DataCodecTest.class.getName() + "$Bystander"), "not ClusterSerializable");
    assertThat(INITIALIZED).hasValue(0);
    assertThat(new Bystander()).isNotNull();
    assertThat(INITIALIZED).hasValue(2);
  }

  @Test
  void whatCantBeReadSaysWhy() {
    assertUnreadable(named("no.such.Class"), "ClassNotFoundException: no.such.Class");
    assertUnreadable(named(Empty.class.getName()), "can't be constructed");
    assertUnreadable(CODEC.encode(new Unreadable()), "no glasses");
    Bytes written = CODEC.encode(new Unconstructible());
    Unconstructible.broken = true;
    assertUnreadable(written, "no bricks");
    assertUnreadable(Bytes.of((byte) 99), "Unknown kind 99");
    assertUnreadable(Bytes.EMPTY, "can't be read");
    assertUnreadable(Bytes.of((byte) 14, (byte) 0), "can't be read");
    assertUnreadable(Bytes.of((byte) 13, (byte) 1), "can't be read");
  }
}
