package org.hyparview.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hyparview.cluster.HyParViewClusterOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The commands for running clusters, against five processes of each kind. */
class InspectCommandsIT {

  private static final int NODES = 5;
  private static final String TIMEOUT = "60";
  private static final String CLUSTER = "inspected-" + UUID.randomUUID();
  private static final List<DemoProcess> PROCESSES = new ArrayList<>();

  private static String verticle = "";
  private static String manager = "";

  /** What a command has printed, and its exit status. */
  private record Result(int status, String out, String err) {

    JsonObject json() {
      return new JsonObject(out);
    }
  }

  @BeforeAll
  static void start() throws Exception {
    for (int i = 0; i < NODES; i++) {
      List<String> arguments = new ArrayList<>(
          List.of("node", "--port", "0", "--cluster", CLUSTER, "--id", "node-" + i));
      if (i > 0) {
        arguments.addAll(List.of("--contact", verticle));
      }
      DemoProcess node = launch(arguments.toArray(String[]::new));
      String address = node.await("Node \\S+@(\\S+) of cluster").group(1);
      verticle = i == 0 ? address : verticle;
    }
    List<DemoProcess> members = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      members.add(launch("member", "--cluster", CLUSTER, "--name", "n" + i));
    }
    for (DemoProcess member : members) {
      member.await("NODES.*(\"[0-9a-f-]{36}\".*){" + NODES + "}");
    }
    manager = findManager();
  }

  /** Nodes of the cluster manager listen at one of 64 ports, which other clusters share. */
  private static String findManager() {
    String[] contacts = IntStream.range(0, 64)
        .mapToObj(i -> "--contact=127.0.0.1:" + (HyParViewClusterOptions.DEFAULT_PORT + i))
        .toArray(String[]::new);
    Result list = run(Stream.concat(
            Stream.of("members", "--json", "--cluster", CLUSTER, "--timeout", "5"),
            Stream.of(contacts))
        .toArray(String[]::new));
    assertThat(list.status()).as(list.err()).isZero();
    return list.json().getJsonArray("members").getJsonObject(0).getString("address");
  }

  private static DemoProcess launch(String... arguments) throws IOException {
    DemoProcess process = DemoProcess.demo(arguments);
    PROCESSES.add(process);
    return process;
  }

  @AfterAll
  static void stop() {
    PROCESSES.forEach(DemoProcess::close);
  }

  private static Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Demo.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new Result(status, out.toString(), err.toString());
  }

  private static Result look(String contact, String command, String... more) {
    return run(Stream.concat(
            Stream.of(command, "--contact", contact, "--cluster", CLUSTER, "--timeout", TIMEOUT),
            Stream.of(more))
        .toArray(String[]::new));
  }

  private static Set<String> values(JsonArray objects, String key) {
    return objects.stream()
        .map(each -> ((JsonObject) each).getString(key))
        .collect(Collectors.toSet());
  }

  @Test
  void membersOfAClusterManager() {
    JsonObject list = look(manager, "members", "--json").json();
    assertThat(list.getString("cluster")).isEqualTo(CLUSTER);
    assertThat(list.getString("kind")).isEqualTo("cluster-manager");
    assertThat(list.getJsonArray("members")).hasSize(NODES);
    assertThat(values(list.getJsonArray("members"), "address")).hasSize(NODES).contains(manager);
    assertThat(values(list.getJsonArray("members"), "eventBusAddress"))
        .hasSize(NODES)
        .allMatch(address -> address.matches("127\\.0\\.0\\.1:\\d+"));
    Result text = look(manager, "members");
    assertThat(text.status()).isZero();
    assertThat(text.out()).contains("EVENT BUS").contains("5 members in cluster " + CLUSTER);
  }

  @Test
  void membersOfVerticles() {
    Result members = look(verticle, "members", "--json");
    assertThat(members.status()).as(members.err()).isZero();
    assertThat(values(members.json().getJsonArray("members"), "id"))
        .containsExactlyInAnyOrder("node-0", "node-1", "node-2", "node-3", "node-4");
  }

  @Test
  void theOverlayOfEachKindIsOneComponent() {
    for (String contact : List.of(verticle, manager)) {
      JsonObject overlay = look(contact, "overlay", "--json").json();
      assertThat(overlay.getJsonArray("nodes")).hasSize(NODES);
      assertThat(overlay.getJsonArray("components")).hasSize(1);
      assertThat(overlay.getJsonArray("links").size())
          .isBetween(NODES - 1, NODES * (NODES - 1) / 2);
      JsonObject link = overlay.getJsonArray("links").getJsonObject(0);
      assertThat(values(overlay.getJsonArray("nodes"), "id"))
          .contains(link.getString("source"), link.getString("target"));
    }
    Result text = look(verticle, "overlay");
    assertThat(text.status()).isZero();
    assertThat(text.out()).contains("NEIGHBORS").contains("node-4").contains("1 component");
  }

  @Test
  void theStatusOfANode() {
    JsonObject status = look(manager, "status", "--json").json();
    assertThat(status.getJsonObject("node").getString("address")).isEqualTo(manager);
    assertThat(status.getInteger("members")).isEqualTo(NODES);
    assertThat(status.getJsonObject("options").getString("profile")).isEqualTo("local");
    Result text = look(verticle, "status");
    assertThat(text.status()).isZero();
    assertThat(text.out())
        .contains("node         node-0@" + verticle)
        .contains("options      ")
        .contains("ROUND TRIP");
  }

  @Test
  void roundTripsToAllNodesAndToOne() {
    Result all = look(verticle, "ping", "--json", "--count", "3");
    assertThat(all.status()).as(all.err()).isZero();
    assertThat(all.json().getJsonArray("nodes")).hasSize(NODES);
    JsonObject first = all.json().getJsonArray("nodes").getJsonObject(0);
    assertThat(first.getInteger("echoes")).isEqualTo(3);
    assertThat(first.getLong("minMicros"))
        .isLessThanOrEqualTo(first.getLong("medianMicros"))
        .isLessThanOrEqualTo(first.getLong("maxMicros"));
    assertThat(look(manager, "ping", "--json", "--one").json().getJsonArray("nodes"))
        .hasSize(1);
    assertThat(look(manager, "ping").out()).contains("MEDIAN");
  }

  @Test
  void eventsAreFollowedUntilSoManyHaveCome() throws Exception {
    DemoProcess events =
        launch("events", "--contact", verticle, "--cluster", CLUSTER, "--count", "2", "--json");
    events.await("Following the events of node-0@");
    try (DemoProcess guest = DemoProcess.demo(
        "node", "--port", "0", "--cluster", CLUSTER, "--id", "guest", "--contact", verticle)) {
      JsonObject up = new JsonObject(events.await("^\\{.*peer-up.*").group());
      assertThat(up.getJsonObject("peer").getString("id")).isEqualTo("guest");
      guest.kill();
      JsonObject down = new JsonObject(events.await("^\\{.*peer-down.*").group());
      assertThat(down.getString("reason")).isEqualTo("failed");
    }
    assertThat(events.exitStatus()).isZero();
  }

  @Test
  void followingEndsAfterItsTime() {
    assertThat(look(manager, "events", "--for", "1").status()).isZero();
  }

  @Test
  void aContactThatDoesNotAnswerIsAProblemAndNoObstacle() {
    Result result = look("127.0.0.1:1", "overlay", "--contact", verticle, "--json");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).startsWith("Cannot inspect 127.0.0.1:1: ");
    assertThat(result.json().getJsonArray("nodes")).hasSize(NODES);
  }

  @Test
  void aClosedPortIsOneClearLine() {
    assertNoAnswer(
        look("127.0.0.1:1", "status"), "Connection refused. Check that a node", "127.0.0.1:1");
  }

  @Test
  void anotherClusterIsOneClearLine() {
    assertNoAnswer(
        run("status", "--contact", verticle, "--cluster", "other"), "--cluster", verticle);
  }

  @Test
  void aNodeWithoutTlsIsOneClearLine() {
    assertNoAnswer(look(verticle, "status", "--tls"), "or has no TLS", verticle);
  }

  @Test
  void aStrangerThatAnswersIsOneClearLine() throws Exception {
    try (ServerSocket http = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread server = new Thread(() -> answer(http));
      server.start();
      String contact = "127.0.0.1:" + http.getLocalPort();
      assertNoAnswer(look(contact, "status"), "is no node, or expects TLS", contact);
      server.join();
    }
  }

  private static void answer(ServerSocket http) {
    try (Socket connection = http.accept()) {
      connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
      connection.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aStrangerThatIsSilentIsOneClearLineInTime() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String contact = "127.0.0.1:" + silent.getLocalPort();
      assertNoAnswer(
          run("status", "--contact", contact, "--timeout", "0.2"), "did not introduce", contact);
    }
  }

  private static void assertNoAnswer(Result result, String text, String contact) {
    assertThat(result.status()).as(result.err()).isEqualTo(3);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("Cannot inspect " + contact + ": ")
        .contains(text)
        .hasLineCount(1);
  }

  @Test
  void badInputIsOneClearLine() {
    assertBadInput("Missing required option: '--contact=HOST:PORT'", "members");
    assertBadInput("--timeout must be in", "ping", "--contact", verticle, "--timeout", "0");
    assertBadInput("An address must have the form", "ping", "--contact", "nowhere");
    assertBadInput(
        "--tls-cert and --tls-key must be given together",
        "status",
        "--contact",
        verticle,
        "--tls-key",
        "key.pem");
    assertBadInput("Cannot read --tls-trust", "status", "--contact", verticle, "--tls-trust", "no");
  }

  private static void assertBadInput(String message, String... arguments) {
    Result result = run(arguments);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).startsWith(message).hasLineCount(1);
  }

  @Test
  void theHelpGroupsTheCommands() {
    String help = run("--help").out();
    assertThat(help)
        .containsSubsequence(
            "Commands for running clusters:", "members", "overlay", "Demonstrations:", "heal");
  }
}
