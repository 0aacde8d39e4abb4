package org.hyparview.cluster.protocol.plane;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.hyparview.cluster.ReplicatedMap;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.failure.FailureAction.Probe;
import org.hyparview.cluster.protocol.failure.ProbeResult;
import org.hyparview.cluster.protocol.registry.RegistryEvent;
import org.hyparview.cluster.protocol.registry.RegistryEvent.EntryChanged;
import org.hyparview.cluster.protocol.registry.RegistryEvent.NodeDown;
import org.hyparview.cluster.protocol.registry.RegistryEvent.NodeUp;
import org.hyparview.cluster.protocol.registry.RegistryMessage;
import org.hyparview.cluster.protocol.registry.Reported;
import org.hyparview.cluster.roster.RosterModel;
import org.hyparview.cluster.shareddata.SimulatedMap;
import org.hyparview.protocol.hyparview.HyParViewAction;
import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.hyparview.HyParViewEvent;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.plumtree.Answer;
import org.hyparview.protocol.plumtree.Fold;
import org.hyparview.protocol.plumtree.MessageId;
import org.hyparview.protocol.plumtree.PlumtreeAction;
import org.hyparview.protocol.plumtree.PlumtreeEvent;
import org.hyparview.protocol.plumtree.PlumtreeMessage;
import org.hyparview.simulation.host.MachineHost;
import org.hyparview.simulation.net.ProbeListener;
import org.hyparview.simulation.net.SimulatedNode;

