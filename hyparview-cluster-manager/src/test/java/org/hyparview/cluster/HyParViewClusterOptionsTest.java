package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hyparview.BroadcastOptions;
import org.hyparview.HyParViewOptions;
import org.hyparview.Profile;
import org.hyparview.cluster.internal.ClusterSettings;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HyParViewClusterOptionsTest {

  @Test
  void jsonGivesBackWhatItWasMadeOf() {
    HyParViewClusterOptions options = new HyParViewClusterOptions()
        .setClusterName("c")
        .setContacts(List.of("x:1", "[::1]:2"))
        .setNodeName("n")
        .setClusterHost("h")
        .setClusterPublicHost("p")
        .setMembershipScope(MembershipScope.ACTIVE_VIEW)
        .setViewEvents(true)
        .setTags(Map.of("zone", "a", "gpu", ""))
        .setTombstoneRetention(1L << 33);
    options.getMembership().setExpectedClusterSize(1_000);
    options
        .getLinks()
        .setNetServerOptions(new NetServerOptions().setSsl(true))
        .setNetClientOptions(new NetClientOptions().setSsl(true).setTrustAll(true));
    options
        .getDiscovery()
        .setLoopbackScan(false)
        .setDns(List.of("a.example", "b.example:9", "_hyparview._tcp.example"))
        .setDnsServer("10.0.0.2:53")
        .getMulticast()
        .setEnabled(false)
        .setNetworkInterface("eth7")
        .setTimeToLive(4);
    options.getFailureDetection().setProbeInterval(77);
    options
        .getSharedData()
        .setOnQuorumLoss(QuorumLossPolicy.WAIT)
        .setDataMember(false)
        .setSpreadVotersBy("zone");
    JsonObject json = options.toJson();
    assertThat(
            new HyParViewClusterOptions(new JsonObject(json.encode())).toJson().encode())
        .isEqualTo(json.encode());
    assertThat(new HyParViewClusterOptions(options).toJson()).isEqualTo(json);
    JsonObject shown = json.copy().put("netServerOptions", "set").put("netClientOptions", "set");
    assertThat(options).hasToString(shown.encode());
    assertThat(value(json, "multicast.networkInterface")).isEqualTo("eth7");
    assertThat(json.getString("membershipScope")).isEqualTo("ACTIVE_VIEW");
    assertThat(json.getString("onQuorumLoss")).isEqualTo("WAIT");
  }

  @Test
  void theDefaultsSurviveJsonAndAreValid() {
    HyParViewClusterOptions options = new HyParViewClusterOptions();
    assertThat(new HyParViewClusterOptions(options.toJson()).toJson()).isEqualTo(options.toJson());
    HyParViewConfig config = options.getMembership().toConfig();
    assertThat(config.activeViewSize()).isEqualTo(HyParViewConfig.DEFAULT.activeViewSize());
    assertThat(config.shuffleInterval()).isEqualTo(5_000);
    assertThat(config.healInterval()).isEqualTo(3_000);
    assertThat(options.getPort()).isEqualTo(7800);
    assertThat(options.getLinks().portsToTry()).isEqualTo(64);
  }

  @Test
  void shorthandSetsTheOptionsOfTheParts() {
    HyParViewClusterOptions options = new HyParViewClusterOptions()
        .setPortRange(3)
        .setShuffleInterval(77)
        .setMulticast(new MulticastOptions().setEnabled(false))
        .setDns(List.of("a.example"))
        .setOnQuorumLoss(QuorumLossPolicy.WAIT)
        .setOperationTimeout(700);
    assertThat(options.getMulticast()).isSameAs(options.getDiscovery().getMulticast());
    HyParViewClusterOptions nested = new HyParViewClusterOptions();
    nested.getLinks().setPortRange(3);
    nested.getMembership().setShuffleInterval(77);
    nested.getDiscovery().setDns(List.of("a.example")).getMulticast().setEnabled(false);
    nested.getSharedData().setOnQuorumLoss(QuorumLossPolicy.WAIT).setOperationTimeout(700);
    assertThat(options.toJson()).isEqualTo(nested.toJson());
  }

  @Test
  void copiesAreIndependent() {
    HyParViewClusterOptions options = new HyParViewClusterOptions();
    HyParViewClusterOptions copy =
        new HyParViewClusterOptions(options).setPort(1).addContact("a:1");
    copy.getDiscovery().setDns(List.of("name")).getMulticast().setEnabled(false);
    assertThat(options.toJson()).isEqualTo(new HyParViewClusterOptions().toJson());
    assertThat(copy.getPort()).isEqualTo(1);
    assertThat(copy.getContacts()).containsExactly("a:1");
    assertThat(value(copy.toJson(), "multicast.enabled")).isEqualTo(false);
  }

  @Test
  void allOptionsOfTheOverlayButTheVerticlesOwnAreOptionsHereToo() {
    TreeSet<String> names = new TreeSet<>(new HyParViewOptions().toJson().fieldNames());
    names.removeAll(new BroadcastOptions().toJson().fieldNames());
    names.remove("telemetry");
    assertThat(new HyParViewClusterOptions().table().kinds().keySet())
        .containsAll(names)
        .doesNotContain("nodeId")
        .doesNotContainAnyElementsOf(new BroadcastOptions().toJson().fieldNames());
  }

  @Test
  void jsonMayBeNestedByConcern() {
    JsonObject multicast = new JsonObject().put("multicast", new JsonObject().put("port", 9));
    JsonObject nested = new JsonObject()
        .put("membership", new JsonObject().put("healInterval", 700))
        .put("links", new JsonObject().put("portRange", 2))
        .put("discovery", multicast.copy().put("dnsRefresh", 100))
        .put("failureDetection", new JsonObject().put("probeInterval", 70))
        .put("leaveTimeout", 7)
        .put("sharedData", new JsonObject().put("maxVoters", 3));
    JsonObject flat = multicast
        .put("healInterval", 700)
        .put("portRange", 2)
        .put("dnsRefresh", 100)
        .put("probeInterval", 70)
        .put("leaveTimeout", 7)
        .put("maxVoters", 3);
    assertThat(new HyParViewClusterOptions(nested).toJson())
        .isEqualTo(new HyParViewClusterOptions(flat).toJson())
        .isNotEqualTo(new HyParViewClusterOptions().toJson());
    assertRefused(
        json("discovery.multicast.ttl", 1),
        "There is no option multicast.ttl; the options are enabled, ");
    assertRefused(
        json("discovery.probeInterval", 1), "There is no option discovery.probeInterval; ");
  }

  @ParameterizedTest
  @CsvSource({
    "port, 0, 65535",
    "portRange, 1, 1024",
    "activeViewSize, 1, 32",
    "heartbeatMisses, 2, 1000",
    "maxFrameSize, 65536, 16777216",
    "dnsRefresh, 100, 3600000",
    "discoveryTimeout, 0, 60000",
    "strongSuspicionTimeout, 0, 3600000",
    "weakSuspicionTimeout, 10, 3600000",
    "probeInterval, 10, 3600000",
    "registrationTimeout, 10, 3600000",
    "leaveTimeout, 0, 3600000",
    "drainTime, 0, 3600000",
    "handOverTimeout, 0, 3600000",
    "digestInterval, 10, 3600000",
    "tombstoneRetention, 60000, 315360000000",
    "operationTimeout, 100, 3600000",
    "maxRequests, 1, 4096",
    "maxPendingBytes, 65536, 1073741824",
    "snapshotInterval, 10, 10000",
    "multicast.port, 1, 65535",
    "multicast.timeToLive, 0, 255"
  })
  void eachNumberHasARangeThatTheMessageNames(String name, long min, long max) {
    for (long good : List.of(min, max)) {
      assertThat(value(new HyParViewClusterOptions(json(name, good)).toJson(), name))
          .isEqualTo(good);
    }
    for (long bad : List.of(min - 1, max + 1)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new HyParViewClusterOptions(json(name, bad)))
          .withMessage(name + " must be in " + min + ".." + max + ", but is " + bad);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HyParViewClusterOptions(json(name, "many")))
        .withMessage(name + " must be a whole number, but is many");
  }

  @ParameterizedTest
  @ValueSource(strings = "multicast.networkInterface")
  void eachStringHasALength(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HyParViewClusterOptions(json(name, "")))
        .withMessage(name + " must have 1 to 255 bytes in UTF-8, but has 0");
  }

  @Test
  void whatIsNoOptionOrOfAWrongTypeIsNamed() {
    assertRefused(json("nodeId", "a"), "There is no option nodeId; the options are profile, ");
    assertRefused(
        json("multicast.ttl", 1), "There is no option multicast.ttl; the options are enabled, ");
    assertRefused(json("tags", true), "tags must be a JSON object, but is true");
    assertRefused(json("tags.zone", 1), "tags.zone must be a string, but is 1");
    assertRefused(json("tags.a b", "c"), "tags: The key of a tag must not hold");
    assertRefused(json("multicast", true), "multicast must be a JSON object, but is true");
    assertRefused(
        json("multicast.enabled", "yes"), "multicast.enabled must be true or false, but is yes");
    assertRefused(
        json("multicast.group", "10.0.0.1"),
        "multicast.group: A multicast group must be in 224.0.0.0..239.255.255.255, but is"
            + " \"10.0.0.1\"");
    assertRefused(
        json("membershipScope", "ALL"),
        "membershipScope must be one of [CLUSTER, ACTIVE_VIEW], but is ALL");
    assertRefused(json("maxVoters", 4), "maxVoters must be one of [1, 3, 5], but is 4");
    assertRefused(json("dataMember", "yes"), "dataMember must be true or false, but is yes");
    assertRefused(
        json("spreadVotersBy", "a=b"), "spreadVotersBy: The key of a tag must not have any of");
    assertRefused(
        json("onQuorumLoss", "HOPE"),
        "onQuorumLoss must be one of [RECOVER_IF_PROVEN, WAIT, RECOVER], but is HOPE");
    assertRefused(json("dns", new JsonArray().add("a:0")), "dns: A port must be in 1..65535");
    assertRefused(
        json("dns", new JsonArray().add("_a._tcp.b:1")),
        "dns: SRV records have ports of their own");
    assertRefused(
        json("dnsServer", "ns.example:53"),
        "dnsServer: A name server must be given by its IPv4 address, but is");
  }

  @Test
  void nestedOptionsKeepWhatTheJsonDoesNotSay() {
    MulticastOptions multicast =
        new HyParViewClusterOptions(json("multicast.port", 9)).getDiscovery().getMulticast();
    assertThat(multicast.get(MulticastOptions.PORT)).isEqualTo(9);
    assertThat(multicast.get(MulticastOptions.ENABLED)).isTrue();
    assertThat(multicast.get(MulticastOptions.GROUP)).isEqualTo("239.255.78.0");
    assertThat(new MulticastOptions(multicast.toJson()).toJson()).isEqualTo(multicast.toJson());
  }

  /** The table in docs/cluster-options.md has a row for each option, with its true default. */
  @Test
  void theOptionsTableIsTrue() throws IOException {
    Map<String, String> documented = new TreeMap<>();
    Matcher row = Pattern.compile("(?m)^\\| `([\\w.]+)` \\| `([^`]*)` \\|")
        .matcher(Files.readString(Path.of("..", "docs", "cluster-options.md")));
    while (row.find()) {
      assertThat(documented.put(row.group(1), row.group(2))).as(row.group(1)).isNull();
    }
    Map<String, String> defaults = new TreeMap<>();
    JsonObject json = new HyParViewClusterOptions().toJson();
    new HyParViewClusterOptions()
        .table()
        .kinds()
        .keySet()
        .forEach(name -> defaults.put(name, String.valueOf(value(json, name))));
    defaults.remove("multicast");
    defaults.replace("netServerOptions", "{}");
    defaults.replace("netClientOptions", "{}");
    defaults.replace("advertisedHost", "null", "automatic");
    defaults.replace("nodeName", "null", "none");
    defaults.replace("multicast.networkInterface", "null", "automatic");
    defaults.replace("clusterHost", "null", "automatic");
    defaults.replace("clusterPublicHost", "null", "automatic");
    defaults.replace("serialFilter", "null", "default");
    defaults.replace("spreadVotersBy", "null", "none");
    defaults.replace("dnsServer", "null", "system");
    defaults.replace("expectedClusterSize", "null", "none");
    defaults.replace("profile", "null", "none");
    assertThat(documented).isEqualTo(defaults);
  }

  /** The table in docs/cluster-options.md has all that a profile changes, and nothing else. */
  @ParameterizedTest
  @EnumSource
  void theTableOfProfilesIsTrue(Profile profile) throws IOException {
    JsonObject defaults = new HyParViewClusterOptions().toJson();
    JsonObject changed = new HyParViewClusterOptions().setProfile(profile).toJson();
    Map<String, String> changes = new TreeMap<>();
    for (String name : new HyParViewClusterOptions().table().kinds().keySet()) {
      if (!Objects.equals(value(changed, name), value(defaults, name))) {
        changes.put(name, String.valueOf(value(changed, name)));
      }
    }
    changes.remove("multicast");
    assertThat(changes.remove("profile")).isEqualTo(profile.toString());
    Map<String, String> documented = new TreeMap<>();
    StringBuilder columns = new StringBuilder("(?m)^\\| `([\\w.]+)` \\| (\\w\\S*) ");
    for (Profile each : Profile.values()) {
      columns.append("\\| (?:(?<").append(each).append(">\\w\\S*) )?");
    }
    Matcher row = Pattern.compile(columns.toString())
        .matcher(Files.readString(Path.of("..", "docs", "cluster-options.md")));
    while (row.find()) {
      assertThat(row.group(2)).isEqualTo(String.valueOf(value(defaults, row.group(1))));
      String documentedValue = row.group(profile.toString());
      if (documentedValue != null) {
        documented.put(row.group(1), documentedValue);
      }
    }
    assertThat(documented).isEqualTo(changes);
  }

  @Test
  void eachProfileHasAFactoryAndIsValid() {
    List<HyParViewClusterOptions> all = List.of(
        HyParViewClusterOptions.lan(),
        HyParViewClusterOptions.wan(),
        HyParViewClusterOptions.local(),
        HyParViewClusterOptions.paper());
    assertThat(all)
        .extracting(HyParViewClusterOptions::getProfile)
        .containsExactly(Profile.values());
    for (HyParViewClusterOptions options : all) {
      assertThatCode(() -> new ClusterSettings(options)).doesNotThrowAnyException();
      assertThat(new HyParViewClusterOptions(options.toJson()).toJson())
          .isEqualTo(options.toJson());
      assertThat(new HyParViewClusterOptions(json("profile", String.valueOf(options.getProfile())))
              .toJson())
          .isEqualTo(options.toJson());
    }
  }

  @Test
  void anObjectThatIsNestedKeepsWhatTheProfileHasSet() {
    JsonObject json = json("multicast.port", 9).put("profile", "wan");
    assertThat(value(new HyParViewClusterOptions(json).toJson(), "multicast.enabled"))
        .isEqualTo(false);
  }

  private static void assertRefused(JsonObject json, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HyParViewClusterOptions(json))
        .withMessageStartingWith(message);
  }

  private static JsonObject json(String name, Object value) {
    int dot = name.indexOf('.');
    return dot < 0
        ? new JsonObject().put(name, value)
        : new JsonObject().put(name.substring(0, dot), json(name.substring(dot + 1), value));
  }

  private static Object value(JsonObject json, String name) {
    int dot = name.indexOf('.');
    Object value = dot < 0
        ? json.getValue(name)
        : value(json.getJsonObject(name.substring(0, dot)), name.substring(dot + 1));
    return value instanceof Integer number ? Long.valueOf(number) : value;
  }
}
