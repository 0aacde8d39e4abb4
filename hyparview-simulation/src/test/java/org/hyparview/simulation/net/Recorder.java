package org.hyparview.simulation.net;

import java.util.ArrayList;
import java.util.List;
import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.peer.Peer;

/** A host that writes down what it gets, and echoes what asks for it. */
final class Recorder implements SimulatedHost {

  static final String ECHO = "echo";

  private final SimulatedNode<Recorder> node;
  private final Peer self;
  private final List<String> log = new ArrayList<>();
  final List<Long> links = new ArrayList<>();
  long deadline = Machine.NEVER;

  Recorder(SimulatedNode<Recorder> node, Peer self) {
    this.node = node;
    this.self = self;
  }

  static Simulation<Recorder> simulation(SimulationOptions options) {
    return new Simulation<>(options, (node, self, random) -> new Recorder(node, self));
  }

  /** What came since this was last asked. */
  List<String> takeLog() {
    List<String> taken = List.copyOf(log);
    log.clear();
    return taken;
  }

  @Override
  public Peer self() {
    return self;
  }

  @Override
  public void receive(long link, Peer from, Object message, long now) {
    log.add(now + ": " + message + " from " + from.id());
    if (!links.contains(link)) {
      links.add(link);
    }
    if (message.equals(ECHO)) {
      node.send(link, "answer");
    }
  }

  @Override
  public void linkLost(long link, long now) {
    log.add(now + ": lost");
    links.remove(link);
  }

  @Override
  public void connected(long request, long link, Peer peer, long now) {
    log.add(now + ": connected " + request + " to " + peer.id() + "/" + peer.incarnation());
    links.add(link);
  }

  @Override
  public void connectFailed(long request, ConnectFailure reason, long now) {
    log.add(now + ": failed " + request + " " + reason);
  }

  @Override
  public void wake(long now) {
    log.add(now + ": awake");
    deadline = Machine.NEVER;
  }

  @Override
  public long deadline() {
    return deadline;
  }
}
