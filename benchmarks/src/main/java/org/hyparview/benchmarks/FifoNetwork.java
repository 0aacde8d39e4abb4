package org.hyparview.benchmarks;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.hyparview.protocol.hyparview.HyParView;
import org.hyparview.protocol.hyparview.HyParViewAction;
import org.hyparview.protocol.hyparview.HyParViewAction.Cancel;
import org.hyparview.protocol.hyparview.HyParViewAction.Close;
import org.hyparview.protocol.hyparview.HyParViewAction.Connect;
import org.hyparview.protocol.hyparview.HyParViewAction.Send;
import org.hyparview.protocol.hyparview.HyParViewAction.SendDirect;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.protocol.hyparview.HyParViewEvent;
import org.hyparview.protocol.hyparview.HyParViewEvent.SelfChanged;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.machine.Outbox;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.simulation.metrics.OverlayGraph;
import org.jspecify.annotations.Nullable;

/**
 * The least of a host for many machines on one thread. All that is under way stands in one queue,
 * first in, first out, with no latency, no loss and no event that is not an input of a machine. So
 * the time that passes is nearly all the machines' own.
 *
 * <p>A link has two ends with the numbers 2k and 2k+1, which are never given twice. Temporary links
 * carry one message and the answers to it; the sender's index tells their number, a negative one.
 */
final class FifoNetwork implements HyParView.Host, HyParViewAction.Handler {

  /** A message on its way over a temporary link. */
  private record Direct(int from, HyParViewMessage message) {}

  private static final String HOST = "10.0.0.1";

  /** The close of a link on its way to the other end. */
  private static final Object CLOSED = new Object();

  private final HyParViewConfig config;
  private final long seed;
  private final Outbox<HyParView.Host> outbox = new Outbox<>();
  private final HyParView[] machines;
  private final Peer[] peers;
  private final Set<Long> canceled = new HashSet<>();
  private final Fifo queue = new Fifo();

  private int[] owners = new int[1 << 10];
  private boolean[] open = new boolean[1 << 10];
  private int ends;
  private int size;
  private int current;
  private long now;
  private long messages;

  /** An empty network with room for so many nodes. */
  FifoNetwork(int capacity, HyParViewConfig config, long seed) {
    this.config = config;
    this.seed = seed;
    machines = new HyParView[capacity];
    peers = new Peer[capacity];
  }

  /** One more node joins through the first one, and all that follows from it is dealt with. */
  void join() {
    int index = size++;
    Peer self = new Peer(Nodes.node(index).id(), Nodes.INCARNATION + index, addressOf(index));
    peers[index] = self;
    HyParView machine = new HyParView(self, config, new SplittableRandom(seed + index), outbox);
    machines[index] = machine;
    machine.join(index == 0 ? List.of() : List.of(peers[0].address()), now);
    execute(index);
    settle();
  }

  /** Each node takes its periodic step, in the order of joining; then all is dealt with. */
  void round() {
    step();
    settle();
  }

  /** Each node takes its periodic step. What follows from it waits to be dealt with. */
  void step() {
    now += config.shuffleInterval();
    for (int index = 0; index < size; index++) {
      machines[index].wake(now);
      execute(index);
    }
  }

  private void settle() {
    while (!queue.isEmpty()) {
      deal();
    }
  }

  /** The message that is to be dealt with next, or null if nothing is, or no message. */
  @Nullable
  HyParViewMessage nextMessage() {
    Object thing = queue.isEmpty() ? null : queue.thing();
    if (thing instanceof Direct direct) {
      return direct.message;
    }
    return thing instanceof HyParViewMessage message ? message : null;
  }

  boolean isSettled() {
    return queue.isEmpty();
  }

  /** Gives the next thing that is under way to a machine, and does what that asks for. */
  void deal() {
    int number = queue.number();
    Object thing = queue.thing();
    queue.remove();
    if (thing instanceof HyParViewMessage message) {
      deliver(number, message);
    } else if (thing instanceof Direct direct) {
      receive(number, ~direct.from, direct.from, direct.message);
    } else if (thing instanceof Connect dial) {
      open(number, dial);
    } else {
      lose(number);
    }
  }

  private void deliver(int end, HyParViewMessage message) {
    if (open[end]) {
      receive(owners[end], end, owners[end ^ 1], message);
    }
  }

  private void receive(int index, int link, int from, HyParViewMessage message) {
    messages++;
    machines[index].receive(link, peers[from], message, now);
    execute(index);
  }

  private void open(int index, Connect dial) {
    if (canceled.remove(dialNumber(index, dial.request()))) {
      return;
    }
    int end = newLink(index, indexOf(dial.address()));
    machines[index].connected(dial.request(), end, peers[owners[end ^ 1]], now);
    execute(index);
  }

  /** All nodes are on one host, so that the port tells the index. */
  private static PeerAddress addressOf(int index) {
    return new PeerAddress(HOST, index + 1);
  }

  private static int indexOf(PeerAddress address) {
    return address.port() - 1;
  }

  private int newLink(int from, int to) {
    if (ends == owners.length) {
      owners = Arrays.copyOf(owners, 2 * ends);
      open = Arrays.copyOf(open, 2 * ends);
    }
    int near = ends;
    owners[near] = from;
    owners[near + 1] = to;
    open[near] = true;
    open[near + 1] = true;
    ends += 2;
    return near;
  }

  private void lose(int end) {
    if (open[end]) {
      open[end] = false;
      machines[owners[end]].linkLost(end, now);
      execute(owners[end]);
    }
  }

  private void execute(int index) {
    current = index;
    outbox.drainTo(this);
  }

  @Override
  public void onAction(HyParViewAction action) {
    action.dispatch(this);
  }

  @Override
  public void onConnect(Connect action) {
    queue.add(current, action);
  }

  @Override
  public void onCancel(Cancel action) {
    canceled.add(dialNumber(current, action.request()));
  }

  private static long dialNumber(int index, long request) {
    return (long) index << Integer.SIZE | request;
  }

  @Override
  public void onSend(Send action) {
    int end = (int) action.link();
    if (end < 0) {
      queue.add(~end, new Direct(current, action.message()));
    } else if (open[end]) {
      queue.add(end ^ 1, action.message());
    }
  }

  @Override
  public void onSendDirect(SendDirect action) {
    queue.add(indexOf(action.to()), new Direct(current, action.message()));
  }

  @Override
  public void onClose(Close action) {
    int end = (int) action.link();
    if (end >= 0 && open[end]) {
      open[end] = false;
      queue.add(end ^ 1, CLOSED);
    }
  }

  @Override
  public void onEvent(HyParViewEvent event) {
    if (event instanceof SelfChanged) {
      throw new IllegalStateException("No node has two lives here, but there is " + event);
    }
  }

  /** How many messages the machines have received. */
  long messages() {
    return messages;
  }

  /** The active views; node i is the i-th that joined. */
  OverlayGraph activeViews() {
    int[][] views = new int[size][];
    for (int index = 0; index < size; index++) {
      views[index] = machines[index].activeView().stream()
          .mapToInt(peer -> indexOf(peer.address()))
          .toArray();
    }
    return OverlayGraph.of(views);
  }
}
