package org.hyparview.inspect;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hyparview.Answers;
import org.hyparview.HyParViewQuestions;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.Connection;
import org.hyparview.transport.InspectionException;
import org.hyparview.transport.stream.InspectorConnection;
import org.hyparview.transport.stream.InspectorDial;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a running node, verticle or cluster manager, that asks it for its state and its
 * events. The node doesn't take it for a peer: no view and no list of members has it, and no event
 * is published about it.
 *
 * <p>A request fails with an {@link InspectionException} if the node can't answer it, and the
 * connection stays. Safe for use by any thread; results and events come on one context of Vert.x.
 */
public final class InspectionClient {

  /** A node ends a connection without requests after a minute. */
  private static final long KEEP_ALIVE_MILLIS = 15_000;

  private final ContextInternal context;
  private final InspectorConnection connection;
  private final int timeoutMillis;
  private final Runnable afterwards;
  private final AtomicBoolean released = new AtomicBoolean();
  private long keepAlive = -1;
  private Consumer<InspectionException> endHandler = why -> {};
  private @Nullable InspectionException ended;

  private InspectionClient(
      ContextInternal context,
      InspectorConnection connection,
      int timeoutMillis,
      Runnable afterwards) {
    this.context = context;
    this.connection = connection;
    this.timeoutMillis = timeoutMillis;
    this.afterwards = afterwards;
    connection.onEnd(this::ended);
  }

  /**
   * Connects to a node.
   *
   * @param options copied
   * @param address the host and port of the node, {@code host:port} or {@code [ipv6]:port}
   * @return a client, or a {@link org.hyparview.transport.LinkException} that says why the node
   *     can't be inspected
   * @throws IllegalArgumentException if the address has another form
   */
  public static Future<InspectionClient> connect(
      Vertx vertx, InspectionOptions options, String address) {
    PeerAddress target = PeerAddress.parse(address);
    NetClient net = netClient(vertx, options);
    return connect(vertx, net, options, target, net::close).onFailure(failure -> net.close());
  }

  static NetClient netClient(Vertx vertx, InspectionOptions options) {
    return vertx.createNetClient(options
        .dialing()
        .setSslHandshakeTimeout(options.getTimeout())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS));
  }

  /** Connects by a client for sockets that others may use, too. */
  static Future<InspectionClient> connect(
      Vertx vertx,
      NetClient net,
      InspectionOptions given,
      PeerAddress address,
      Runnable afterwards) {
    InspectionOptions options = new InspectionOptions(given);
    ContextInternal context = ((VertxInternal) vertx).getOrCreateContext();
    Promise<InspectionClient> connected = context.promise();
    context.runOnContext(go -> InspectorDial.open(
            context,
            net.connect(address.port(), address.host()).map(Connection::of),
            options.getClusterName(),
            address.toString(),
            options.links())
        .map(connection ->
            new InspectionClient(context, connection, options.getTimeout(), afterwards))
        .onComplete(connected));
    return connected.future();
  }

  /** Returns the id of the node. */
  public String nodeId() {
    return connection.node().id().toString();
  }

  /** Returns the incarnation of the node. */
  public long incarnation() {
    return connection.node().incarnation();
  }

  /** Returns the host and port at which others dial the node. */
  public String address() {
    return connection.node().address().toString();
  }

  /** Returns the status of the node; docs/command-line.md has its keys. */
  public Future<JsonObject> status() {
    return request("status", new JsonObject());
  }

  /**
   * Returns the members of the cluster as the node knows them; docs/command-line.md has the keys.
   * Fails with {@link InspectionException#UNSUPPORTED} if the node is a verticle, which has no list
   * of members; {@link ClusterCrawl} finds all nodes of any cluster.
   */
  public Future<JsonObject> members() {
    return new MemberPages(this).all();
  }

  /** Succeeds after some time. */
  Future<?> after(int millis) {
    return context.owner().timer(millis, TimeUnit.MILLISECONDS);
  }

  /** Returns the time that an echo took, in nanoseconds. */
  public Future<Long> ping() {
    return call(() -> {
      long sent = System.nanoTime();
      return connection
          .request("ping", new JsonObject(), timeoutMillis)
          .map(echo -> System.nanoTime() - sent);
    });
  }

  /**
   * Receives the events of the node from now on. To be called once.
   *
   * @param handler called for each event, with its JSON, in their order
   * @return succeeds once the node will send them
   */
  public Future<Void> events(Consumer<JsonObject> handler) {
    return call(() -> connection.follow(handler, timeoutMillis).<Void>mapEmpty().onSuccess(v -> {
      if (keepAlive < 0 && ended == null) {
        keepAlive =
            context.owner().setPeriodic(KEEP_ALIVE_MILLIS, id -> ping().onFailure(this::silent));
      }
    }));
  }

  private void silent(Throwable failure) {
    if (ended == null) {
      connection.close();
      ended(
          failure instanceof InspectionException why
              ? why
              : new InspectionException(
                  InspectionException.FAILED, String.valueOf(failure.getMessage())));
    }
  }

  /**
   * Makes the node ask all nodes a question.
   *
   * @param question in the form that {@link org.hyparview.Question#Question(JsonObject)} takes
   * @return the answers, complete or not
   */
  public Future<Answers> ask(JsonObject question) {
    long timeout = question.getValue(HyParViewQuestions.TIMEOUT) instanceof Number millis
        ? Math.max(0, millis.longValue())
        : HyParViewQuestions.DEFAULT_TIMEOUT;
    int patience = (int) Math.min(Integer.MAX_VALUE, timeout + timeoutMillis);
    return call(() -> connection.request("ask", question, patience)).map(Answers::new);
  }

  /** Asks for something that this class has no method for. */
  public Future<JsonObject> request(String name, JsonObject parameters) {
    return call(() -> connection.request(name, parameters, timeoutMillis));
  }

  /**
   * Sets what is called with the reason when the connection ends other than by {@link #close}; at
   * once if it has ended already.
   */
  public InspectionClient onEnd(Consumer<InspectionException> handler) {
    context.runOnContext(go -> {
      endHandler = handler;
      if (ended != null) {
        handler.accept(ended);
      }
    });
    return this;
  }

  private void ended(InspectionException why) {
    ended = why;
    release();
    endHandler.accept(why);
  }

  /** Ends the connection. */
  public Future<Void> close() {
    return call(() -> {
      connection.close();
      release();
      return context.succeededFuture();
    });
  }

  private void release() {
    if (released.compareAndSet(false, true)) {
      context.owner().cancelTimer(keepAlive);
      afterwards.run();
    }
  }

  private <T> Future<T> call(Supplier<Future<T>> use) {
    Promise<T> result = context.promise();
    context.runOnContext(go -> use.get().onComplete(result));
    return result.future();
  }
}
