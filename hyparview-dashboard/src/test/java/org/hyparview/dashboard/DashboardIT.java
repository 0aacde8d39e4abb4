package org.hyparview.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hyparview.HyParViewClient;
import org.hyparview.HyParViewOptions;
import org.hyparview.HyParViewVerticle;
import org.hyparview.inspect.InspectionOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The page in a headless Chromium. Skipped where there is none; {@code .ci/run} installs it.
 * Pictures are in {@code target/dashboard}.
 */
@ExtendWith(VertxExtension.class)
class DashboardIT {

  private static final String NODES = "+document.documentElement.dataset.nodes";
  private static final String LINKS = "+document.documentElement.dataset.links";
  private static final int PATIENCE = 30_000;

  /** The overflow of the page and of all its parts that don't scroll, in pixels. */
  private static final String OVERFLOW = "(() => { const wide = [...document.querySelectorAll("
      + "'body, header, header *, main, aside, [role=tablist], [role=tabpanel]')].filter(e =>"
      + " e.offsetParent !== null && e.getBoundingClientRect().right > innerWidth + 1)"
      + ".map(e => e.tagName + '#' + e.id + ' ' + e.className);"
      + " return wide.concat(document.documentElement.scrollWidth > innerWidth"
      + " ? ['page ' + document.documentElement.scrollWidth] : []).join(); })()";

  private Vertx vertx;
  private Chromium browser;

  @BeforeEach
  void start(Vertx vertx) throws IOException {
    assumeTrue(Chromium.find().isPresent(), "There is no Chromium; apt-get install chromium");
    this.vertx = vertx;
    browser = new Chromium(vertx, Chromium.find().orElseThrow());
  }

  @AfterEach
  void close() throws IOException {
    if (browser != null) {
      browser.close();
    }
  }

  private String deploy(ClusterSource source) {
    DashboardVerticle verticle =
        new DashboardVerticle(new DashboardOptions().setPort(0).setRefreshInterval(300), source);
    vertx.deployVerticle(verticle).await();
    return verticle.url();
  }

  private void picture(String name) throws IOException {
    browser.screenshot(Path.of("target", "dashboard", name + ".png"));
  }

  @Test
  void aRealClusterIsShownAndANodeThatGoesDisappears() throws IOException {
    String first = vertx.deployVerticle(node(0, List.of())).await();
    String contact =
        HyParViewClient.create(vertx, "node-0").views().await().node().address();
    List<String> nodes = new ArrayList<>(List.of(first));
    for (int i = 1; i < 5; i++) {
      nodes.add(vertx.deployVerticle(node(i, List.of(contact))).await());
    }
    browser.resize(1280, 800, false);
    browser.open(deploy(new InspectedCluster(vertx, new InspectionOptions(), List.of(contact))));
    browser.awaitTrue(NODES + " === 5 && " + LINKS + " >= 4", PATIENCE);
    vertx.undeploy(nodes.get(3)).await();
    browser.awaitTrue(NODES + " === 4", PATIENCE);
    picture("cluster");
    assertThat(browser.errors()).isEmpty();
  }

  private static HyParViewVerticle node(int number, List<String> contacts) {
    return new HyParViewVerticle(new HyParViewOptions()
        .setHost("127.0.0.1")
        .setPort(0)
        .setContacts(contacts)
        .setEventBusPrefix("node-" + number));
  }

