package org.hyparview.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.machine.Outbox;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.Answer;
import org.hyparview.protocol.plumtree.BroadcastInputs;
import org.hyparview.protocol.plumtree.Fold;
import org.hyparview.protocol.plumtree.MessageId;
import org.hyparview.protocol.plumtree.Plumtree;
import org.hyparview.protocol.plumtree.PlumtreeAction;
import org.hyparview.protocol.plumtree.PlumtreeAction.Send;
import org.hyparview.protocol.plumtree.PlumtreeEvent;
import org.hyparview.protocol.plumtree.PlumtreeMessage;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Gossip;
import org.hyparview.protocol.plumtree.PlumtreeMessage.IHave;
import org.hyparview.transport.memory.InMemoryNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The executor of broadcast actions with a machine that does as the test says. */
class BroadcastTest {

  /** More than half of what may wait, so that the link is congested, and less than all. */
  private static final int SENT = 900;

  private final Vertx vertx = Vertx.vertx();
  private final InMemoryNetwork network = new InMemoryNetwork();

  @AfterEach
  void close() throws Exception {
    get(vertx.close());
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** Asks for whatever the test wants, and notes its inputs. */
  private final class Node
      implements Machine<Plumtree.Host>, BroadcastInputs, Plumtree.Host, Dials.Outcome {

    private final Context context = ((VertxInternal) vertx).createEventLoopContext();
    private final Outbox<Plumtree.Host> outbox = new Outbox<>();
    private final BlockingQueue<Long> links = new LinkedBlockingQueue<>();
    private final BlockingQueue<PlumtreeMessage> received = new LinkedBlockingQueue<>();
    private final PeerAddress address;
    private final LinkHost host;
    private final Dials dials;
    private final BroadcastSender sender;
    private final Broadcast broadcast;

    Node(String id) {
      address = new PeerAddress(id, 1);
      host = new LinkHost(vertx, network.transport(vertx, address));
      dials = host.dials(this);
      sender = new BroadcastSender(host);
      broadcast =
          new Broadcast(vertx, host, this, sender, 1 << 20, (message, round, payload) -> {});
    }

    Node start() throws Exception {
      get(Future.future(started ->
          context.runOnContext(v -> host.start(PeerId.of(address.host()), 1).onComplete(started))));
      context.runOnContext(v -> host.run(this, this));
      return this;
    }

    long connect(Node other) throws InterruptedException {
      context.runOnContext(v -> dials.connect(1, other.address, null));
      return links.take();
    }

    void send(long link, PlumtreeMessage message) {
      context.runOnContext(v -> host.input(now -> outbox.add(new Send(link, message))));
    }

    @Override
    public void onAction(PlumtreeAction action) {
      action.dispatch(sender);
    }

    @Override
    public void onEvent(PlumtreeEvent event) {
      event.dispatch(broadcast);
    }

    @Override
    public void receive(long link, Peer from, PlumtreeMessage message, long now) {
      received.add(message);
    }

    @Override
    public void linkLost(long link, long now) {
      links.add(-link);
    }

    @Override
    public void connected(long request, long link, Peer peer, long now) {
      links.add(link);
    }

    @Override
    public void connectFailed(long request, Throwable cause, long now) {
      links.add(0L);
    }

    @Override
    public MessageId broadcast(byte[] payload, long now) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MessageId broadcastAcknowledged(byte[] payload, long timeout, long now) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MessageId ask(byte[] payload, Fold fold, long timeout, long now) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean answer(MessageId id, Answer answer, long now) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void wake(long now) {}

    @Override
    public long deadline() {
      return NEVER;
    }

    @Override
    public Outbox<Plumtree.Host> outbox() {
      return outbox;
    }
  }

  private static Gossip gossip(int number) {
    return new Gossip(new MessageId(PeerId.of("origin"), 1, number), 3, 2, false, new byte[100]);
  }

  @Test
  void overACongestedLinkPayloadsAreAnnouncedAndNothingIsLost() throws Exception {
    Node sender = new Node("a").start();
    Node slow = new Node("b").start();
    long link = sender.connect(slow);
    CountDownLatch awake = new CountDownLatch(1);
    slow.context.runOnContext(v -> {
      try {
        awake.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
    for (int i = 0; i < SENT; i++) {
      sender.send(link, gossip(i));
    }
    sent(sender, SENT);
    awake.countDown();
    List<PlumtreeMessage> came = new ArrayList<>();
    for (int i = 0; i < SENT; i++) {
      came.add(slow.received.poll(20, TimeUnit.SECONDS));
    }

    int payloads = (int) sender.broadcast.counters().gossipSent();
    assertThat(payloads).isBetween(1, SENT - 1);
    assertThat(sender.sender.gossipAnnounced()).isEqualTo(SENT - payloads);
    for (int i = 0; i < SENT; i++) {
      assertThat(came.get(i)).isEqualTo(i < payloads ? gossip(i) : IHave.of(gossip(i)));
    }
    assertThat(sender.links).isEmpty();
  }

  /** Waits until the sender has come to its last message. */
  private static void sent(Node node, long messages) throws Exception {
    long count = get(Future.future(promise -> node.context.runOnContext(v -> promise.complete(
        node.broadcast.counters().gossipSent() + node.broadcast.counters().controlSent()))));
    assertThat(count).isEqualTo(messages);
  }
}
