package org.hyparview.cluster.shareddata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.Status;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.management.BadAttributeValueExpException;
import org.hyparview.cluster.protocol.data.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValueFilterTest {

  private static final AtomicInteger RUN = new AtomicInteger();

  private static final DataCodec CODEC = new DataCodec(null, null);

  /** A user's class, which is deserialized by code of its own. */
  static final class Gadget implements Serializable {

    private static final long serialVersionUID = 1L;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      RUN.incrementAndGet();
    }
  }

  private interface Lambda<T> extends Supplier<T>, Serializable {}

  private static byte[] serialized(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }

  /** What a node without any filter would write. */
  private static Bytes forged(byte[] serialized) {
    return Bytes.of(
        Buffer.buffer().appendByte((byte) 13).appendBytes(serialized).getBytes());
  }

  private static void assertRefused(DataCodec codec, Bytes bytes, String reason) {
    assertThatThrownBy(() -> codec.decode(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  private static DataCodec withPattern(String pattern) {
    return new DataCodec(null, pattern);
  }

  static List<Object> whatUsersShare() {
    IdentityHashMap<Object, Object> identity = new IdentityHashMap<>();
    List<Object> many = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      identity.put(new BigDecimal(i), i);
      many.add(null);
    }
    return List.of(
        new ArrayList<>(List.of(1, "two", Instant.EPOCH)),
        new HashMap<>(Map.of("a", UUID.randomUUID())),
        new TreeMap<>(Map.of("a", new long[1_000])),
        new PriorityQueue<>(List.of(3, 2, 1)),
        new ArrayDeque<>(Collections.nCopies(1_000, "a")),
        new ArrayList<>(Collections.nCopies(100, new boolean[100])),
        new HashMap<>(0),
        new HashMap<>(1, 0.25f),
        Status.ALLOWED,
        new IllegalStateException("why", new IOException("that is why")),
        java.sql.Timestamp.from(Instant.EPOCH),
        many,
        identity,
        new Gadget());
  }

  @ParameterizedTest
  @MethodSource
  void whatUsersShare(Object value) {
    assertThat(CODEC.decode(CODEC.encode(value))).isInstanceOf(value.getClass());
  }

  @Test
  void whatAttacksAreMadeOfIsNeitherWrittenNorRead() throws IOException {
    Lambda<String> lambda = () -> "run";
    Object proxy = Proxy.newProxyInstance(
        getClass().getClassLoader(),
        new Class<?>[] {Runnable.class},
        (Serializable & java.lang.reflect.InvocationHandler) (self, method, arguments) -> null);
    for (Object value :
        List.of(lambda, proxy, new BadAttributeValueExpException("a"), new java.awt.Point(1, 2))) {
      assertThatThrownBy(() -> CODEC.encode(new ArrayList<>(List.of(value))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("refused by the filter of shared data");
      assertRefused(CODEC, forged(serialized(value)), "refused by the filter of shared data");
    }
  }

  @Test
  void theUsersFilterDecidesFirst() throws IOException {
    DataCodec strict = withPattern("java.base/*;org.hyparview.cluster.protocol.**;!*");
    Bytes gadget = forged(serialized(new Gadget()));
    int before = RUN.get();
    assertRefused(strict, gadget, Gadget.class.getName());
    assertThat(RUN).hasValue(before);
    assertThatThrownBy(() -> strict.encode(new Gadget())).hasMessageContaining("serialFilter");
    assertThat(strict.decode(strict.encode(new ArrayList<>(List.of(1))))).isEqualTo(List.of(1));

    DataCodec loose = withPattern("java.awt.Point");
    java.awt.Point point = new java.awt.Point(1, 2);
    assertThat(loose.decode(loose.encode(point))).isEqualTo(point);
    DataCodec predicate = new DataCodec(
        ObjectInputFilter.rejectFilter(type -> type == Gadget.class, Status.UNDECIDED), null);
    assertRefused(predicate, gadget, "Gadget");
  }

  @Test
  void aClusterSerializableClassIsFilteredToo() {
    Bytes bytes = CODEC.encode(new DataCodecTest.Constructible());
    DataCodec strict = withPattern("!org.hyparview.**");
    assertRefused(strict, bytes, "DataCodecTest$Constructible");
    assertThatThrownBy(() -> strict.encode(new DataCodecTest.Constructible()))
        .hasMessageContaining("refused by the filter");
  }

  /** An array's length is read before its elements, and all of it allocated at once. */
  @Test
  void noArrayIsMuchLongerThanItsBytes() throws IOException {
    byte[] bytes = serialized(new long[1]);
    int length = bytes.length - Long.BYTES - Integer.BYTES;
    Buffer forged = Buffer.buffer(bytes).setInt(length, 1 << 28);
    assertRefused(CODEC, forged(forged.getBytes()), "can't be read");
    DataCodec trusting = new DataCodec(info -> Status.ALLOWED, null);
    assertRefused(trusting, forged(forged.getBytes()), "filter status: REJECTED");
  }

  @Test
  void noObjectIsNestedTooDeeply() throws IOException {
    Object[] nested = {};
    for (int i = 0; i < 500; i++) {
      nested = new Object[] {nested};
    }
    assertRefused(CODEC, forged(serialized(nested)), "filter status: REJECTED");
  }
}
