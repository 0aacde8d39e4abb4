package org.hyparview.dashboard;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A headless Chromium with one page, driven by its DevTools protocol. What the page's console says
 * of errors is kept.
 */
public final class Chromium implements AutoCloseable {

  private static final List<Path> PLACES = List.of(
      Path.of("/usr/bin/chromium"),
      Path.of("/usr/bin/chromium-browser"),
      Path.of("/usr/bin/google-chrome"));
  private static final String LISTENING = "DevTools listening on ";
  private static final int MAX_FRAME = 32 << 20;
  private static final int PATIENCE_SECONDS = 300;

  private final Process process;
  private final Path profile;
  private final WebSocketClient client;
  private final WebSocket socket;
  private final Map<Integer, Promise<JsonObject>> waiting = new ConcurrentHashMap<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final List<String> errors = Collections.synchronizedList(new ArrayList<>());
  private volatile Promise<Void> loaded = Promise.promise();
  private @Nullable String session;

  /** Returns where the browser is, if there is one. */
  public static Optional<Path> find() {
    return PLACES.stream().filter(Files::isExecutable).findFirst();
  }

  public Chromium(Vertx vertx, Path binary) throws IOException {
    profile = Files.createTempDirectory("chromium");
    process = new ProcessBuilder(
            binary.toString(),
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            "about:blank")
        .redirectErrorStream(true)
        .start();
    URI devTools = URI.create(awaitDevTools());
    client = vertx.createWebSocketClient(
        new WebSocketClientOptions().setMaxFrameSize(MAX_FRAME).setMaxMessageSize(MAX_FRAME));
    socket = connect(devTools);
    socket.textMessageHandler(text -> received(new JsonObject(text)));
    String target = call("Target.createTarget", new JsonObject().put("url", "about:blank"))
        .getString("targetId");
    session = call(
            "Target.attachToTarget", new JsonObject().put("targetId", target).put("flatten", true))
        .getString("sessionId");
    call("Runtime.enable", new JsonObject());
    call("Log.enable", new JsonObject());
    call("Page.enable", new JsonObject());
  }

  /** Connects without an origin, by which the browser would take this for another page. */
  private WebSocket connect(URI devTools) throws IOException {
    try {
      return await(client.connect(new WebSocketConnectOptions()
          .setHost(devTools.getHost())
          .setPort(devTools.getPort())
          .setURI(devTools.getPath())
          .setAllowOriginHeader(false)));
    } catch (RuntimeException e) {
      kill();
      throw e;
    }
  }

  /** Reads the address from what the browser prints, and lets the rest of it pass. */
  private String awaitDevTools() throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder said = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(LISTENING)) {
        drain(lines);
        return line.substring(LISTENING.length());
      }
      said.append(line).append('\n');
    }
    throw new IOException("The browser has ended: " + said);
  }

  private static void drain(BufferedReader lines) {
    Thread thread = new Thread(
        () -> {
          try {
            while (lines.readLine() != null) {
              // What the browser prints later is of no interest, but must not block it.
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        "chromium-output");
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((ended, closed) -> {});
    thread.start();
  }

  private void received(JsonObject message) {
    Integer id = message.getInteger("id");
    if (id != null) {
      Promise<JsonObject> answer = waiting.remove(id);
      if (answer != null && message.containsKey("error")) {
        answer.fail(message.getJsonObject("error").encode());
      } else if (answer != null) {
        answer.complete(message.getJsonObject("result"));
      }
      return;
    }
    JsonObject params = message.getJsonObject("params", new JsonObject());
    switch (message.getString("method", "")) {
      case "Runtime.exceptionThrown" -> errors.add(params.encode());
      case "Runtime.consoleAPICalled" -> noteConsole(params.getString("type"), params);
      case "Page.loadEventFired" -> loaded.tryComplete();
      case "Log.entryAdded" ->
        noteConsole(params.getJsonObject("entry").getString("level"), params);
      default -> {
        // Of no interest.
      }
    }
  }

  private void noteConsole(String level, JsonObject params) {
    if (level.equals("error") || level.equals("warning") || level.equals("assert")) {
      errors.add(params.encode());
    }
  }

  private JsonObject call(String method, JsonObject params) {
    int id = ids.incrementAndGet();
    Promise<JsonObject> answer = Promise.promise();
    waiting.put(id, answer);
    JsonObject request = new JsonObject().put("id", id).put("method", method).put("params", params);
    if (session != null) {
      request.put("sessionId", session);
    }
    socket.writeTextMessage(request.encode());
    return await(answer.future());
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("The browser does not answer", e);
    }
  }

  /** Sets the size of the window, in pixels, and whether the user prefers dark pages. */
  public void resize(int width, int height, boolean dark) {
    call(
        "Emulation.setDeviceMetricsOverride",
        new JsonObject()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", width < 600));
    call(
        "Emulation.setEmulatedMedia",
        new JsonObject()
            .put(
                "features",
                new JsonArray()
                    .add(new JsonObject()
                        .put("name", "prefers-color-scheme")
                        .put("value", dark ? "dark" : "light"))));
  }

  /** Opens a page, and waits until it has loaded. */
  public void open(String url) {
    loaded = Promise.promise();
    call("Page.navigate", new JsonObject().put("url", url));
    await(loaded.future());
  }

  /** Returns the value of an expression of JavaScript, a promise's when it is there. */
  public @Nullable Object evaluate(String expression) {
    JsonObject result = call(
        "Runtime.evaluate",
        new JsonObject()
            .put("expression", expression)
            .put("awaitPromise", true)
            .put("returnByValue", true));
    if (result.containsKey("exceptionDetails")) {
      throw new IllegalStateException(
          expression + ": " + result.getJsonObject("exceptionDetails").encode());
    }
    return result.getJsonObject("result").getValue("value");
  }

  /** Presses and releases a key in the page. */
  public void press(String key) {
    JsonObject event = new JsonObject().put("key", key).put("code", key);
    if (key.length() == 1) {
      event.put("text", key);
    }
    call("Input.dispatchKeyEvent", event.copy().put("type", "keyDown"));
    call("Input.dispatchKeyEvent", event.copy().put("type", "keyUp"));
  }

  /** Waits in the page until a condition holds, and returns the milliseconds that it took. */
  public long awaitTrue(String condition, long timeoutMillis) {
    Object took = evaluate("new Promise(resolve => {"
        + " const start = performance.now();"
        + " const check = () => {"
        + "  const time = performance.now() - start;"
        + "  if (" + condition + ") resolve(Math.round(time));"
        + "  else if (time > " + timeoutMillis + ") resolve(-1);"
        + "  else setTimeout(check, 20);"
        + " }; check(); })");
    long millis = took instanceof Number number ? number.longValue() : -1;
    if (millis < 0) {
      throw new AssertionError(
          "Not within " + timeoutMillis + " ms: " + condition + "; errors: " + errors());
    }
    return millis;
  }

  /** Writes a picture of the window. */
  public void screenshot(Path file) throws IOException {
    JsonObject picture = call("Page.captureScreenshot", new JsonObject().put("format", "png"));
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, Base64.getDecoder().decode(picture.getString("data")));
  }

  /** Returns the errors and warnings in the console so far. */
  public List<String> errors() {
    return List.copyOf(errors);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    kill();
  }

  private void kill() throws IOException {
    client.close();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
