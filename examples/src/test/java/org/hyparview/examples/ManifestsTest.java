package org.hyparview.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hyparview.cluster.HyParViewClusterOptions;
import org.hyparview.cluster.SharedDataOptions;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The manifests in examples/kubernetes and examples/compose are YAML, name options that exist, and
 * fit together and to docs/kubernetes.md.
 */
class ManifestsTest {

  private static final String PREFIX = "VERTX_HYPARVIEW_";
  private static final Path KUBERNETES = Path.of("kubernetes");
  private static final Path COMPOSE = Path.of("compose", "compose.yaml");
  private static final Path DOCS = Path.of("..", "docs");

  private static List<JsonObject> manifests() throws IOException {
    try (Stream<Path> files = Files.list(KUBERNETES)) {
      List<Path> sorted = files.sorted().toList();
      assertThat(sorted).allMatch(file -> file.toString().endsWith(".yaml"));
      return sorted.stream().map(ManifestsTest::read).toList();
    }
  }

  /** Reads a file with one document. */
  @SuppressWarnings("unchecked") // YAML with other keys than strings fails the test
  private static JsonObject read(Path file) {
    try {
      Object document =
          new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
      return new JsonObject((Map<String, Object>) document);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file, e);
    }
  }

  private static JsonObject manifest(String kind) throws IOException {
    return manifests().stream()
        .filter(manifest -> manifest.getString("kind").equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static JsonObject at(JsonObject from, String... path) {
    JsonObject at = from;
    for (String key : path) {
      at = at.getJsonObject(key);
      assertThat(at).as(key).isNotNull();
    }
    return at;
  }

  private static JsonObject container() throws IOException {
    JsonObject pod = at(manifest("Deployment"), "spec", "template", "spec");
    assertThat(pod.getJsonArray("containers")).hasSize(1);
    return pod.getJsonArray("containers").getJsonObject(0);
  }

  private static Map<String, String> variables(JsonObject container) {
    Map<String, String> variables = new TreeMap<>();
    objects(container.getJsonArray("env"))
        .forEach(each -> variables.put(each.getString("name"), each.getString("value")));
    return variables;
  }

  private static Map<String, Integer> ports(JsonArray ports, String key) {
    Map<String, Integer> found = new TreeMap<>();
    objects(ports).forEach(port -> found.put(port.getString("name"), port.getInteger(key)));
    return found;
  }

  private static Stream<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast);
  }

  private static String document(String name) throws IOException {
    return Files.readString(DOCS.resolve(name));
  }

  @Test
  void eachManifestIsANamedObject() throws IOException {
    assertThat(manifests()).hasSizeGreaterThan(2).allSatisfy(manifest -> {
      assertThat(manifest.getString("apiVersion")).isNotBlank();
      assertThat(manifest.getString("kind")).isNotBlank();
      assertThat(at(manifest, "metadata").getString("name")).isNotBlank();
    });
  }

  @Test
  void variablesAreOptions() throws IOException {
    Set<String> options = new HyParViewClusterOptions()
        .table().kinds().keySet().stream()
            .map(ManifestsTest::variableOf)
            .collect(Collectors.toSet());
    JsonObject service = at(read(COMPOSE), "services", "orders", "environment");
    Stream<String> all =
        Stream.concat(variables(container()).keySet().stream(), service.fieldNames().stream());
    assertThat(all.filter(name -> name.startsWith(PREFIX)))
        .hasSizeGreaterThan(7)
        .isSubsetOf(options);
  }

  /** As in docs/cluster-options.md: {@code multicast.enabled} is …_MULTICAST_ENABLED. */
  private static String variableOf(String option) {
    String words = option.replace('.', '_').replaceAll("([a-z])([A-Z])", "$1_$2");
    return PREFIX + words.toUpperCase(Locale.ROOT);
  }

  @Test
  void portsAreTheDefaultOneAndThatOfTheDocument() throws IOException {
    Map<String, Integer> open = ports(container().getJsonArray("ports"), "containerPort");
    int overlay = HyParViewClusterOptions.DEFAULT_PORT;
    assertThat(open).containsEntry("hyparview", overlay).containsKeys("event-bus", "http");
    assertThat(variables(container()))
        .containsEntry(PREFIX + "PORT", String.valueOf(overlay))
        .containsEntry(PREFIX + "PORT_RANGE", "1");
    assertThat(document("operations.md")).contains(".setPort(" + open.get("event-bus") + ")");
    assertThat(document("kubernetes.md"))
        .contains("EventBusOptions.setPort(" + open.get("event-bus") + ")")
        .contains(".listen(" + open.get("http") + ")");
  }

  @Test
  void theServiceIsHeadlessAndShowsNodesBeforeTheyAreReady() throws IOException {
    JsonObject service = at(manifest("Service"), "spec");
    assertThat(service.getString("clusterIP")).isEqualTo("None");
    assertThat(service.getBoolean("publishNotReadyAddresses")).isTrue();
    Map<String, Integer> open = ports(container().getJsonArray("ports"), "containerPort");
    assertThat(open).containsAllEntriesOf(ports(service.getJsonArray("ports"), "port"));
    assertThat(variables(container()))
        .containsEntry(PREFIX + "DNS", at(manifest("Service"), "metadata").getString("name"));
  }

  @Test
  void allSelectThePodsOfTheDeployment() throws IOException {
    JsonObject deployment = at(manifest("Deployment"), "spec");
    JsonObject labels = at(deployment, "template", "metadata", "labels");
    assertThat(at(deployment, "selector", "matchLabels")).isEqualTo(labels);
    assertThat(at(manifest("Service"), "spec", "selector")).isEqualTo(labels);
    assertThat(at(manifest("PodDisruptionBudget"), "spec", "selector", "matchLabels"))
        .isEqualTo(labels);
  }

  @Test
  void probesAskForTheChecksOfTheDocument() throws IOException {
    assertThat(List.of("readinessProbe", "livenessProbe")).allSatisfy(probe -> {
      JsonObject request = at(container(), probe, "httpGet");
      assertThat(request.getString("port")).isEqualTo("http");
      assertThat(document("kubernetes.md"))
          .contains(".register(\"" + request.getString("path").substring(1) + "\", ");
    });
  }

  @Test
  void aClosingNodeHasTheTimeToHandOver() throws IOException {
    HyParViewClusterOptions options = new HyParViewClusterOptions();
    int needed = options.getSharedData().get(SharedDataOptions.HAND_OVER_TIMEOUT)
        + options.get(HyParViewClusterOptions.DRAIN_TIME)
        + 2 * options.get(HyParViewClusterOptions.LEAVE_TIMEOUT);
    JsonArray hook = at(container(), "lifecycle", "preStop", "exec").getJsonArray("command");
    long hookMillis = Long.parseLong(hook.getString(1)) * 1_000;
    int grace = at(manifest("Deployment"), "spec", "template", "spec")
        .getInteger("terminationGracePeriodSeconds");
    assertThat(grace * 1_000L).isGreaterThan(hookMillis + needed);
    String compose = at(read(COMPOSE), "services", "orders").getString("stop_grace_period");
    assertThat(Long.parseLong(compose.replace("s", "")) * 1_000).isGreaterThan(needed);
  }

  @Test
  void nodesOfComposeFindEachOtherByTheNameOfTheirService() throws IOException {
    JsonObject services = at(read(COMPOSE), "services");
    assertThat(services.fieldNames())
        .containsExactly(at(services, "orders", "environment").getString(PREFIX + "DNS"));
  }
}
