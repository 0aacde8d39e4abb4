package org.hyparview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hyparview.node.OverlayNode;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.plumtree.PlumtreeConfig;
import org.hyparview.wire.BroadcastCodec;
import org.hyparview.wire.MembershipCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HyParViewOptionsTest {

  @Test
  void theDefaultsAreThePapers() {
    assertThat(new HyParViewOptions().toHyParViewConfig()).isEqualTo(HyParViewConfig.DEFAULT);
    assertThat(new HyParViewOptions().toPlumtreeConfig()).isEqualTo(PlumtreeConfig.DEFAULT);
    assertThat(new HyParViewOptions().toSettings()).isEqualTo(OverlayNode.Settings.DEFAULT);
  }

  @Test
  void jsonGivesBackWhatItWasMadeOf() {
    HyParViewOptions options = new HyParViewOptions()
        .setNodeId("a")
        .setClusterName("c")
        .setHost("::1")
        .setPort(1)
        .setAdvertisedHost("h")
        .setAdvertisedPort(2)
        .setContacts(List.of("x:1", "[::1]:2"))
        .setEventBusPrefix("p")
        .setActiveViewSize(7)
        .setShuffleInterval(1_000)
        .setFailedPeerRetention(1L << 32)
        .setNetServerOptions(new NetServerOptions().setSsl(true))
        .setNetClientOptions(new NetClientOptions().setSsl(true).setTrustAll(true));
    JsonObject json = options.toJson();
    assertThat(new HyParViewOptions(json).toJson()).isEqualTo(json);
    assertThat(new HyParViewOptions(new JsonObject(json.encode())).toJson().encode())
        .isEqualTo(json.encode());
    assertThat(new HyParViewOptions(options).toJson()).isEqualTo(json);
    assertThat(json.getLong("failedPeerRetention")).isEqualTo(1L << 32);
    assertThat(options).hasToString(json.encode());
  }

  @Test
  void theDefaultsSurviveJsonToo() {
    JsonObject json = new HyParViewOptions().toJson();
    assertThat(new HyParViewOptions(json).toJson()).isEqualTo(json);
    assertThat(json.containsKey("nodeId")).isFalse();
    assertThat(new HyParViewOptions(new JsonObject().putNull("nodeId")).getNodeId())
        .isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "port, 0, 65535",
    "portRange, 1, 1024",
    "advertisedPort, 0, 65535",
    "activeViewSize, 1, 32",
    "passiveViewSize, 0, 1024",
    "activeRandomWalkLength, 0, 64",
    "passiveRandomWalkLength, 0, 64",
    "shuffleActive, 0, 31",
    "shufflePassive, 0, 31",
    "shuffleTimeToLive, 1, 64",
    "shuffleInterval, 10, 3600000",
    "requestTimeout, 10, 3600000",
    "healInterval, 10, 3600000",
    "rejoinMinDelay, 1, 3600000",
    "rejoinMaxDelay, 1, 3600000",
    "failedPeerRetention, 0, 315360000000",
    "connectTimeout, 1, 3600000",
    "helloTimeout, 1, 3600000",
    "heartbeatInterval, 10, 3600000",
    "heartbeatMisses, 2, 1000",
    "idleTimeout, 10, 3600000",
    "maxFrameSize, 65536, 16777216",
    "maxPendingHellos, 1, 1000000",
    "maxTemporaryLinks, 1, 1000000",
    "controlQueueBytes, 1024, 1073741824",
    "dataQueueBytes, 1024, 1073741824",
    "maxBroadcastSize, 1024, 16776192",
    "broadcastQueueBytes, 1024, 1073741824",
    "broadcastCacheBytes, 0, 1073741824",
    "broadcastRetention, 1, 3600000",
    "ihaveInterval, 0, 3600000",
    "graftTimeout1, 1, 3600000",
    "graftTimeout2, 1, 3600000",
    "optimizationThreshold, 1, 1000",
  })
  void eachNumberHasARangeThatTheMessageNames(String name, long min, long max) {
    assertThat(new HyParViewOptions(new JsonObject().put(name, min)).toJson().getLong(name))
        .isEqualTo(min);
    assertThat(new HyParViewOptions(new JsonObject().put(name, max)).toJson().getLong(name))
        .isEqualTo(max);
    for (long bad : List.of(min - 1, max + 1)) {
      assertThatThrownBy(() -> new HyParViewOptions(new JsonObject().put(name, bad)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(name + " must be in " + min + ".." + max + ", but is " + bad);
    }
    assertThatThrownBy(() -> new HyParViewOptions(new JsonObject().put(name, "many")))
        .hasMessage(name + " must be a whole number, but is many");
    assertThatThrownBy(() -> new HyParViewOptions(new JsonObject().put(name, 1.5)))
        .hasMessage(name + " must be a whole number, but is 1.5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"clusterName", "host", "eventBusPrefix", "advertisedHost"})
  void eachTextHasALength(String name) {
    for (String bad : List.of("", " ", "x".repeat(256))) {
      assertThatThrownBy(() -> new HyParViewOptions(new JsonObject().put(name, bad)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(name + " must have 1 to 255 characters, but is \"" + bad + "\"");
    }
    assertThatThrownBy(() -> new HyParViewOptions(new JsonObject().put(name, 1)))
        .hasMessage(name + " must be a text, but is 1");
  }

  @Test
  void badIdsContactsAndNamesAreNamed() {
    assertThatThrownBy(() -> new HyParViewOptions().setNodeId("x".repeat(256)))
        .hasMessage("nodeId: A peer id must have 1 to 255 bytes in UTF-8, but has 256");
    assertThatThrownBy(() -> new HyParViewOptions().addContact("nowhere"))
        .hasMessage("contacts: An address must have the form host:port or [ipv6]:port, but is"
            + " \"nowhere\"");
    assertThatThrownBy(() -> new HyParViewOptions(new JsonObject().put("contacts", "a:1")))
        .hasMessage("contacts must be an array of texts, but is a:1");
    assertThatThrownBy(
            () -> new HyParViewOptions(new JsonObject().put("contacts", new JsonArray().add(1))))
        .hasMessage("contacts must be a text, but is 1");
    assertThatThrownBy(() -> new HyParViewOptions(new JsonObject().put("activeview", 1)))
        .hasMessageStartingWith("There is no option activeview; the options are nodeId, ");
    assertThatThrownBy(() -> new HyParViewOptions(new JsonObject().put("netServerOptions", 1)))
        .hasMessage("netServerOptions must be a JSON object, but is 1");
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 6", "10, 2, 12", "20, 3, 18", "1000, 4, 24", "10000, 5, 30", "10001, 6, 36"})
  void viewSizesFollowFromTheExpectedClusterSize(int nodes, int active, int passive) {
    HyParViewOptions options =
        new HyParViewOptions(new JsonObject().put("expectedClusterSize", nodes));
    assertThat(options.getActiveViewSize()).isEqualTo(active);
    assertThat(options.getPassiveViewSize()).isEqualTo(passive);
  }

  @Test
  void explicitViewSizesWinOverTheExpectedClusterSize() {
    JsonObject json =
        new JsonObject().put("passiveViewSize", 100).put("expectedClusterSize", 10_000);
    assertThat(new HyParViewOptions(json).getPassiveViewSize()).isEqualTo(100);
  }

  @Test
  void whatConcernsSeveralOptionsIsCheckedAtTheStart() {
    assertThatThrownBy(
            () -> new HyParViewOptions().setActiveRandomWalkLength(2).toHyParViewConfig())
        .hasMessage("passiveRandomWalkLength must be in 0..2, but is 3");
    assertThatThrownBy(() -> new HyParViewOptions().setRejoinMaxDelay(1).toHyParViewConfig())
        .hasMessageContaining("rejoinMaxDelay must be in 500..");
    assertThatThrownBy(() -> new HyParViewOptions().setMaxFrameSize(1 << 19).toPlumtreeConfig())
        .hasMessage("maxBroadcastSize must be in 1024..523264, but is 1047552");
  }

  @Test
  void anAdvertisedPortOrAnyPortLeavesNoRange() {
    HyParViewOptions options = new HyParViewOptions().setPortRange(8);
    assertThat(options.toTransportOptions().bindPortRange()).isEqualTo(8);
    assertThat(options.setPort(65_530).setAdvertisedPort(1).toTransportOptions().bindPortRange())
        .isEqualTo(1);
    assertThat(options.setPort(0).setAdvertisedPort(0).toTransportOptions().bindPortRange())
        .isEqualTo(1);
    assertThatThrownBy(() -> options.setPort(65_530).toTransportOptions())
        .hasMessage("The ports 65530..65537 are not all in 1..65535");
  }

  @Test
  void theSmallestFrameHoldsTheLongestMessage() {
    assertThat(MembershipCodec.MAX_MESSAGE_BYTES).isLessThan(65_536);
    assertThat(BroadcastCodec.maxIHaveBytes(PlumtreeConfig.DEFAULT.ihaveBatch()))
        .isLessThan(65_536);
  }

  @Test
  void aFrameHoldsTheLongestBroadcast() {
    HyParViewOptions options = new HyParViewOptions();
    assertThat(options.getMaxBroadcastSize() + BroadcastCodec.MAX_GOSSIP_OVERHEAD + 1)
        .isLessThanOrEqualTo(options.getMaxFrameSize());
  }

  @Test
  void contactsAreParsedAndCopied() {
    HyParViewOptions options = new HyParViewOptions().addContact("a:1").addContact("[::1]:2");
    options.getContacts().clear();
    assertThat(options.contactAddresses())
        .containsExactly(new PeerAddress("a", 1), new PeerAddress("::1", 2));
  }

  /** The table in docs/options.md has a row for each option, with its true default. */
  @Test
  void theOptionsTableIsTrue() throws IOException {
    Map<String, String> documented = new TreeMap<>();
    Matcher row = Pattern.compile("(?m)^\\| `(\\w+)` \\| `([^`]*)` \\|")
        .matcher(Files.readString(Path.of("..", "docs", "options.md")));
    while (row.find()) {
      documented.put(row.group(1), row.group(2));
    }
    Map<String, String> defaults = new TreeMap<>();
    new HyParViewOptions()
        .toJson()
        .forEach(option -> defaults.put(option.getKey(), String.valueOf(option.getValue())));
    defaults.replace("netServerOptions", "{}");
    defaults.replace("netClientOptions", "{}");
    defaults.put("nodeId", "random");
    defaults.put("advertisedHost", "automatic");
    defaults.put("expectedClusterSize", "none");
    assertThat(documented).isEqualTo(defaults);
  }
}
