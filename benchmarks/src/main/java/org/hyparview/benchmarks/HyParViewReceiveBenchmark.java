package org.hyparview.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hyparview.protocol.hyparview.ComponentLabel;
import org.hyparview.protocol.hyparview.HyParView;
import org.hyparview.protocol.hyparview.HyParViewAction.Connect;
import org.hyparview.protocol.hyparview.HyParViewAction.Send;
import org.hyparview.protocol.hyparview.HyParViewAction.SendDirect;
import org.hyparview.protocol.hyparview.HyParViewConfig;
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
import org.hyparview.protocol.peer.Peer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What {@link HyParView#receive} costs for each kind of message, on a node whose views are full and
 * of the paper's sizes, 5 and 30.
 *
 * <p>An operation is one call of {@code receive} and the taking of its actions from the outbox,
 * unless its method says otherwise: where a message only follows on something, or changes what the
 * next one would meet, the operation is the whole exchange, from full views to full views. Messages
 * are made beforehand. The peers in their samples are unknown to the receiver, which is the dearest
 * case, since each takes the place of a candidate.
 *
 * <p>Each iteration begins with a new machine from the same seed, and fails if it leaves the views
 * other than full.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls setUp first.
public class HyParViewReceiveBenchmark {

  /** Time passes only in the benchmarks that wake the machine, and then to a periodic step. */
  private static final HyParViewConfig STEPPING = withIntervals(1, Integer.MAX_VALUE);

  /** Time passes from heal probe to heal probe. */
  private static final HyParViewConfig PROBING = withIntervals(Integer.MAX_VALUE, 1);

  /** The peers that answers and farewells carry: ka + kp. */
  private static final int PEERS_TOLD = STEPPING.shuffleActive() + STEPPING.shufflePassive();

  /** The peers that a shuffle and its reply carry: as many, and the origin. */
  private static final int PEERS_SHUFFLED = 1 + PEERS_TOLD;

  private static final int FIRST_STRANGER = 1_000;
  private static final int FIRST_TOLD = 10_000;
  private static final int FIRST_SHUFFLED = 20_000;
  private static final int STRANGERS = 1_024;
  private static final int SAMPLES = 128;

  private final Join join = new Join(Nodes.label());
  private final Neighbor low = new Neighbor(Priority.LOW, Nodes.label());
  private final Neighbor high = new Neighbor(Priority.HIGH, Nodes.label());
  private final Probe probe = new Probe(1, Nodes.label());
  private final ComponentLabel label = Nodes.label();
  private final Peer contact = stranger(0);

  private final Rotation<Peer> strangers =
      new Rotation<>(STRANGERS, HyParViewReceiveBenchmark::stranger);
  private final Rotation<ForwardJoin> walksUnderWay = walks(STEPPING.activeRandomWalkLength() - 1);
  private final Rotation<ForwardJoin> walksThatLeaveTraces =
      walks(STEPPING.passiveRandomWalkLength());
  private final Rotation<ForwardJoin> walksAtTheirEnd = walks(0);
  private final Rotation<NeighborReply> acceptances = replies(Outcome.ACCEPTED);
  private final Rotation<NeighborReply> refusals = replies(Outcome.FULL);
  private final Rotation<Disconnect> evictions =
      new Rotation<>(SAMPLES, HyParViewReceiveBenchmark::eviction);
  private final Rotation<Shuffle> shufflesUnderWay = shuffles(STEPPING.shuffleTimeToLive());
  private final Rotation<Shuffle> shufflesAtTheirEnd = shuffles(1);
  private final Rotation<List<Peer>> samplesTold =
      new Rotation<>(SAMPLES, HyParViewReceiveBenchmark::told);
  private final Rotation<List<Peer>> samplesShuffled =
      new Rotation<>(SAMPLES, HyParViewReceiveBenchmark::shuffled);

  private FullNode node;
  private FullNode prober;

  /** Makes the machines. */
  @Setup(Level.Iteration)
  public void setUp(Blackhole blackhole) {
    node = new FullNode(STEPPING, blackhole);
    prober = new FullNode(PROBING, blackhole);
    prober.setContact(contact);
  }

  /** Fails if what was measured was not the steady state. */
  @TearDown(Level.Iteration)
  public void checkSteady() {
    node.checkSteady();
    prober.checkSteady();
  }

  /**
   * A new node joins through this one: a random neighbor is evicted into the passive view, the new
   * node answered and entered, and four forwarded joins are sent.
   */
  @Benchmark
  public void join(Blackhole blackhole) {
    node.receiveOnNewLink(strangers.next(), join);
    node.drain(blackhole);
  }

  /** A walk passes through. */
  @Benchmark
  public void forwardJoinForwarded(Blackhole blackhole) {
    node.receive(walksUnderWay.next());
    node.drain(blackhole);
  }

  /** A walk passes through with PRWL hops left, so its new node becomes a candidate. */
  @Benchmark
  public void forwardJoinLeavingTrace(Blackhole blackhole) {
    node.receive(walksThatLeaveTraces.next());
    node.drain(blackhole);
  }

  /** Two inputs: a walk ends, so its new node is dialed; and the dial fails. */
  @Benchmark
  public void forwardJoinEnded(Blackhole blackhole) {
    node.receive(walksAtTheirEnd.next());
    node.failToConnect(node.drain(Connect.class, blackhole));
    node.drain(blackhole);
  }

  /** A request of low priority, refused with a sample. */
  @Benchmark
  public void neighborLowRefused(Blackhole blackhole) {
    node.receiveOnNewLink(strangers.next(), low);
    node.drain(blackhole);
  }

  /** A request of high priority, granted in place of a random neighbor. */
  @Benchmark
  public void neighborHighAdmitted(Blackhole blackhole) {
    node.receiveOnNewLink(strangers.next(), high);
    node.drain(blackhole);
  }

  /**
   * Three inputs: a walk ends, so its new node is dialed; the link opens, so it is asked; and it
   * accepts, so it takes the place of a random neighbor, and its sample is taken in.
   */
  @Benchmark
  public void neighborReplyAccepted(Blackhole blackhole) {
    node.receive(walksAtTheirEnd.next());
    ask(acceptances.next(), blackhole);
  }

  /**
   * Three inputs: as {@link #neighborReplyAccepted}, but the new node refuses and becomes a
   * candidate.
   */
  @Benchmark
  public void neighborReplyRefused(Blackhole blackhole) {
    node.receive(walksAtTheirEnd.next());
    ask(refusals.next(), blackhole);
  }

  private void ask(NeighborReply answer, Blackhole blackhole) {
    node.connect(node.drain(Connect.class, blackhole));
    node.drain(blackhole);
    node.answer(answer);
    node.drain(blackhole);
  }

  /**
   * Three inputs: a neighbor evicts this node, so a candidate is dialed; the link opens, so it is
   * asked; and it accepts. The samples of both are taken in.
   */
  @Benchmark
  public void disconnect(Blackhole blackhole) {
    node.receive(evictions.next());
    ask(acceptances.next(), blackhole);
  }

  /** A shuffle passes through. */
  @Benchmark
  public void shuffleForwarded(Blackhole blackhole) {
    node.receive(shufflesUnderWay.next());
    node.drain(blackhole);
  }

  /** A shuffle ends and is answered; its eight peers are taken in. */
  @Benchmark
  public void shuffleAccepted(Blackhole blackhole) {
    node.receive(shufflesAtTheirEnd.next());
    node.drain(blackhole);
  }

  /** One input, and no message: the periodic step, which begins a shuffle. */
  @Benchmark
  public void periodicStep(Blackhole blackhole) {
    node.wake();
    node.drain(blackhole);
  }

  /**
   * Two inputs: the periodic step, which begins a shuffle, and its reply, whose eight peers are
   * taken in. Makes the reply, since that repeats the shuffle's sequence.
   */
  @Benchmark
  public void shuffleReply(Blackhole blackhole) {
    node.wake();
    Shuffle shuffle = (Shuffle) node.drain(Send.class, blackhole).message();
    node.receive(new ShuffleReply(shuffle.sequence(), samplesShuffled.next()));
    node.drain(blackhole);
  }

  /** A probe is answered with a sample. */
  @Benchmark
  public void probe(Blackhole blackhole) {
    node.receiveOnNewLink(contact, probe);
    node.drain(blackhole);
  }

  /**
   * Two inputs: it is time to probe the contact; and the contact answers that it is in the same
   * component, with seven peers, which are taken in. Makes the answer, since that repeats the
   * probe's sequence.
   */
  @Benchmark
  public void probeReply(Blackhole blackhole) {
    prober.wake();
    Probe question = (Probe) prober.drain(SendDirect.class, blackhole).message();
    prober.receiveOnNewLink(
        contact, new ProbeReply(question.sequence(), label, samplesTold.next()));
    prober.drain(blackhole);
  }

  private static HyParViewConfig withIntervals(long shuffleInterval, long healInterval) {
    return HyParViewConfig.builder()
        .shuffleInterval(shuffleInterval)
        .healInterval(healInterval)
        .build();
  }

  private static Peer stranger(int turn) {
    return Nodes.node(FIRST_STRANGER + turn);
  }

  private static Rotation<ForwardJoin> walks(int ttl) {
    return new Rotation<>(STRANGERS, turn -> new ForwardJoin(stranger(turn), TimeToLive.of(ttl)));
  }

  private static Rotation<NeighborReply> replies(Outcome outcome) {
    return new Rotation<>(
        SAMPLES, turn -> new NeighborReply(outcome, 0, Nodes.label(), told(turn)));
  }

  private static Disconnect eviction(int turn) {
    return new Disconnect(DisconnectReason.EVICTED, shuffled(turn).subList(0, PEERS_TOLD));
  }

  private static Rotation<Shuffle> shuffles(int ttl) {
    return new Rotation<>(SAMPLES, turn -> {
      List<Peer> sample = shuffled(turn);
      return new Shuffle(sample.get(0), turn, TimeToLive.of(ttl), Nodes.label(), sample);
    });
  }

  private static List<Peer> told(int turn) {
    return Nodes.nodes(FIRST_TOLD + turn * PEERS_TOLD, PEERS_TOLD);
  }

  private static List<Peer> shuffled(int turn) {
    return Nodes.nodes(FIRST_SHUFFLED + turn * PEERS_SHUFFLED, PEERS_SHUFFLED);
  }
}
