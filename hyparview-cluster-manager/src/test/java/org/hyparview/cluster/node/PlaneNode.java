package org.hyparview.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import java.io.Closeable;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.plane.PlaneConfig;
import org.hyparview.cluster.protocol.registry.RegistryEvent.EntryChanged;
import org.hyparview.cluster.protocol.registry.RegistryEvent.Joined;
import org.hyparview.cluster.protocol.registry.RegistryEvent.Left;
import org.hyparview.cluster.protocol.registry.RegistryEvent.MetadataChanged;
import org.hyparview.cluster.protocol.registry.RegistryEvent.NodeDown;
import org.hyparview.cluster.protocol.registry.RegistryEvent.NodeInfoChanged;
import org.hyparview.cluster.protocol.registry.RegistryEvent.NodeUp;
import org.hyparview.cluster.protocol.registry.RegistryEvent.RegistrationAdded;
import org.hyparview.cluster.protocol.registry.RegistryEvent.RegistrationRemoved;
import org.hyparview.cluster.protocol.registry.RegistryEvent.Returned;
import org.hyparview.node.ViewChange;
import org.hyparview.node.ViewListener;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.LinkOptions;
import org.hyparview.transport.tcp.TcpTransport;

/** A control plane on real TCP with its own event loop, and its reports. */
final class PlaneNode implements ClusterListener, ViewListener, Closeable {

  /** Small, so that soon frames wait in the link, however large the system's buffers are. */
  private static final int BUFFER_BYTES = 64 << 10;

  private static final int DATA_QUEUE_BYTES = 1 << 20;

  /** So rare that a node whose loop is blocked is not considered dead. */
  private static final int HEARTBEAT_MILLIS = 600_000;

  private final Vertx vertx = Vertx.vertx(new VertxOptions()
      .setEventLoopPoolSize(1)
      .setBlockedThreadCheckInterval(TimeUnit.HOURS.toMillis(1)));
  private final Context context = ((VertxInternal) vertx).createEventLoopContext();
  private final ControlPlane plane;
  private final PeerId id;
  private final BlockingQueue<ViewChange> viewChanges = new LinkedBlockingQueue<>();
  private final BlockingQueue<Bytes> keys = new LinkedBlockingQueue<>();
  private final Promise<Void> joined = Promise.promise();

  PlaneNode(String id, PlaneConfig config, RandomGenerator random) {
    this.id = PeerId.of(id);
    LinkOptions options = new LinkOptions()
        .setHost("127.0.0.1")
        .setPort(0)
        .setHeartbeatInterval(HEARTBEAT_MILLIS)
        .setDataQueueBytes(DATA_QUEUE_BYTES)
        .setNetServerOptions(new NetServerOptions()
            .setReceiveBufferSize(BUFFER_BYTES)
            .setSendBufferSize(BUFFER_BYTES))
        .setNetClientOptions(new NetClientOptions()
            .setReceiveBufferSize(BUFFER_BYTES)
            .setSendBufferSize(BUFFER_BYTES));
    TcpTransport transport = new TcpTransport(vertx, "test", options);
    plane = new ControlPlane(vertx, context, transport, config, random, this);
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  /** Starts and joins; returns when the cluster has been joined. */
  Peer join(PeerAddress... contacts) throws Exception {
    Peer self = await(on(() -> plane.start(id, 1, this)));
    context.runOnContext(go -> plane.join(List.of(contacts)));
    await(joined.future());
    return self;
  }

  ControlPlane plane() {
    return plane;
  }

  /** Reads something on the context of the plane. */
  <T> T read(Supplier<T> value) throws Exception {
    return await(on(() -> Future.succeededFuture(value.get())));
  }

  /** Calls on the context of the plane. */
  private <T> Future<T> on(Supplier<Future<T>> call) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(go -> call.get().onComplete(promise));
    return promise.future();
  }

  /** Takes changes of the active view until it has this many peers. */
  void awaitNeighbors(int count) throws InterruptedException {
    ViewChange change;
    do {
      change = viewChanges.poll(60, TimeUnit.SECONDS);
      assertThat(change).isNotNull();
    } while (change.active() < count);
  }

  /** Returns the changes of the active view that were not taken. */
  List<ViewChange> viewChanges() {
    return List.copyOf(viewChanges);
  }

  /** Takes the key of the next entry that has changed here. */
  Bytes nextKey() throws InterruptedException {
    Bytes key = keys.poll(60, TimeUnit.SECONDS);
    assertThat(key).isNotNull();
    return key;
  }

  /** Blocks the event loop, from when this returns until the latch is counted down. */
  CountDownLatch block() throws InterruptedException {
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch awake = new CountDownLatch(1);
    context.runOnContext(go -> {
      blocked.countDown();
      try {
        awake.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
    blocked.await();
    return awake;
  }

  @Override
  public void close() {
    on(plane::stop)
        .eventually(vertx::close)
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(60, TimeUnit.SECONDS)
        .join();
  }

  @Override
  public void changed(ViewChange change) {
    viewChanges.add(change);
  }

  @Override
  public void isolated(String contacts) {}

  @Override
  public void renamed(Peer self) {}

  @Override
  public void settled() {}

  @Override
  public void onJoined(Joined event) {
    joined.complete();
  }

  @Override
  public void onEntryChanged(EntryChanged event) {
    keys.add(event.key());
  }

  @Override
  public void onNodeUp(NodeUp event) {}

  @Override
  public void onNodeDown(NodeDown event) {}

  @Override
  public void onNodeInfoChanged(NodeInfoChanged event) {}

  @Override
  public void onMetadataChanged(MetadataChanged event) {}

  @Override
  public void onRegistrationAdded(RegistrationAdded event) {}

  @Override
  public void onRegistrationRemoved(RegistrationRemoved event) {}

  @Override
  public void onReturned(Returned event) {}

  @Override
  public void onLeft(Left event) {}
}
