package org.hyparview.dashboard;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import org.hyparview.dashboard.PageFiles.PageFile;

/** The routes of the page: its files, and below {@code /api} what it shows. */
final class Routes {

  /** A header that a form of another page can't send, so such a page can't start an action. */
  private static final String ACTION_HEADER = "X-HyParView-Action";

  /** What the page may load: its own files. The graph library sets styles of its tooltip. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors"
          + " 'none'; base-uri 'none'; form-action 'none'";

  private static final int MAX_ID_LENGTH = 255;

  private final Vertx vertx;
  private final ClusterSource source;
  private final Viewers viewers;
  private final Map<String, PageFile> files;
  private final HostCheck hosts;

  Routes(
      Vertx vertx,
      ClusterSource source,
      Viewers viewers,
      Map<String, PageFile> files,
      HostCheck hosts) {
    this.vertx = vertx;
    this.source = source;
    this.viewers = viewers;
    this.files = files;
    this.hosts = hosts;
  }

  Router router() {
    Router router = Router.router(vertx);
    router.route().handler(this::check);
    router.get("/api/stream").handler(viewers::add);
    router.get("/api/snapshot").handler(this::snapshot);
    router.get("/api/nodes/:id").handler(this::status);
    router.post("/api/actions/:action").handler(this::act);
    router.get("/").handler(request -> send(request, "index.html"));
    router.get("/:file").handler(request -> send(request, request.pathParam("file")));
    return router;
  }

  private void check(RoutingContext request) {
    if (!hosts.allows(request.request().authority())) {
      fail(request, 421, "This is not the name of the dashboard; see its option hostNames");
      return;
    }
    request
        .response()
        .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    request.next();
  }

  private void send(RoutingContext request, String name) {
    PageFile file = files.get(name);
    if (file == null) {
      request.next();
    } else {
      request.response().putHeader(HttpHeaders.CONTENT_TYPE, file.type()).end(file.bytes());
    }
  }

  private void snapshot(RoutingContext request) {
    answer(request, source.snapshot());
  }

  private void status(RoutingContext request) {
    String id = request.pathParam("id");
    if (id.length() > MAX_ID_LENGTH) {
      fail(request, 400, "No node has an id of " + id.length() + " characters");
    } else {
      answer(request, source.status(id));
    }
  }

  private void act(RoutingContext request) {
    String action = request.pathParam("action");
    String node = request.queryParams().contains("node") ? request.queryParams().get("node") : "";
    if (!request.request().headers().contains(ACTION_HEADER)) {
      fail(request, 403, "An action needs the header " + ACTION_HEADER);
    } else if (!source.actions().contains(action)) {
      fail(request, 404, "This dashboard offers no action " + action);
    } else {
      answer(
          request,
          source
              .act(action, node)
              .onSuccess(done -> viewers.look())
              .map(done -> new JsonObject().put("done", action)));
    }
  }

  private static void answer(RoutingContext request, Future<JsonObject> answer) {
    answer
        .onSuccess(json -> {
          if (!request.response().closed()) {
            request.json(json);
          }
        })
        .onFailure(failure -> fail(request, 502, String.valueOf(failure.getMessage())));
  }

  private static void fail(RoutingContext request, int status, String message) {
    if (!request.response().closed()) {
      request.response().setStatusCode(status);
      request.json(new JsonObject().put("error", message));
    }
  }
}
