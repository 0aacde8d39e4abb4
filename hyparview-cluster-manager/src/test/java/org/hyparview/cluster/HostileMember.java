package org.hyparview.cluster;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hyparview.cluster.group.GroupCodec;
import org.hyparview.cluster.group.GroupMessage;
import org.hyparview.cluster.protocol.plane.Payload;
import org.hyparview.cluster.wire.BinaryPayloadCodec;
import org.hyparview.protocol.hyparview.ComponentLabel;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.hyparview.HyParViewMessage.Join;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.MessageId;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Gossip;
import org.hyparview.transport.Channel;
import org.hyparview.transport.Channel.Lane;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Link;
import org.hyparview.transport.LinkOptions;
import org.hyparview.transport.TransportListener;
import org.hyparview.transport.tcp.TcpTransport;
import org.hyparview.wire.BroadcastCodec;
import org.hyparview.wire.DecodeException;
import org.hyparview.wire.MembershipCodec;

/** A node on real sockets that says hello as any does, and then whatever a test wants. */
final class HostileMember implements TransportListener, Closeable {

  private static final Channel SHARED_DATA = new Channel(4, Lane.DATA);

  private final Vertx vertx = Vertx.vertx();
  private final TcpTransport transport;
  private final List<Link> links = new ArrayList<>();
  private final BlockingQueue<GroupMessage> answers = new LinkedBlockingQueue<>();
  private final List<CloseReason> ends = new CopyOnWriteArrayList<>();
  private final Peer self;
  private long sequence;

  /** Connects to all nodes of a cluster, and becomes a neighbor of theirs. */
  HostileMember(String cluster, String id, List<PeerAddress> nodes) throws Exception {
    transport =
        new TcpTransport(vertx, cluster, new LinkOptions().setHost("127.0.0.1").setPort(0));
    var context = ((VertxInternal) vertx).createEventLoopContext();
    var started = Promise.<Peer>promise();
    context.runOnContext(
        go -> transport.start(PeerId.of(id), System.currentTimeMillis(), this).onComplete(started));
    self = Waits.await(started.future());
    for (PeerAddress node : nodes) {
      var opened = Promise.<Link>promise();
      context.runOnContext(go -> transport.open(node, null).onComplete(opened));
      links.add(Waits.await(opened.future()));
    }
    Buffer join = new MembershipCodec()
        .encode(new Join(new ComponentLabel(self.id(), self.incarnation(), 0)));
    onLoop(link -> {
      link.rely(true);
      link.send(Channel.MEMBERSHIP, join.copy());
    });
  }

  private void onLoop(Consumer<Link> task) throws Exception {
    for (Link link : links) {
      var done = Promise.<Void>promise();
      vertx.runOnContext(go -> {
        task.accept(link);
        done.complete();
      });
      Waits.await(done.future());
    }
  }

  Peer self() {
    return self;
  }

  /** Returns the nodes that it is connected to. */
  List<Peer> nodes() {
    return links.stream().map(Link::peer).toList();
  }

  /** Broadcasts a payload in its own name. */
  void broadcast(Payload payload) throws Exception {
    broadcast(new MessageId(self.id(), self.incarnation(), sequence++), payload);
  }

  /** Broadcasts a payload in any name, as if it passed it on. */
  void broadcast(MessageId id, Payload payload) throws Exception {
    broadcast(id, new BinaryPayloadCodec().encode(payload));
  }

  /** Broadcasts bytes in its own name. */
  void broadcast(byte[] bytes) throws Exception {
    broadcast(new MessageId(self.id(), self.incarnation(), sequence++), bytes);
  }

  private void broadcast(MessageId id, byte[] bytes) throws Exception {
    Buffer frame = new BroadcastCodec().encode(new Gossip(id, 3, 0, false, bytes));
    onLoop(link -> link.send(Channel.BROADCAST, frame.copy()));
  }

  /** Sends a frame to each node. */
  void send(Channel channel, Buffer frame) throws Exception {
    onLoop(link -> link.send(channel, frame.copy()));
  }

  /** Sends a message about membership to each node. */
  void send(HyParViewMessage message) throws Exception {
    Buffer frame = new MembershipCodec().encode(message);
    onLoop(link -> link.send(Channel.MEMBERSHIP, frame.copy()));
  }

  /** Sends a message about shared data to each node. */
  void send(GroupMessage message) throws Exception {
    Buffer frame = new GroupCodec().encode(message);
    onLoop(link -> link.send(SHARED_DATA, frame.copy()));
  }

  /** Returns why links have ended. */
  List<CloseReason> ends() {
    return List.copyOf(ends);
  }

  GroupMessage answer() throws InterruptedException {
    return Waits.next(answers);
  }

  @Override
  public void received(Link link, int channel, Buffer frame) {
    if (channel == SHARED_DATA.number()) {
      try {
        answers.add(new GroupCodec().decode(frame));
      } catch (DecodeException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void closed(Link link, CloseReason reason) {
    ends.add(reason);
  }

  @Override
  public void close() {
    vertx
        .close()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(Waits.PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }
}
