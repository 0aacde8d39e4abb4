package org.hyparview.cluster.discovery;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.Stream;
import org.hyparview.cluster.discovery.Datagram.Kind;
import org.hyparview.golden.GoldenFormat;
import org.hyparview.wire.ByteWriter;
import org.hyparview.wire.DecodeException.Reason;
import org.hyparview.wire.PeerCodec;

/** The golden format of datagrams. */
public final class DatagramFormats {

  private static final int VERSION_AT = 4;
  private static final int KIND_AT = 5;

  static final String SECRET = "correct-Horse-battery-staple-42";

  private DatagramFormats() {}

  /** Returns it. */
  public static List<GoldenFormat<?>> all() {
    ByteWriter block = new ByteWriter(64);
    PeerCodec.write(block, DatagramTest.A);
    GoldenFormat<Datagram> format = new GoldenFormat<Datagram>(
            "datagrams",
            datagram -> datagram.encode().getBytes(),
            bytes -> Datagram.decode(Buffer.buffer(bytes)))
        .covers(Kind.class, datagram -> Stream.of(datagram.kind()))
        .kindAt(KIND_AT, Reason.UNKNOWN_KIND)
        .skips("a higher version", bytes -> GoldenFormat.with(bytes, VERSION_AT, 2))
        .skipsFurtherFields()
        .skipsFurtherFieldsOf(block.toBytes());
    for (Kind kind : Kind.values()) {
      format.example(kind.name(), new Datagram(kind, "größe", DatagramTest.A));
    }
    return List.of(format, sealed());
  }

  /** Returns the format of authenticated datagrams, whose code covers all that follows it. */
  private static GoldenFormat<Datagram> sealed() {
    DatagramSeal seal = new DatagramSeal(List.of(SECRET));
    GoldenFormat<Datagram> format = new GoldenFormat<Datagram>(
            "sealed-datagrams", datagram -> seal.seal(datagram.encode()).getBytes(), bytes -> {
              Buffer datagram = seal.open(Buffer.buffer(bytes));
              return datagram == null ? null : Datagram.decode(datagram);
            })
        .covers(Kind.class, datagram -> Stream.of(datagram.kind()));
    for (Kind kind : Kind.values()) {
      format.example(kind.name(), new Datagram(kind, "größe", DatagramTest.A));
    }
    return format;
  }
}
