package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hyparview.HyParViewOptions;
import org.hyparview.cluster.discovery.DiscoveryConfig;
import org.hyparview.cluster.discovery.DnsName;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HyParViewClusterOptionsTest {

  private static final Peer SELF =
      new Peer(PeerId.of("self"), 1, new PeerAddress("192.168.1.5", 7801));

  @Test
  void jsonGivesBackWhatItWasMadeOf() {
    HyParViewClusterOptions options = new HyParViewClusterOptions()
        .setClusterName("c")
        .setContacts(List.of("x:1", "[::1]:2"))
        .setExpectedClusterSize(1_000)
        .setLoopbackScan(false)
        .setMulticast(
            new MulticastOptions().setEnabled(false).setNetworkInterface("eth7").setTimeToLive(4))
        .setDns(List.of("a.example", "b.example:9", "_hyparview._tcp.example"))
        .setDnsServer("10.0.0.2:53")
        .setClusterHost("h")
        .setClusterPublicHost("p")
        .setMembershipScope(MembershipScope.ACTIVE_VIEW)
        .setViewEvents(true)
        .setTombstoneRetention(1L << 33)
        .setNetServerOptions(new NetServerOptions().setSsl(true))
        .setNetClientOptions(new NetClientOptions().setSsl(true).setTrustAll(true));
    JsonObject json = options.toJson();
    assertThat(
            new HyParViewClusterOptions(new JsonObject(json.encode())).toJson().encode())
        .isEqualTo(json.encode());
    assertThat(new HyParViewClusterOptions(options).toJson()).isEqualTo(json);
    assertThat(options).hasToString(json.encode());
    assertThat(new HyParViewClusterOptions(json).getMulticast().getNetworkInterface())
        .isEqualTo("eth7");
    assertThat(new HyParViewClusterOptions(json).getMembershipScope())
        .isEqualTo(MembershipScope.ACTIVE_VIEW);
  }

  @Test
  void theDefaultsSurviveJsonAndAreValid() {
    HyParViewClusterOptions options = new HyParViewClusterOptions();
    assertThat(new HyParViewClusterOptions(options.toJson()).toJson()).isEqualTo(options.toJson());
    options.checkTogether();
    HyParViewConfig config = options.toHyParViewConfig();
    assertThat(config.activeViewSize()).isEqualTo(HyParViewConfig.DEFAULT.activeViewSize());
    assertThat(config.shuffleInterval()).isEqualTo(5_000);
    assertThat(config.healInterval()).isEqualTo(3_000);
    assertThat(options.toTransportOptions().bindPort()).isEqualTo(7800);
    assertThat(options.toTransportOptions().bindPortRange()).isEqualTo(64);
  }

  @Test
  void copiesAreIndependent() {
    HyParViewClusterOptions options = new HyParViewClusterOptions();
    HyParViewClusterOptions copy =
        new HyParViewClusterOptions(options).setPort(1).addContact("a:1");
    copy.getMulticast().setEnabled(false);
    copy.getDns().add("nonsense");
    copy.getContacts().clear();
    assertThat(options.getPort()).isEqualTo(7800);
    assertThat(options.getContacts()).isEmpty();
    assertThat(copy.getContacts()).containsExactly("a:1");
    assertThat(copy.getMulticast().isEnabled()).isTrue();
    assertThat(copy.getDns()).isEmpty();
  }

  @Test
  void allOptionsOfTheOverlayButTheVerticlesOwnAreOptionsHereToo() {
    TreeSet<String> names = new TreeSet<>(HyParViewOptions.table().names());
    assertThat(names).containsAll(ClusterOptionsJson.VERTICLES_OWN);
    names.removeAll(ClusterOptionsJson.VERTICLES_OWN);
    assertThat(ClusterOptionsJson.TABLE.names())
        .containsAll(names)
        .doesNotContainAnyElementsOf(ClusterOptionsJson.VERTICLES_OWN);
    for (String name : names) {
      String capital = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
      assertThat(HyParViewClusterOptions.class).hasPublicMethods("get" + capital, "set" + capital);
    }
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
  @ValueSource(strings = {"clusterHost", "clusterPublicHost", "multicast.networkInterface"})
  void eachTextHasALength(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HyParViewClusterOptions(json(name, "")))
        .withMessage(name + " must have 1 to 255 characters, but is \"\"");
  }

  @Test
  void whatIsNoOptionOrOfAWrongTypeIsNamed() {
    assertRefused(json("nodeId", "a"), "There is no option nodeId; the options are clusterName, ");
    assertRefused(
        json("multicast.ttl", 1), "There is no option multicast.ttl; the options are enabled, ");
    assertRefused(json("multicast", true), "multicast must be a JSON object, but is true");
    assertRefused(
        json("multicast.enabled", "yes"), "multicast.enabled must be true or false, but is yes");
    assertRefused(
        json("multicast.group", "10.0.0.1"),
        "multicast.group must be in 224.0.0.0..239.255.255.255, but is \"10.0.0.1\"");
    assertRefused(
        json("membershipScope", "ALL"),
        "membershipScope must be one of [CLUSTER, ACTIVE_VIEW], but is ALL");
    assertRefused(json("maxVoters", 4), "maxVoters must be 1, 3 or 5, but is 4");
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
  void whatConcernsSeveralOptionsIsCheckedTogether() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new HyParViewClusterOptions().setStrongSuspicionTimeout(2_000).checkTogether())
        .withMessage("weakSuspicionTimeout must be at least strongSuspicionTimeout, which is"
            + " 2000, but is 1000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HyParViewClusterOptions().setPort(65_500).checkTogether())
        .withMessage("The ports 65500..65563 are not all in 1..65535");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HyParViewClusterOptions().setRejoinMaxDelay(1).checkTogether())
        .withMessageContaining("rejoinMaxDelay must be in 500..");
  }

  @Test
  void nestedOptionsKeepWhatTheJsonDoesNotSay() {
    MulticastOptions multicast =
        new HyParViewClusterOptions(json("multicast.port", 9)).getMulticast();
    assertThat(multicast.getPort()).isEqualTo(9);
    assertThat(multicast.isEnabled()).isTrue();
    assertThat(multicast.getGroup()).isEqualTo(MulticastOptions.DEFAULT_GROUP);
    assertThat(new MulticastOptions(multicast.toJson()).toJson()).isEqualTo(multicast.toJson());
  }

  @Test
  void theSearchLooksAtThisHostByLoopbackAndByItsOwnAddress() {
    HyParViewClusterOptions options = new HyParViewClusterOptions();
    assertThat(portScan(options).hosts()).containsExactly("127.0.0.1", "192.168.1.5");
    assertThat(portScan(options).firstPort()).isEqualTo(7800);
    assertThat(portScan(options).ports()).isEqualTo(64);
    options.setAdvertisedHost("public.example");
    assertThat(portScan(options).hosts()).containsExactly("127.0.0.1");
    options.setHost("127.0.0.2");
    assertThat(portScan(options).hosts()).containsExactly("127.0.0.1", "127.0.0.2");
    options.setHost("127.0.0.1").setAdvertisedPort(7);
    assertThat(portScan(options).hosts()).containsExactly("127.0.0.1");
    assertThat(portScan(options).ports()).isEqualTo(1);
    assertThat(options.setLoopbackScan(false).toDiscoveryConfig(SELF).portScan())
        .isNull();
    assertThat(options.setLoopbackScan(true).setPort(0).toDiscoveryConfig(SELF).portScan())
        .isNull();
  }

  @Test
  void theSearchGetsContactsNamesAndTimes() {
    DiscoveryConfig config = new HyParViewClusterOptions()
        .setClusterName("c")
        .setContacts(List.of("a:1"))
        .setDns(List.of("n", "m:2"))
        .setDnsServer("10.0.0.2:53")
        .setDnsRefresh(700)
        .setDiscoveryTimeout(70)
        .setMulticast(new MulticastOptions().setEnabled(false))
        .toDiscoveryConfig(SELF);
    assertThat(config)
        .isEqualTo(new DiscoveryConfig(
            "c",
            SELF,
            List.of(new PeerAddress("a", 1)),
            config.portScan(),
            null,
            List.of(new DnsName("n", 7800, false), new DnsName("m", 2, false)),
            new PeerAddress("10.0.0.2", 53),
            70,
            700));
    assertThat(new HyParViewClusterOptions()
            .setDns(List.of("n"))
            .setAdvertisedPort(9)
            .toDiscoveryConfig(SELF)
            .dns())
        .containsExactly(new DnsName("n", 9, false));
  }

  @Test
  void theEventBusFollowsTheControlPlaneUnlessConfiguredOtherwise() {
    HyParViewClusterOptions options = new HyParViewClusterOptions();
    assertThat(options.eventBusHost(SELF)).isEqualTo("192.168.1.5");
    assertThat(options.eventBusPublicHost()).isNull();
    options.setAdvertisedHost("public.example");
    assertThat(options.eventBusHost(SELF)).isEqualTo("0.0.0.0");
    assertThat(options.eventBusPublicHost()).isEqualTo("public.example");
    options.setHost("10.0.0.1");
    assertThat(options.eventBusHost(SELF)).isEqualTo("10.0.0.1");
    options.setClusterHost("10.0.0.9");
    assertThat(options.eventBusHost(SELF)).isEqualTo("10.0.0.9");
    assertThat(options.eventBusPublicHost()).isNull();
    assertThat(options.setClusterPublicHost("p").eventBusPublicHost()).isEqualTo("p");
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
    ClusterOptionsJson.TABLE
        .kinds()
        .keySet()
        .forEach(name -> defaults.put(name, String.valueOf(value(json, name))));
    defaults.remove("multicast");
    defaults.replace("netServerOptions", "{}");
    defaults.replace("netClientOptions", "{}");
    defaults.replace("advertisedHost", "null", "automatic");
    defaults.replace("multicast.networkInterface", "null", "automatic");
    defaults.replace("clusterHost", "null", "automatic");
    defaults.replace("clusterPublicHost", "null", "automatic");
    defaults.replace("dnsServer", "null", "system");
    defaults.replace("expectedClusterSize", "null", "none");
    assertThat(documented).isEqualTo(defaults);
  }

  private static DiscoveryConfig.PortScan portScan(HyParViewClusterOptions options) {
    return Objects.requireNonNull(options.toDiscoveryConfig(SELF).portScan());
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
