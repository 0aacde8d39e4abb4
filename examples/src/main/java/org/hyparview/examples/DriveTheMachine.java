package org.hyparview.examples;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hyparview.protocol.hyparview.HyParView;
import org.hyparview.protocol.peer.PeerAddress;

/**
 * The membership machine driven by hand: three machines, a map of links, one loop, no Vert.x.
 *
 * <p>Prints the view changes of the joins, then those of a node that leaves. Ends by itself.
 *
 * <pre>java -cp hyparview-demo.jar org.hyparview.examples.DriveTheMachine</pre>
 */
public final class DriveTheMachine {

  /** The nodes at the open ends of links: the ends of one link are numbered 2k and 2k + 1. */
  final Map<Long, HandDrivenNode> ends = new HashMap<>();

  final Map<PeerAddress, HandDrivenNode> nodes = new LinkedHashMap<>();
  final Queue<Runnable> inputs = new ArrayDeque<>();
  long nextEnd;
  long now;

  private DriveTheMachine() {}

  /** Runs three machines for a virtual minute. */
  public static void main(String[] args) {
    DriveTheMachine loop = new DriveTheMachine();
    List.of("a", "b").forEach(host -> new HandDrivenNode(loop, host));
    HandDrivenNode c = new HandDrivenNode(loop, "c");
    List<PeerAddress> contacts = List.of(HandDrivenNode.addressOf("a"));
    loop.nodes.values().forEach(node -> node.input(machine -> machine.join(contacts, loop.now)));
    loop.run(30_000);
    c.input(machine -> machine.leave(loop.now));
    loop.run(60_000);
  }

  /** Delivers what is under way, then moves the time on to the earliest deadline. */
  private void run(long end) {
    while (now < end) {
      while (!inputs.isEmpty()) {
        inputs.remove().run();
      }
      now = nodes.values().stream().mapToLong(HandDrivenNode::deadline).reduce(end, Math::min);
      nodes.values().forEach(node -> node.input(machine -> machine.wake(now))); // early is harmless
    }
  }

  /** Sends an input to the node at an end, which misses it if that end is closed by then. */
  void send(long end, Consumer<HyParView> input) {
    inputs.add(() -> Stream.ofNullable(ends.get(end)).forEach(node -> node.input(input)));
  }
}
