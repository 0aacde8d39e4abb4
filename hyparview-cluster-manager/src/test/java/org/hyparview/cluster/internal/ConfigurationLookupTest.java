package org.hyparview.cluster.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hyparview.cluster.HyParViewClusterOptions;
import org.hyparview.transport.LinkOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationLookupTest {

  private final List<String> warnings = new ArrayList<>();

  @Test
  void withNothingToFindThereAreTheDefaults() {
    assertThat(load(Map.of(), Map.of()).toJson()).isEqualTo(new HyParViewClusterOptions().toJson());
    assertThat(ConfigurationLookup.inThisProcess(warnings::add).load().getPort())
        .isEqualTo(HyParViewClusterOptions.DEFAULT_PORT);
  }

  @Test
  void aFileIsFoundByPathInAPropertyBeforeOneInAVariable(@TempDir Path directory)
      throws IOException {
    Path first = write(directory, "a.json", "{\"port\": 1}");
    Path second = write(directory, "b.json", "{\"port\": 2}");
    Map<String, String> variables = Map.of("VERTX_HYPARVIEW_CONFIG", second.toString());
    assertThat(load(Map.of(), variables).getPort()).isEqualTo(2);
    assertThat(
            load(Map.of("vertx.hyparview.config", first.toString()), variables).getPort())
        .isEqualTo(1);
  }

  @Test
  void aFileOfTheClassPathIsFoundWithTheFirstLoaderThatHasIt(@TempDir Path directory)
      throws IOException {
    Path a = Files.createDirectory(directory.resolve("a"));
    Path b = Files.createDirectory(directory.resolve("b"));
    write(a, "hyparview.json", "{\"clusterName\": \"a\"}");
    write(b, "hyparview.json", "{\"clusterName\": \"b\"}");
    write(b, "other.json", "{\"clusterName\": \"other\"}");
    try (URLClassLoader first = loader(a);
        URLClassLoader second = loader(b)) {
      List<ClassLoader> both = List.of(first, second);
      assertThat(load(Map.of(), Map.of(), both).getClusterName()).isEqualTo("a");
      assertThat(load(Map.of(), Map.of(), List.of(second)).getClusterName()).isEqualTo("b");
      Map<String, String> named = Map.of("vertx.hyparview.config", "classpath:other.json");
      assertThat(load(named, Map.of(), both).getClusterName()).isEqualTo("other");
    }
  }

  @Test
  void aNamedFileThatIsMissingOrBadIsAnErrorThatNamesIt(@TempDir Path directory)
      throws IOException {
    assertFails(
        "/no/such.json", "vertx.hyparview.config names /no/such.json, but there is no such");
    assertFails(
        "classpath:no.json", "vertx.hyparview.config names classpath:no.json, but there is");
    assertFails(directory.toString(), "Cannot read " + directory + ": ");
    Path text = write(directory, "text.json", "port: 1");
    assertFails(text.toString(), text + " is not JSON: ");
    Path unknown = write(directory, "unknown.json", "{\"prot\": 1}");
    assertFails(
        unknown.toString(),
        unknown + ": There is no option prot; did you mean port? The options are ");
    Path range = write(directory, "range.json", "{\"multicast\": {\"port\": 0}}");
    assertFails(range.toString(), range + ": multicast.port must be in 1..65535, but is 0");
  }

  @Test
  void secretsAreAListAndInNoMessage(@TempDir Path directory) throws IOException {
    String one = "the-Secret-of-this-cluster-1234";
    String two = "the-Next-secret-of-this-cluster";
    HyParViewClusterOptions found =
        load(Map.of(), Map.of("VERTX_HYPARVIEW_SECRETS", one + ", " + two));
    assertThat(found.getLinks().get(LinkOptions.SECRETS)).containsExactly(one, two);
    Path broken = write(directory, "broken.json", "{\"secrets\": [" + one + "]}");
    Path string = write(directory, "string.json", "{\"secrets\": \"" + one + "\"}");
    for (Path file : List.of(broken, string)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> load(Map.of("vertx.hyparview.config", file.toString()), Map.of()))
          .withMessageContaining("secrets")
          .withMessageNotContaining("the-Secret")
          .matches(e -> e.getCause() == null || !e.getCause().toString().contains("the-Secret"));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> load(Map.of("vertx.hyparview.secrets", "Too-short-1"), Map.of()))
        .withMessageStartingWith("vertx.hyparview.secrets: secrets: a secret needs 128 random bits")
        .withMessageNotContaining("Too-short-1");
  }

  @Test
  void theIdentityOfANodeIsSetAsAllElse() {
    HyParViewClusterOptions found = load(
        Map.of("vertx.hyparview.verifyNodeId", "true"),
        Map.of("VERTX_HYPARVIEW_NODE_NAME", "orders-1"));
    assertThat(found.getLinks().get(LinkOptions.VERIFY_NODE_ID)).isTrue();
    assertThat(found.get(HyParViewClusterOptions.NODE_NAME)).isEqualTo("orders-1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> load(Map.of("vertx.hyparview.nodeName", "a\nb"), Map.of()))
        .withMessageStartingWith("vertx.hyparview.nodeName: nodeName: a name must not hold");
  }

  @Test
  void aPropertyBeatsAVariableAndThatTheFile(@TempDir Path directory) throws IOException {
    Path file = write(
        directory,
        "a.json",
        "{\"port\": 1, \"portRange\": 1, \"activeViewSize\": 1,"
            + " \"multicast\": {\"port\": 1, \"timeToLive\": 1, \"group\": \"239.1.1.1\"}}");
    HyParViewClusterOptions options = load(
        Map.of(
            "vertx.hyparview.config", file.toString(),
            "vertx.hyparview.port", "3",
            "vertx.hyparview.multicast.port", "3"),
        Map.of(
            "VERTX_HYPARVIEW_PORT", "2",
            "VERTX_HYPARVIEW_PORT_RANGE", "2",
            "VERTX_HYPARVIEW_MULTICAST_PORT", "2",
            "VERTX_HYPARVIEW_MULTICAST_TIME_TO_LIVE", "2"));
    assertThat(options.getPort()).isEqualTo(3);
    JsonObject json = options.toJson();
    assertThat(json.getInteger("portRange")).isEqualTo(2);
    assertThat(json.getInteger("activeViewSize")).isEqualTo(1);
    assertThat(json.getJsonObject("multicast"))
        .isEqualTo(new JsonObject()
            .put("enabled", true)
            .put("group", "239.1.1.1")
            .put("port", 3)
            .put("timeToLive", 2));
  }

  @Test
  void aPropertyBeatsANestedOptionOfTheFile(@TempDir Path directory) throws IOException {
    Path file = write(
        directory,
        "a.json",
        "{\"profile\": \"wan\", \"membership\": {\"healInterval\": 700, \"shuffleActive\": 2},"
            + " \"discovery\": {\"multicast\": {\"port\": 9}}}");
    JsonObject json = load(
            Map.of(
                "vertx.hyparview.config", file.toString(),
                "vertx.hyparview.healInterval", "800",
                "vertx.hyparview.multicast.timeToLive", "7"),
            Map.of("VERTX_HYPARVIEW_PROFILE", "local"))
        .toJson();
    assertThat(json.getInteger("healInterval")).isEqualTo(800);
    assertThat(json.getInteger("shuffleActive")).isEqualTo(2);
    assertThat(json.getString("profile")).isEqualTo("local");
    assertThat(json.getString("host")).isEqualTo("127.0.0.1");
    assertThat(json.getJsonObject("multicast"))
        .isEqualTo(new JsonObject()
            .put("enabled", false)
            .put("group", "239.255.78.0")
            .put("port", 9)
            .put("timeToLive", 7));
  }

  @Test
  void singleOptionsOfEachKindAreRead() {
    HyParViewClusterOptions options = load(
        Map.of(
            "vertx.hyparview.contacts", " a:1, b:2 ,",
            "vertx.hyparview.multicast.enabled", "FALSE",
            "vertx.hyparview.membershipScope", "ACTIVE_VIEW",
            "vertx.hyparview.tombstoneRetention", "100000000000",
            "vertx.hyparview.expectedClusterSize", "1000",
            "vertx.hyparview.netClientOptions", "{\"ssl\": true}"),
        Map.of("VERTX_HYPARVIEW_DNS", "x", "VERTX_HYPARVIEW_MULTICAST", "{\"port\": 5}"));
    assertThat(options.getContacts()).containsExactly("a:1", "b:2");
    JsonObject json = options.toJson();
    assertThat(json.getJsonObject("multicast").getBoolean("enabled")).isFalse();
    assertThat(json.getJsonObject("multicast").getInteger("port")).isEqualTo(5);
    assertThat(json.getString("membershipScope")).isEqualTo("ACTIVE_VIEW");
    assertThat(json.getLong("tombstoneRetention")).isEqualTo(100_000_000_000L);
    assertThat(json.getInteger("activeViewSize")).isEqualTo(4);
    assertThat(json.getJsonObject("netClientOptions").getBoolean("ssl")).isTrue();
    assertThat(json.getJsonArray("dns")).containsExactly("x");
    assertThat(warnings).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "port | http | vertx.hyparview.port must be a whole number, but is \"http\"",
        "port | 70000 | vertx.hyparview.port: port must be in 0..65535, but is 70000",
        "loopbackScan | yes | vertx.hyparview.loopbackScan must be true or false, but is \"yes\"",
        "netClientOptions | ssl |"
            + " vertx.hyparview.netClientOptions must be a JSON object, but is \"ssl\"",
        "contacts | a | vertx.hyparview.contacts: contacts: An address must have the form",
        "prot | 1 | There is no option vertx.hyparview.prot; did you mean port? The options are",
        "multicast.enabld | true | There is no option vertx.hyparview.multicast.enabld; did you"
            + " mean multicast.enabled? The options are",
        "netClientOptions.ssl | true | There is no option vertx.hyparview.netClientOptions.ssl; "
      })
  void aBadPropertyIsAnErrorThatNamesIt(String option, String value, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> load(Map.of("vertx.hyparview." + option, value), Map.of()))
        .withMessageStartingWith(message);
  }

  @Test
  void aBadVariableIsAnErrorThatNamesIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> load(Map.of(), Map.of("VERTX_HYPARVIEW_PORT", "many")))
        .withMessage("VERTX_HYPARVIEW_PORT must be a whole number, but is \"many\"");
  }

  @Test
  void aVariableThatIsNotAnOptionIsLoggedAndIgnored() {
    load(Map.of("other", "1"), Map.of("VERTX_HYPARVIEW_SIZE", "1", "OTHER", "1"));
    assertThat(warnings)
        .containsExactly(
            "Ignored the environment variable VERTX_HYPARVIEW_SIZE: there is no such option");
  }

  /** What Kubernetes sets for a service of that name, and Docker for a link. */
  @ParameterizedTest
  @CsvSource({
    "PORT,tcp://10.0.0.1:7800",
    "SERVICE_HOST,10.0.0.1",
    "SERVICE_PORT,7800",
    "SERVICE_PORT_CONTROL,7800",
    "PORT_7800_TCP,tcp://10.0.0.1:7800",
    "PORT_7800_TCP_PROTO,tcp",
    "PORT_7800_TCP_PORT,7800",
    "PORT_7800_UDP_ADDR,10.0.0.1",
    "NAME,/web/vertx-hyparview",
    "ENV_PATH,/bin",
  })
  void aServicesVariablesAreNotOptions(String name, String value) {
    HyParViewClusterOptions options = load(Map.of(), Map.of("VERTX_HYPARVIEW_" + name, value));
    assertThat(options.toJson()).isEqualTo(new HyParViewClusterOptions().toJson());
    assertThat(warnings).isEmpty();
  }

  @Test
  void anEmptyVariableCountsAsNotSet() {
    Map<String, String> empty = new HashMap<>(Map.of("VERTX_HYPARVIEW_CONFIG", " "));
    for (String option : new HyParViewClusterOptions().table().kinds().keySet()) {
      empty.put(ConfigurationLookup.variableOf(option), "");
    }
    assertThat(load(Map.of(), empty).toJson()).isEqualTo(new HyParViewClusterOptions().toJson());
    assertThat(warnings).isEmpty();
  }

  @Test
  void noTwoOptionsShareAVariable() {
    Set<String> variables = new HashSet<>(Set.of(ConfigurationLookup.FILE_VARIABLE));
    for (String option : new HyParViewClusterOptions().table().kinds().keySet()) {
      assertThat(variables.add(ConfigurationLookup.variableOf(option)))
          .as(option)
          .isTrue();
    }
    assertThat(variables)
        .contains("VERTX_HYPARVIEW_ACTIVE_VIEW_SIZE", "VERTX_HYPARVIEW_MULTICAST_TIME_TO_LIVE");
  }

  private void assertFails(String location, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> load(Map.of("vertx.hyparview.config", location), Map.of()))
        .withMessageStartingWith(message);
  }

  private HyParViewClusterOptions load(
      Map<String, String> properties, Map<String, String> variables) {
    return load(properties, variables, List.of());
  }

  private HyParViewClusterOptions load(
      Map<String, String> properties, Map<String, String> variables, List<ClassLoader> loaders) {
    return new ConfigurationLookup(properties, variables, loaders, warnings::add).load();
  }

  private static Path write(Path directory, String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static URLClassLoader loader(Path directory) throws IOException {
    return new URLClassLoader(new URL[] {directory.toUri().toURL()}, null);
  }
}
