package org.hyparview.cluster.shareddata;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.shareddata.ReplicatedMaps.Stored;
import org.hyparview.golden.GoldenFormat;

/** The golden formats of users' keys and values. */
public final class DataFormats {

  private DataFormats() {}

  /** Returns all of them. */
  public static List<GoldenFormat<?>> all() {
    return List.of(values(), replicatedValues());
  }

  /** Serializable objects have the form of their own class, and not one of ours. */
  private static GoldenFormat<Object> values() {
    DataCodec codec = new DataCodec(null, null);
    return new GoldenFormat<Object>(
            "data", value -> codec.encode(value).toArray(), bytes -> codec.decode(Bytes.of(bytes)))
        .comparedBy(value -> value instanceof byte[] bytes ? Bytes.of(bytes) : value)
        .examples(Stream.of("größe", "\ud83d", true, false, (byte) -1, (short) -2, '节'))
        .examples(Stream.of(-3, Long.MIN_VALUE, 0.5f, -0.25))
        .example("bytes", new byte[] {0, -1})
        .example("Buffer", Buffer.buffer("buffer"))
        .example("JsonObject", new JsonObject().put("n", 1).put("é", "節"))
        .example("JsonArray", new JsonArray().add(1).add("a"))
        .kindAt(0, IllegalArgumentException.class);
  }

  private static GoldenFormat<Stored> replicatedValues() {
    Bytes value = Bytes.of((byte) 1, (byte) 'v');
    return new GoldenFormat<Stored>(
            "replicated-map-values",
            stored -> encode(stored).toArray(),
            bytes -> ReplicatedMaps.parse(Bytes.of(bytes)))
        .example("of-no-owner", new Stored(null, value))
        .example("of-an-owner", new Stored("node-é", value))
        .kindAt(0, null);
  }

  private static Bytes encode(Stored stored) {
    String owner = stored.owner();
    ReplicatedMaps maps = new ReplicatedMaps(owner == null ? "" : owner, new NoHost());
    return maps.stored(stored.value(), owner != null);
  }

  /** A host of maps that nothing happens to. */
  private static final class NoHost implements ReplicatedMaps.Host {

    @Override
    public void putAgain(String map, Bytes key, Bytes stored) {
      throw new IllegalStateException(map);
    }

    @Override
    public void removeOrphan(String map, Bytes key) {
      throw new IllegalStateException(map);
    }

    @Override
    public void sweepLater(long millis) {
      throw new IllegalStateException("after " + millis + " ms");
    }
  }
}
