package org.hyparview.dashboard;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.Objects;
import org.hyparview.protocol.peer.Hosts;
import org.jspecify.annotations.Nullable;

/**
 * The server of one page that shows a running cluster: the overlay as a live graph, the members
 * with their tags, and what changes.
 *
 * <p>It looks at the cluster only while a page is open. It has no login: by default it listens on
 * the loopback interface alone; see {@link DashboardOptions#setHost}.
 *
 * <p>It runs on an event loop, one instance per deployment. The deployment fails with a clear
 * message if the port is taken.
 */
public class DashboardVerticle extends VerticleBase {

  private static final Logger LOGGER = LoggerFactory.getLogger(DashboardVerticle.class);

  private final DashboardOptions options;
  private final ClusterSource source;
  private @Nullable Viewers viewers;
  private @Nullable HttpServer server;

  /**
   * Creates a server of the page.
   *
   * @param options copied
   * @param source used by no other verticle, and closed with this one
   */
  public DashboardVerticle(DashboardOptions options, ClusterSource source) {
    this.options = new DashboardOptions(options);
    this.source = Objects.requireNonNull(source, "source");
  }

  /** Starts to listen. Called by Vert.x. */
  @Override
  public Future<?> start() {
    Viewers all = new Viewers(
        vertx,
        source,
        options.get(DashboardOptions.REFRESH_INTERVAL),
        options.get(DashboardOptions.MAX_VIEWERS));
    viewers = all;
    HostCheck hosts =
        new HostCheck(options.get(DashboardOptions.HOST), options.get(DashboardOptions.HOST_NAMES));
    return vertx.executeBlocking(PageFiles::load).compose(files -> {
      HttpServer http = vertx
          .createHttpServer(new HttpServerOptions()
              .setHost(options.get(DashboardOptions.HOST))
              .setPort(options.get(DashboardOptions.PORT))
              .setCompressionSupported(true))
          .requestHandler(new Routes(vertx, source, all, files, hosts).router());
      server = http;
      return http.listen()
          .onSuccess(listening -> LOGGER.info("The dashboard is at " + url()))
          .recover(failure -> Future.failedFuture(new VertxException(
              "The dashboard can't listen at "
                  + Hosts.withPort(
                      options.get(DashboardOptions.HOST), options.get(DashboardOptions.PORT))
                  + ": " + failure.getMessage(),
              failure)));
    });
  }

  /**
   * Returns the address of the page.
   *
   * @throws IllegalStateException if the verticle isn't deployed
   */
  public String url() {
    if (server == null) {
      throw new IllegalStateException("The dashboard isn't deployed");
    }
    String host = options.get(DashboardOptions.HOST);
    return "http://" + Hosts.withPort(host, server.actualPort()) + "/";
  }

  /** Closes all pages' connections and the source. Called by Vert.x. */
  @Override
  public Future<?> stop() {
    if (viewers != null) {
      viewers.close();
    }
    Future<Void> closed = server == null ? Future.succeededFuture() : server.close();
    return closed.eventually(source::close);
  }
}
