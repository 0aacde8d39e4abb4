package org.hyparview.examples;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;

/**
 * An HTTP ingress on a Vert.x of its own, which passes upgrades at {@code /PORT} on to
 * {@code /hyparview} at that port of this host, and then bytes.
 */
final class Ingress implements AutoCloseable {

  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int BAD_GATEWAY = 502;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(1_000));
  private final int port = vertx
      .createHttpServer()
      .requestHandler(this::route)
      .listen(0, "127.0.0.1")
      .await()
      .actualPort();

  /** The URL at which the node that listens at a port is reached. */
  String url(int node) {
    return "ws://127.0.0.1:" + port + "/" + node;
  }

  private void route(HttpServerRequest request) {
    request.pause();
    RequestOptions options = new RequestOptions()
        .setHost("127.0.0.1")
        .setPort(Integer.parseInt(request.path().substring(1)))
        .setURI("/hyparview")
        .setHeaders(request.headers());
    client
        .request(options)
        .compose(
            back -> back.exceptionHandler(lost -> request.connection().close()).connect())
        .onSuccess(answer -> upgrade(request, answer))
        .onFailure(unreachable -> refuse(request));
  }

  private static void upgrade(HttpServerRequest request, HttpClientResponse answer) {
    if (answer.statusCode() != SWITCHING_PROTOCOLS) {
      refuse(request);
      return;
    }
    request.response().setStatusCode(SWITCHING_PROTOCOLS).headers().addAll(answer.headers());
    request.toNetSocket().onSuccess(front -> {
      pass(front, answer.netSocket());
      pass(answer.netSocket(), front);
    });
  }

  private static void refuse(HttpServerRequest request) {
    request.response().setStatusCode(BAD_GATEWAY).end();
  }

  private static void pass(NetSocket from, NetSocket to) {
    from.pipeTo(to).onFailure(broken -> to.close());
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