  @Test
  void nothingOverflowsAtEitherWidthInEitherTheme() throws IOException {
    SimulatedCluster cluster = new SimulatedCluster(24, 7);
    String url = deploy(cluster);
    for (int width : List.of(1280, 375)) {
      for (boolean dark : List.of(false, true)) {
        browser.resize(width, 800, dark);
        browser.open(url);
        browser.awaitTrue(NODES + " === 24 && " + LINKS + " === " + cluster.linkCount(), PATIENCE);
        for (String tab : List.of("members", "events", "shared", "node")) {
          browser.evaluate("document.querySelector('#tab-" + tab + "').click()");
          assertThat(browser.evaluate(OVERFLOW)).as(tab + " at " + width).isEqualTo("");
        }
        browser.evaluate("document.querySelector('#member-list li').click()");
        browser.awaitTrue(
            "document.querySelector('#node-detail').innerText.includes('Up for')", PATIENCE);
        assertThat(browser.evaluate(OVERFLOW)).as("a node at " + width).isEqualTo("");
        picture(width + (dark ? "-dark" : "-light"));
      }
    }
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void theKeyboardIsEnough() {
    SimulatedCluster cluster = new SimulatedCluster(9, 7);
    browser.resize(1280, 800, false);
    browser.open(deploy(cluster));
    browser.awaitTrue(NODES + " === 9", PATIENCE);
    browser.press("/");
    assertThat(browser.evaluate("document.activeElement.id")).isEqualTo("search");
    browser.evaluate("document.activeElement.value = 'zone=b';"
        + " document.activeElement.dispatchEvent(new Event('input'))");
    assertThat(browser.evaluate("document.querySelector('#match').innerText"))
        .isEqualTo("3 of 9 nodes match");
    browser.press("Escape");
    browser.evaluate("document.querySelector('#member-list').focus()");
    browser.press("ArrowDown");
    browser.press("ArrowDown");
    assertThat(browser.evaluate(
            "document.querySelectorAll('[aria-selected=true][role=option]')" + "[0].dataset.id"))
        .isEqualTo(browser.evaluate("document.querySelectorAll('#member-list li')[1].dataset.id"));
    browser.press("Enter");
    assertThat(browser.evaluate("document.querySelector('#node').hidden")).isEqualTo(false);
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void aButtonKillsANodeAndAnotherStartsOne() {
    SimulatedCluster cluster = new SimulatedCluster(6, 7);
    browser.resize(1280, 800, false);
    browser.open(deploy(cluster));
    browser.awaitTrue(NODES + " === 6", PATIENCE);
    browser.evaluate("document.querySelector('#start-node').click()");
    browser.awaitTrue(NODES + " === 7", PATIENCE);
    browser.evaluate("document.querySelector('#member-list li').click()");
    browser.evaluate("document.querySelector('[data-key=kill-node]').click()");
    browser.awaitTrue(NODES + " === 6", PATIENCE);
    browser.awaitTrue(
        "document.querySelector('#event-list').textContent.includes('has gone')", PATIENCE);
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void anActionThatFailsIsSaid() {
    SimulatedCluster cluster = new SimulatedCluster(3, 7);
    browser.resize(375, 800, false);
    browser.open(deploy(new ClusterSource() {
      @Override
      public Future<JsonObject> snapshot() {
        return cluster.snapshot();
      }

      @Override
      public Future<JsonObject> status(String id) {
        return cluster.status(id);
      }

      @Override
      public List<String> actions() {
        return List.of("start-node");
      }

      @Override
      public Future<Void> act(String action, String node) {
        return Future.failedFuture("There is room for three nodes");
      }
    }));
    browser.awaitTrue(NODES + " === 3", PATIENCE);
    browser.evaluate("document.querySelector('#start-node').click()");
    browser.awaitTrue(
        "document.querySelector('#notice').innerText === 'There is room for three nodes'"
            + " && document.querySelector('#start-node').innerText === 'Start a node'",
        PATIENCE);
    assertThat(browser.evaluate(OVERFLOW)).isEqualTo("");
    assertThat(browser.errors())
        .allMatch(error -> error.contains("502"))
        .hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void fiveHundredNodesAreShown() throws IOException {
    SimulatedCluster cluster = new SimulatedCluster(500, 7);
    browser.resize(1280, 800, false);
    browser.open(deploy(cluster));
    long drawn = browser.awaitTrue(
        NODES + " === 500 && +document.documentElement.dataset.frames > 0", PATIENCE);
    Object frames = browser.evaluate("new Promise(resolve => {"
        + " const before = +document.documentElement.dataset.frames;"
        + " setTimeout(() => resolve("
        + "(+document.documentElement.dataset.frames - before) / 2), 2000);"
        + " })");
    System.out.println("500 nodes: drawn after " + drawn + " ms, then " + frames + " frames/s");
    picture("500");
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void aClusterThatDoesNotAnswerIsSaid() {
    browser.resize(1280, 800, false);
    browser.open(deploy(new ClusterSource() {
      @Override
      public Future<JsonObject> snapshot() {
        return Future.failedFuture("No contact answers");
      }

      @Override
      public Future<JsonObject> status(String id) {
        return Future.failedFuture("No contact answers");
      }
    }));
    browser.awaitTrue(
        "document.querySelector('#state').innerText.includes('No contact answers')", PATIENCE);
    assertThat(browser.errors()).isEmpty();
  }
}
