package org.hyparview.demo;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a browser does with the page of the dashboard: reads its stream, and asks for actions. */
final class DashboardViewer implements AutoCloseable {

  private static final String DATA = "data: ";

  private final HttpClient client = HttpClient.newHttpClient();
  private final String url;
  private final Stream<String> lines;
  private final BlockingQueue<JsonObject> unread = new LinkedBlockingQueue<>();
  private JsonObject latest = new JsonObject();

  /** Opens the page at an address, and its stream. */
  DashboardViewer(String url) throws Exception {
    this.url = url;
    lines = client.send(request("api/stream").build(), BodyHandlers.ofLines()).body();
    Thread reader = new Thread(
        () -> lines
            .filter(line -> line.startsWith(DATA))
            .forEach(line -> unread.add(new JsonObject(line.substring(DATA.length())))),
        "dashboard-stream");
    reader.setDaemon(true);
    reader.setUncaughtExceptionHandler((ended, closed) -> {});
    reader.start();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path));
  }

  /** Returns a file of the page. */
  String file(String path) throws Exception {
    return client.send(request(path).build(), BodyHandlers.ofString()).body();
  }

  /** Waits for a snapshot with so many nodes, all of which answer. */
  JsonObject awaitNodes(int count) throws InterruptedException {
    return awaitData(data -> data.containsKey("nodes")
        && data.getJsonArray("nodes").size() == count
        && data.getJsonArray("nodes").stream()
            .allMatch(node -> ((JsonObject) node).getBoolean("reachable")));
  }

  /** Waits for an event with such data. */
  JsonObject awaitData(Predicate<JsonObject> condition) throws InterruptedException {
    for (JsonObject data = next(); data != null; data = next()) {
      latest = data;
      if (condition.test(data)) {
        return data;
      }
    }
    throw new AssertionError("Not in the stream; the latest was " + latest);
  }

  private @Nullable JsonObject next() throws InterruptedException {
    return unread.poll(DemoProcess.PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Asks for an action, and returns the answer when it is done. */
  JsonObject act(String action, String node) throws Exception {
    HttpResponse<String> answer = client.send(
        request("api/actions/" + action + "?node=" + node)
            .header("X-HyParView-Action", "1")
            .POST(HttpRequest.BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
    return new JsonObject(answer.body());
  }

  @Override
  public void close() {
    lines.close();
  }
}