/** The AP plane on a simulated node. */
final class PlaneHost extends MachineHost<GossipPlane.Host>
    implements GossipPlane.Host, HyParViewAction.Handler, PlumtreeAction.Handler {

  /** An observer of the planes' reports and messages. */
  interface Observer {

    void reported(PlaneHost host, RegistryEvent event);

    void sent(PlaneHost host, Object message);

    void isolated(PlaneHost host);

    long now();

    void sweepLater(PlaneHost host, long millis);

    void refused(PlaneHost host, PlaneAction.Refused report);

    void asked(PlaneHost host, PlumtreeEvent.Asked question);

    void answered(PlaneHost host, PlumtreeEvent.Answered outcome);
  }

  private final SimulatedNode<?> node;
  private final GossipPlane plane;
  private final Observer observer;
  private final Reported reported;
  private final RosterModel roster;
  private final SimulatedMap map;
  private final List<PlumtreeEvent> broadcasts = new ArrayList<>();

  PlaneHost(SimulatedNode<?> node, GossipPlane plane, Observer observer) {
    super(plane);
    this.node = node;
    this.plane = plane;
    this.observer = observer;
    reported = new Reported(plane.registry());
    roster = new RosterModel(plane.registry());
    map = new SimulatedMap(plane, millis -> observer.sweepLater(this, millis));
  }

  SimulatedNode<?> node() {
    return node;
  }

  GossipPlane plane() {
    return plane;
  }

  RosterModel roster() {
    return roster;
  }

  SimulatedMap map() {
    return map;
  }

  void useMap(Consumer<ReplicatedMap<String, Integer>> use, long now) {
    use.accept(map.at(now));
    drain();
  }

  void sweep(long now) {
    map.sweep(now);
    drain();
  }

  /** Returns the events of users' broadcasts. */
  List<PlumtreeEvent> broadcasts() {
    return broadcasts;
  }

  MessageId broadcast(byte[] envelope, long now) {
    MessageId id = plane.broadcast(envelope, now);
    drain();
    return id;
  }

  MessageId broadcastAcknowledged(byte[] envelope, long timeout, long now) {
    MessageId id = plane.broadcastAcknowledged(envelope, timeout, now);
    drain();
    return id;
  }

  Reported reported() {
    return reported;
  }

  /** Returns this node as the overlay knows it; the registry's incarnation may be higher. */
  @Override
  public Peer self() {
    return plane.overlay().membership().self();
  }

  void join(List<PeerAddress> contacts, long now) {
    plane.join(contacts, now);
    drain();
  }

  void leave(long now) {
    plane.leave(now);
    drain();
  }

  long addRegistration(long seq, String address, long now) {
    long ticket = plane.addRegistration(seq, address, now);
    drain();
    return ticket;
  }

  long removeRegistration(long seq, long now) {
    long ticket = plane.removeRegistration(seq, now);
    drain();
    return ticket;
  }

  long setNodeInfo(Bytes info, long now) {
    long ticket = plane.setNodeInfo(info, now);
    drain();
    return ticket;
  }

  long setMetadata(Bytes metadata, long now) {
    long ticket = plane.setMetadata(metadata, now);
    drain();
    return ticket;
  }

  long putEntry(String map, Bytes key, Bytes value, long now) {
    long ticket = plane.putEntry(map, key, value, now);
    drain();
    return ticket;
  }

  long removeEntry(String map, Bytes key, long now) {
    long ticket = plane.removeEntry(map, key, now);
    drain();
    return ticket;
  }

  void stalled(long millis, long now) {
    plane.stalled(millis, now);
    drain();
  }

  /** Over the network each kind travels as it is; its type stands for its channel. */
  @Override
  public void receive(long link, Peer from, Object message, long now) {
    if (message instanceof RegistryMessage registry) {
      plane.receive(link, from, registry, now);
    } else if (message instanceof PlumtreeMessage broadcast) {
      plane.receive(link, from, broadcast, now);
    } else {
      plane.receive(link, from, (HyParViewMessage) message, now);
    }
    drain();
  }

  @Override
  public void connected(long request, long link, Peer peer, long now) {
    plane.connected(request, link, peer, now);
    drain();
  }

  @Override
  public void connectFailed(long request, ConnectFailure reason, long now) {
    plane.connectFailed(request, reason, now);
    drain();
  }

  private void probed(long number, ProbeResult result, long now) {
    plane.probeResult(number, result, now);
    drain();
  }

  /** Ends the turn, after which the roster and its events must agree with the registry. */
  @Override
  protected void drain() {
    super.drain();
    roster.settle();
    while (map.write(observer.now())) {
      super.drain();
      roster.settle();
    }
  }

  @Override
  protected GossipPlane.Host executor() {
    return this;
  }

  @Override
  public void onAction(HyParViewAction action) {
    action.dispatch(this);
  }

  @Override
  public void onEvent(HyParViewEvent event) {
    if (event instanceof HyParViewEvent.Isolated) {
      observer.isolated(this);
    }
  }

  @Override
  public void onAction(PlumtreeAction action) {
    action.dispatch(this);
  }

  @Override
  public void onEvent(PlumtreeEvent event) {
    if (event instanceof PlumtreeEvent.Asked question) {
      observer.asked(this, question);
    } else if (event instanceof PlumtreeEvent.Answered outcome) {
      observer.answered(this, outcome);
    } else {
      broadcasts.add(event);
    }
  }

  @Override
  public void onSend(PlumtreeAction.Send action) {
    observer.sent(this, action.message());
    node.send(action.link(), action.message());
  }

  void ask(Fold fold, long timeout, long now) {
    plane.ask(new byte[] {24}, fold, timeout, now);
    drain();
  }

  void answer(MessageId question, Answer answer, long now) {
    plane.answer(question, answer, now);
    drain();
  }

  @Override
  public void onRefused(PlaneAction.Refused report) {
    observer.refused(this, report);
  }

  @Override
  public void onSendRegistry(PlaneAction.SendRegistry action) {
    observer.sent(this, action.message());
    node.send(action.link(), action.message());
  }

  @Override
  public void onProbe(Probe action) {
    observer.sent(this, action);
    node.probe(action.member().address(), action.timeout(), new ProbeListener() {
      @Override
      public void answered(Peer peer, long now) {
        boolean same = peer.sameNode(action.member());
        probed(action.number(), same ? ProbeResult.ALIVE : ProbeResult.OTHER, now);
      }

      @Override
      public void refused(long now) {
        probed(action.number(), ProbeResult.REFUSED, now);
      }

      @Override
      public void silent(long now) {
        probed(action.number(), ProbeResult.SILENT, now);
      }
    });
  }

  @Override
  public void onEvent(RegistryEvent event) {
    reported.add(event);
    roster.add(event);
    if (event instanceof NodeUp up) {
      map.nodeUp(up);
    } else if (event instanceof NodeDown down) {
      map.nodeDown(down, observer.now());
    } else if (event instanceof EntryChanged changed) {
      map.changed(changed, observer.now());
    }
    observer.reported(this, event);
  }

  @Override
  public void onConnect(HyParViewAction.Connect action) {
    node.connect(action.request(), action.address(), action.expected());
  }

  @Override
  public void onCancel(HyParViewAction.Cancel action) {
    node.cancel(action.request());
  }

  @Override
  public void onSend(HyParViewAction.Send action) {
    observer.sent(this, action.message());
    node.send(action.link(), action.message());
  }

  @Override
  public void onSendDirect(HyParViewAction.SendDirect action) {
    observer.sent(this, action.message());
    node.sendDirect(action.to(), action.expected(), action.message());
  }

  @Override
  public void onClose(HyParViewAction.Close action) {
    node.close(action.link());
  }
}
