package org.hyparview.benchmarks;

import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeUnit;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.hyparview.HyParViewMessage.Disconnect;
import org.hyparview.protocol.hyparview.HyParViewMessage.DisconnectReason;
import org.hyparview.protocol.hyparview.HyParViewMessage.ForwardJoin;
import org.hyparview.protocol.hyparview.HyParViewMessage.Join;
import org.hyparview.protocol.hyparview.HyParViewMessage.Neighbor;
import org.hyparview.protocol.hyparview.HyParViewMessage.NeighborReply;
import org.hyparview.protocol.hyparview.HyParViewMessage.Outcome;
import org.hyparview.protocol.hyparview.HyParViewMessage.Priority;
import org.hyparview.protocol.hyparview.HyParViewMessage.Probe;
import org.hyparview.protocol.hyparview.HyParViewMessage.ProbeReply;
import org.hyparview.protocol.hyparview.HyParViewMessage.Shuffle;
import org.hyparview.protocol.hyparview.HyParViewMessage.ShuffleReply;
import org.hyparview.protocol.hyparview.TimeToLive;
import org.hyparview.wire.DecodeException;
import org.hyparview.wire.MembershipCodec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the {@link MembershipCodec} costs for each kind of message, with peers that have a UUID as
 * id and an IPv4 address. An operation is one message.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH sets kind, and calls setUp first.
public class MembershipCodecBenchmark {

  /** The kinds of messages, with samples of the sizes that the paper's values give. */
  public enum Kind {
    /** No peer. */
    JOIN,
    /** One peer. */
    FORWARD_JOIN,
    /** No peer. */
    NEIGHBOR,
    /** Seven peers. */
    NEIGHBOR_REPLY,
    /** Seven peers. */
    DISCONNECT,
    /** Nine peers: the origin, and eight in the sample. */
    SHUFFLE,
    /** Eight peers. */
    SHUFFLE_REPLY,
    /** No peer. */
    PROBE,
    /** Seven peers. */
    PROBE_REPLY
  }

  private static final long SEQUENCE = 1_000;
  private static final TimeToLive TTL = TimeToLive.of(6);

  private final MembershipCodec codec = new MembershipCodec();

  /** Which message is encoded or decoded. */
  @Param
  public Kind kind;

  private HyParViewMessage message;
  private Buffer bytes;

  /** Encodes the message, prints its length, and requires that it is the same when decoded. */
  @Setup
  public void setUp() throws DecodeException {
    message = messageOf(kind);
    bytes = codec.encode(message);
    if (!codec.decode(bytes).equals(message)) {
      throw new IllegalStateException(message + " became " + codec.decode(bytes));
    }
    System.out.print("(" + bytes.length() + " bytes) ");
  }

  /** A message to a buffer of its own. */
  @Benchmark
  public Buffer encode() {
    return codec.encode(message);
  }

  /** A buffer to a message. */
  @Benchmark
  public HyParViewMessage decode() throws DecodeException {
    return codec.decode(bytes);
  }

  private static HyParViewMessage messageOf(Kind kind) {
    return switch (kind) {
      case JOIN -> new Join(Nodes.label());
      case FORWARD_JOIN -> new ForwardJoin(Nodes.node(0), TTL);
      case NEIGHBOR -> new Neighbor(Priority.LOW, Nodes.label());
      case NEIGHBOR_REPLY ->
        new NeighborReply(Outcome.ACCEPTED, 0, Nodes.label(), Nodes.nodes(1, 7));
      case DISCONNECT -> new Disconnect(DisconnectReason.EVICTED, Nodes.nodes(1, 7));
      case SHUFFLE -> new Shuffle(Nodes.node(0), SEQUENCE, TTL, Nodes.label(), Nodes.nodes(0, 8));
      case SHUFFLE_REPLY -> new ShuffleReply(SEQUENCE, Nodes.nodes(0, 8));
      case PROBE -> new Probe(SEQUENCE, Nodes.label());
      case PROBE_REPLY -> new ProbeReply(SEQUENCE, Nodes.label(), Nodes.nodes(1, 7));
    };
  }
}
