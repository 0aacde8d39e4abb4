package org.hyparview.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import org.hyparview.dashboard.Chromium;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The commands that serve the page, on clusters of five processes. */
class DashboardCommandIT {

  private static final int NODES = 5;
  private static final int PATIENCE_MILLIS = DemoProcess.PATIENCE_SECONDS * 1_000;
  private static final String SHOWN = "+document.documentElement.dataset.nodes === ";

  private final List<DemoProcess> processes = new ArrayList<>();

  @AfterEach
  void stop() {
    processes.forEach(DemoProcess::close);
  }

  private DemoProcess launch(String... arguments) throws Exception {
    DemoProcess process = DemoProcess.demo(arguments);
    processes.add(process);
    return process;
  }

  private static String url(DemoProcess dashboard) throws InterruptedException {
    return dashboard.await("at (http://127\\.0\\.0\\.1:\\d+/)").group(1);
  }

  private static void figure(String what, long nanos) {
    System.out.println(what + " after " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms");
  }

  @Test
  void aNodeThatIsKilledDisappearsFromTheStream() throws Exception {
    String cluster = "shown-" + UUID.randomUUID();
    List<DemoProcess> nodes = new ArrayList<>();
    String contact = "";
    for (int i = 0; i < NODES; i++) {
      List<String> arguments =
          new ArrayList<>(List.of("node", "--port", "0", "--cluster", cluster, "--id", "n" + i));
      if (i > 0) {
        arguments.addAll(List.of("--contact", contact));
      }
      nodes.add(launch(arguments.toArray(String[]::new)));
      String address = nodes.get(i).await("Node \\S+@(\\S+) of cluster").group(1);
      contact = i == 0 ? address : contact;
    }
    DemoProcess dashboard =
        launch("dashboard", "--contact", contact, "--cluster", cluster, "--port", "0");
    try (DashboardViewer viewer = new DashboardViewer(url(dashboard))) {
      assertThat(viewer.file("")).contains("<title>HyParView</title>");
      JsonObject snapshot = viewer.awaitNodes(NODES);
      assertThat(snapshot.getString("cluster")).isEqualTo(cluster);
      assertThat(snapshot.getJsonArray("links").size()).isGreaterThanOrEqualTo(NODES - 1);
      assertThat(new JsonObject(viewer.file("api/nodes/n3")).getString("kind"))
          .isEqualTo("verticle");
      long killed = System.nanoTime();
      nodes.get(0).kill();
      viewer.awaitNodes(NODES - 1);
      figure("A node, which was the only contact, has gone", System.nanoTime() - killed);
      assertThat(viewer.act("kill-node", "n1").getString("error")).contains("offers no action");
    }
  }

  @Test
  void theDemoStartsStopsAndKillsProcesses() throws Exception {
    DemoProcess demo = launch("dashboard-demo", "--nodes", "3", "--port", "0");
    List<ProcessHandle> children;
    try (DashboardViewer viewer = new DashboardViewer(url(demo))) {
      JsonObject snapshot = viewer.awaitNodes(3);
      assertThat(snapshot.getString("kind")).isEqualTo("cluster-manager");
      assertThat(viewer.act("start-node", "").getString("done")).isEqualTo("start-node");
      snapshot = viewer.awaitNodes(4);
      assertThat(viewer.act("stop-node", id(snapshot, 0)).getString("done")).isEqualTo("stop-node");
      snapshot = viewer.awaitNodes(3);
      assertThat(viewer.act("kill-node", id(snapshot, 1)).getString("done")).isEqualTo("kill-node");
      viewer.awaitNodes(2);
      assertThat(viewer.act("kill-node", "nobody").getString("error"))
          .isEqualTo("No process of this demonstration is node nobody");
      children = demo.children();
      assertThat(children).hasSize(2);
    }
    demo.terminate();
    assertThat(demo.exitStatus()).isNotZero();
    assertEnd(children);
  }

  private static String id(JsonObject snapshot, int node) {
    return snapshot.getJsonArray("nodes").getJsonObject(node).getString("id");
  }

  private static void assertEnd(List<ProcessHandle> children) throws Exception {
    for (ProcessHandle child : children) {
      child.onExit().get(DemoProcess.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Test
  void thePageShowsWhatIsStartedAndKilled() throws Exception {
    assumeTrue(Chromium.find().isPresent(), "There is no Chromium; apt-get install chromium");
    DemoProcess demo = launch("dashboard-demo", "--nodes", String.valueOf(NODES), "--port", "0");
    String url = url(demo);
    Matcher first = demo.await("(n\\d) is in the cluster at \\S+, process (\\d+)");
    Vertx vertx = Vertx.vertx();
    try (Chromium browser = new Chromium(vertx, Chromium.find().orElseThrow())) {
      browser.resize(1280, 800, false);
      browser.open(url);
      awaitShown(browser, NODES);
      ProcessHandle.of(Long.parseLong(first.group(2))).orElseThrow().destroyForcibly();
      long killed = System.nanoTime();
      browser.awaitTrue(SHOWN + (NODES - 1), PATIENCE_MILLIS);
      figure("In the browser, a killed node has gone", System.nanoTime() - killed);
      browser.evaluate("document.querySelector('#start-node').click()");
      demo.await("n6 is in the cluster");
      awaitShown(browser, NODES);
      click(browser, "n6", "kill-node");
      demo.await("n6 has ended");
      awaitShown(browser, NODES - 1);
      String other = first.group(1).equals("n2") ? "n3" : "n2";
      click(browser, other, "stop-node");
      demo.await(other + " has ended");
      awaitShown(browser, NODES - 2);
      assertThat(browser.errors()).isEmpty();
    } finally {
      vertx.close().await();
    }
    List<ProcessHandle> children = demo.children();
    demo.kill();
    assertEnd(children);
  }

  /** A node that has gone may be shown again for a moment, as one that does not answer. */
  private static void awaitShown(Chromium browser, int nodes) {
    browser.awaitTrue(
        SHOWN + nodes + " && !document.querySelector('#member-list .badge.unreachable')",
        PATIENCE_MILLIS);
  }

  /**
   * Chooses a node and presses a button. Waits for its tags, which a node that has just joined may
   * not have yet, and until it has said its status, so that no question to it is open when it ends.
   */
  private static void click(Chromium browser, String name, String action) {
    String row = "[...document.querySelectorAll('#member-list li')]"
        + ".find(row => row.textContent.includes('name=" + name + "'))";
    browser.awaitTrue(row, PATIENCE_MILLIS);
    browser.evaluate(row + ".click()");
    browser.awaitTrue(
        "document.querySelector('#node-detail').innerText.includes('Up for')", PATIENCE_MILLIS);
    browser.evaluate("document.querySelector('[data-key=" + action + "]').click()");
  }

  @Test
  void withoutAnAnswerItSaysWhyAndServesThePage() throws Exception {
    DemoProcess dashboard = launch("dashboard", "--contact", "127.0.0.1:1", "--port", "0");
    String url = url(dashboard);
    dashboard.await("^Cannot inspect 127\\.0\\.0\\.1:1: .*Check that a node of the cluster");
    try (DashboardViewer viewer = new DashboardViewer(url)) {
      JsonObject problem = viewer.awaitData(data -> data.containsKey("message"));
      assertThat(problem.getString("message")).startsWith("Cannot inspect 127.0.0.1:1: ");
    }
  }

  @Test
  void aPortThatIsTakenIsOneClearLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      for (List<String> command :
          List.of(List.of("dashboard", "--contact", "127.0.0.1:1"), List.of("dashboard-demo"))) {
        List<String> arguments = new ArrayList<>(command);
        arguments.addAll(List.of("--port", port));
        DemoProcess dashboard = launch(arguments.toArray(String[]::new));
        assertThat(dashboard.exitStatus()).isEqualTo(1);
        assertThat(dashboard.output())
            .singleElement()
            .asString()
            .startsWith("The dashboard can't listen at 127.0.0.1:" + port + ": ");
      }
    }
  }

  @Test
  void badInputIsOneClearLine() throws Exception {
    assertBadInput("--refresh must be in 0.1..3600 seconds, but is 0.0", "--refresh", "0");
    assertBadInput("port must be in 0..65535, but is 65536", "--port", "65536");
    assertBadInput("hostNames: a name must be ", "--host-name", "no name");
  }

  private void assertBadInput(String message, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("dashboard", "--contact", "127.0.0.1:1"));
    arguments.addAll(List.of(more));
    DemoProcess dashboard = launch(arguments.toArray(String[]::new));
    assertThat(dashboard.exitStatus()).isEqualTo(2);
    assertThat(dashboard.output()).singleElement().asString().startsWith(message);
  }
}
