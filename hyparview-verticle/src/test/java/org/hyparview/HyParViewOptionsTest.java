package org.hyparview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.AbstractThrowableAssert;
import org.hyparview.node.OverlayNode;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.protocol.plumtree.PlumtreeConfig;
import org.hyparview.protocol.plumtree.QuestionConfig;
import org.hyparview.transport.LinkOptions;
import org.hyparview.wire.BroadcastCodec;
import org.hyparview.wire.MembershipCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HyParViewOptionsTest {

  @Test
  void theDefaultsAreThePapers() {
    assertThat(new MembershipOptions().toConfig()).isEqualTo(HyParViewConfig.DEFAULT);
    assertThat(new BroadcastOptions().toConfig()).isEqualTo(PlumtreeConfig.DEFAULT);
    assertThat(new HyParViewOptions().toSettings()).isEqualTo(OverlayNode.Settings.DEFAULT);
  }

  @Test
  void jsonGivesBackWhatItWasMadeOf() {
    HyParViewOptions options = new HyParViewOptions()
        .setNodeId("a")
        .setClusterName("c")
        .setHost("::1")
        .setPort(1)
        .setContacts(List.of("x:1", "[::1]:2"))
        .setEventBusPrefix("p");
    options
        .getMembership()
        .setActiveViewSize(7)
        .setShuffleInterval(1_000)
        .setFailedPeerRetention(1L << 32);
    options.getBroadcast().setMaxBroadcastSize(9_999);
    options
        .getLinks()
        .setAdvertisedHost("h")
        .setAdvertisedPort(2)
        .setNetServerOptions(new NetServerOptions().setSsl(true))
        .setNetClientOptions(new NetClientOptions().setSsl(true).setTrustAll(true));
    JsonObject json = options.toJson();
    assertThat(new HyParViewOptions(json).toJson()).isEqualTo(json);
    assertThat(new HyParViewOptions(new JsonObject(json.encode())).toJson().encode())
        .isEqualTo(json.encode());
    assertThat(new HyParViewOptions(options).toJson()).isEqualTo(json);
    assertThat(json.getLong("failedPeerRetention")).isEqualTo(1L << 32);
    JsonObject shown = json.copy().put("netServerOptions", "set").put("netClientOptions", "set");
    assertThat(options).hasToString(shown.encode());
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
    "maxQuestions, 1, 1048576",
    "maxAnswerSize, 1, 16777216",
    "maxAnswersSize, 1, 16777216",
    "answerMemory, 0, 1073741824",
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
  @ValueSource(strings = {"nodeId", "clusterName", "eventBusPrefix"})
  void eachStringHasALengthInBytes(String name) {
    for (String bad : List.of("", "x".repeat(256), "é".repeat(128))) {
      int bytes = bad.getBytes(StandardCharsets.UTF_8).length;
      assertThatThrownBy(() -> new HyParViewOptions(new JsonObject().put(name, bad)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(name + " must have 1 to 255 bytes in UTF-8, but has " + bytes);
    }
    String longest = "é".repeat(127) + "x";
    assertThat(
            new HyParViewOptions(new JsonObject().put(name, longest)).toJson().getString(name))
        .isEqualTo(longest);
    assertThatThrownBy(() -> new HyParViewOptions(new JsonObject().put(name, 1)))
        .hasMessage(name + " must be a string, but is 1");
    for (String bad : List.of("a\nb", " ")) {
      assertThatThrownBy(() -> new HyParViewOptions(new JsonObject().put(name, bad)))
          .hasMessageStartingWith(name + " must not ");
    }
  }

  @Test
  void theClusterNameIsCheckedBySetter() {
    HyParViewOptions options = new HyParViewOptions();
    assertThatThrownBy(() -> options.setClusterName("ж".repeat(128)))
        .hasMessage("clusterName must have 1 to 255 bytes in UTF-8, but has 256");
    assertThat(options.getClusterName()).isEqualTo("hyparview");
  }

  @Test
  void badIdsContactsAndNamesAreNamed() {
    assertThatThrownBy(() -> new HyParViewOptions().setNodeId("x".repeat(256)))
        .hasMessage("nodeId must have 1 to 255 bytes in UTF-8, but has 256");
    assertThatThrownBy(() -> new HyParViewOptions().addContact("nowhere"))
        .hasMessage("contacts: An address must have the form host:port or [ipv6]:port, but is"
            + " \"nowhere\"");
    assertThatThrownBy(() -> new HyParViewOptions(new JsonObject().put("contacts", "a:1")))
        .hasMessage("contacts must be an array of strings, but is a:1");
    assertThatThrownBy(
            () -> new HyParViewOptions(new JsonObject().put("contacts", new JsonArray().add(1))))
        .hasMessage("contacts must be a string, but is 1");
    assertThatThrownBy(() -> new HyParViewOptions(new JsonObject().put("activeViewSze", 1)))
        .hasMessageStartingWith("There is no option activeViewSze; did you mean activeViewSize?"
            + " The options are profile, clusterName, ");
    assertThatThrownBy(() -> new HyParViewOptions(new JsonObject().put("something", 1)))
        .hasMessageStartingWith("There is no option something; the options are profile, ");
    assertThatThrownBy(() -> new HyParViewOptions(new JsonObject().put("netServerOptions", 1)))
        .hasMessage("netServerOptions must be a JSON object, but is 1");
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 6", "10, 2, 12", "20, 3, 18", "1000, 4, 24", "10000, 5, 30", "10001, 6, 36"})
  void viewSizesFollowFromTheExpectedClusterSize(int nodes, int active, int passive) {
    HyParViewOptions options =
        new HyParViewOptions(new JsonObject().put("expectedClusterSize", nodes));
    assertThat(options.getMembership().get(MembershipOptions.ACTIVE_VIEW_SIZE)).isEqualTo(active);
    assertThat(options.getMembership().get(MembershipOptions.PASSIVE_VIEW_SIZE)).isEqualTo(passive);
  }

  @Test
  void explicitViewSizesWinOverTheExpectedClusterSize() {
    JsonObject json =
        new JsonObject().put("passiveViewSize", 100).put("expectedClusterSize", 10_000);
    assertThat(new HyParViewOptions(json).toJson().getInteger("passiveViewSize"))
        .isEqualTo(100);
  }

  @Test
  void whatConcernsSeveralOptionsIsCheckedAtTheStart() {
    assertThatThrownBy(
            () -> new MembershipOptions().setActiveRandomWalkLength(2).toConfig())
        .hasMessage("passiveRandomWalkLength must be in 0..2, but is 3");
    assertThatThrownBy(() -> new MembershipOptions().setRejoinMaxDelay(1).toConfig())
        .hasMessageContaining("rejoinMaxDelay must be in 500..");
    HyParViewOptions options = new HyParViewOptions();
    options.getLinks().setMaxFrameSize(1 << 19);
    assertThatThrownBy(options::toSettings)
        .hasMessage("maxBroadcastSize must be in 1024..523264, but is 1047552");
  }

  @Test
  void aRandomIdCanNotBeVerified() {
    HyParViewOptions options = new HyParViewOptions(new JsonObject().put("verifyNodeId", true));
    assertThatThrownBy(options::toSettings)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("verifyNodeId needs nodeId");
    assertThat(options.setNodeId("a").toSettings()).isEqualTo(OverlayNode.Settings.DEFAULT);
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
    int longest = options.getBroadcast().get(BroadcastOptions.MAX_BROADCAST_SIZE);
    assertThat(longest + BroadcastCodec.MAX_GOSSIP_OVERHEAD + 1)
        .isLessThanOrEqualTo(options.getLinks().get(LinkOptions.MAX_FRAME_SIZE));
  }

  @Test
  void answersAreCutToWhatAFrameHolds() {
    HyParViewOptions options = new HyParViewOptions();
    assertThat(options.questionConfig()).isEqualTo(QuestionConfig.DEFAULT);
    options.getLinks().setMaxFrameSize(65_536);
    assertThat(options.questionConfig().maxResult()).isEqualTo(16_384);
  }

  @Test
  void contactsAreCopied() {
    List<String> given = new ArrayList<>(List.of("a:1"));
    HyParViewOptions options = new HyParViewOptions().setContacts(given).addContact("[::1]:2");
    given.clear();
    assertThat(options.getContacts()).containsExactly("a:1", "[::1]:2");
  }

  @Test
  void jsonMayBeNestedByConcern() {
    JsonObject nested = new JsonObject()
        .put("clusterName", "c")
        .put("links", new JsonObject().put("port", 9).put("connectTimeout", 7))
        .put("membership", new JsonObject().put("healInterval", 700).put("expectedClusterSize", 9))
        .put("broadcast", new JsonObject().put("graftTimeout1", 8))
        .put("rejoinMinDelay", 77);
    JsonObject flat = new JsonObject()
        .put("clusterName", "c")
        .put("port", 9)
        .put("connectTimeout", 7)
        .put("healInterval", 700)
        .put("expectedClusterSize", 9)
        .put("graftTimeout1", 8)
        .put("rejoinMinDelay", 77);
    assertThat(new HyParViewOptions(nested).toJson())
        .isEqualTo(new HyParViewOptions(flat).toJson())
        .isNotEqualTo(new HyParViewOptions().toJson());
    assertThat(new HyParViewOptions().toJson().fieldNames())
        .doesNotContain("links", "membership", "broadcast");
    JsonObject part = nested.getJsonObject("membership");
    assertThat(new MembershipOptions(part).toJson().getInteger("healInterval")).isEqualTo(700);
  }

  @Test
  void nestedJsonIsAsStrictAsFlat() {
    refused("{'membership': {'healIntervall': 1}}")
        .hasMessageStartingWith("There is no option membership.healIntervall; did you mean"
            + " healInterval? The options are expectedClusterSize, activeViewSize, ");
    refused("{'membership': {'port': 1}}")
        .hasMessageStartingWith("There is no option membership.port; ");
    refused("{'links': 1}").hasMessage("links must be a JSON object, but is 1");
    refused("{'links': {'port': 'x'}}").hasMessage("port must be a whole number, but is x");
    refused("{'links': {'port': 70000}}").hasMessage("port must be in 0..65535, but is 70000");
    refused("{'port': 1, 'links': {'port': 1}}").hasMessage("port is there twice, flat and nested");
    refused("{'port': 99999999999}").hasMessage("port must be in 0..65535, but is 99999999999");
    assertThat(new HyParViewOptions(new JsonObject().putNull("links").putNull("port")).getPort())
        .isEqualTo(7_100);
  }

  private static AbstractThrowableAssert<?, ?> refused(String json) {
    return assertThatThrownBy(() -> new HyParViewOptions(new JsonObject(json.replace('\'', '"'))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void partsAreChangedInPlaceAndCopiedWithTheWhole() {
    HyParViewOptions options = new HyParViewOptions()
        .with(NodeOptions.MEMBERSHIP, membership -> membership.setHealInterval(700));
    assertThat(options.getMembership().get(MembershipOptions.HEAL_INTERVAL)).isEqualTo(700);
    HyParViewOptions copy = new HyParViewOptions(options);
    options.getMembership().setHealInterval(900);
    options.setHost("h").getLinks().setPort(3);
    assertThat(options.toJson().getInteger("healInterval")).isEqualTo(900);
    assertThat(options.getHost()).isEqualTo("h");
    assertThat(options.getPort()).isEqualTo(3);
    assertThat(copy.toJson().getInteger("healInterval")).isEqualTo(700);
    assertThat(copy.getHost()).isEqualTo("0.0.0.0");
  }

  @Test
  void shorthandSetsTheOptionsOfTheParts() {
    HyParViewOptions options = new HyParViewOptions()
        .setHost("h")
        .setPort(1)
        .setPortRange(2)
        .setAdvertisedHost("a")
        .setAdvertisedPort(3)
        .setSecrets(List.of("the-Secret-of-these-tests-12345"))
        .setNetServerOptions(new NetServerOptions().setSsl(true))
        .setNetClientOptions(new NetClientOptions().setSsl(true))
        .setExpectedClusterSize(1)
        .setActiveViewSize(6)
        .setPassiveViewSize(7)
        .setShuffleInterval(800);
    HyParViewOptions nested = new HyParViewOptions();
    nested
        .getLinks()
        .setHost("h")
        .setPort(1)
        .setPortRange(2)
        .setAdvertisedHost("a")
        .setAdvertisedPort(3)
        .setSecrets(List.of("the-Secret-of-these-tests-12345"))
        .setNetServerOptions(new NetServerOptions().setSsl(true))
        .setNetClientOptions(new NetClientOptions().setSsl(true));
    nested.getMembership().setActiveViewSize(6).setPassiveViewSize(7).setShuffleInterval(800);
    assertThat(options.toJson()).isEqualTo(nested.toJson());
    assertThat(options.setExpectedClusterSize(10_000).toJson().getInteger("activeViewSize"))
        .isEqualTo(5);
  }

  @Test
  void anOptionKnowsItsNameAndItsDefault() {
    assertThat(MembershipOptions.HEAL_INTERVAL.name()).isEqualTo("healInterval");
    assertThat(MembershipOptions.HEAL_INTERVAL.byDefault()).isEqualTo(30_000);
    assertThat(HyParViewOptions.NODE_ID.byDefault()).isNull();
    assertThatThrownBy(() -> new HyParViewOptions().get(MembershipOptions.HEAL_INTERVAL))
        .hasMessage("HyParViewOptions has no option healInterval of its own");
    assertThatThrownBy(() -> new HyParViewOptions().get(HyParViewOptions.NODE_ID))
        .isInstanceOf(NullPointerException.class);
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
    defaults.put("profile", "none");
    assertThat(documented).isEqualTo(defaults);
  }

  // Profiles

  @Test
  void aProfileInJsonGivesWayToOptionsBesideIt() {
    JsonObject json = new JsonObject()
        .put("graftTimeout1", 77)
        .put("links", new JsonObject().put("connectTimeout", 78))
        .put("expectedClusterSize", 1_000)
        .put("profile", "wan");
    JsonObject expected = HyParViewOptions.wan()
        .toJson()
        .put("graftTimeout1", 77)
        .put("connectTimeout", 78)
        .put("activeViewSize", 4)
        .put("passiveViewSize", 24);
    assertThat(new HyParViewOptions(json).toJson()).isEqualTo(expected);
    assertThat(new HyParViewOptions(expected).toJson()).isEqualTo(expected);
    assertThat(new HyParViewOptions(new HyParViewOptions(json)).getProfile())
        .isEqualTo(Profile.WAN);
    assertThat(new HyParViewOptions().getProfile()).isNull();
    refused("{'profile': 'moon'}")
        .hasMessage("profile must be one of [lan, wan, local, paper], but is moon");
    refused("{'profile': 1}")
        .hasMessage("profile must be one of [lan, wan, local, paper], but is 1");
  }

  @Test
  void eachProfileHasAFactory() {
    assertThat(List.of(
            HyParViewOptions.lan(),
            HyParViewOptions.wan(),
            HyParViewOptions.local(),
            HyParViewOptions.paper()))
        .extracting(HyParViewOptions::getProfile)
        .containsExactly(Profile.values());
  }

  @Test
  void settingsThatAreNoOptionsFollowTheProfile() {
    assertThat(HyParViewOptions.lan().toSettings().broadcast().pruneDelay()).isEqualTo(1_000);
    assertThat(HyParViewOptions.local().toSettings().broadcast().pruneDelay()).isEqualTo(1_000);
    PlumtreeConfig wide = HyParViewOptions.wan().toSettings().broadcast();
    assertThat(wide.pruneDelay()).isEqualTo(3_000);
    assertThat(wide.waveTimeout()).isEqualTo(6_000);
    assertThat(wide.graftTimeout1()).isEqualTo(3_000);
    PlumtreeConfig paper = HyParViewOptions.paper().toSettings().broadcast();
    assertThat(paper.pruneDelay()).isZero();
    assertThat(paper.ihaveInterval()).isZero();
    assertThat(HyParViewOptions.paper().toSettings().membership())
        .isEqualTo(HyParViewConfig.builder()
            .healInterval(3_600_000)
            .failedPeerRetention(0)
            .build());
  }

  /** The table in docs/options.md has all that a profile changes, and nothing else. */
  @ParameterizedTest
  @EnumSource
  void theTableOfProfilesIsTrue(Profile profile) throws IOException {
    JsonObject defaults = new HyParViewOptions().toJson();
    Map<String, String> changes = new TreeMap<>();
    new HyParViewOptions().setProfile(profile).toJson().forEach(option -> {
      if (!option.getValue().equals(defaults.getValue(option.getKey()))) {
        changes.put(option.getKey(), option.getValue().toString());
      }
    });
    assertThat(changes.remove("profile")).isEqualTo(profile.toString());
    Map<String, String> documented = new TreeMap<>();
    StringBuilder columns = new StringBuilder("(?m)^\\| `(\\w+)` \\| (\\w\\S*) ");
    for (Profile each : Profile.values()) {
      columns.append("\\| (?:(?<").append(each).append(">\\w\\S*) )?");
    }
    Matcher row = Pattern.compile(columns.toString())
        .matcher(Files.readString(Path.of("..", "docs", "options.md")));
    while (row.find()) {
      assertThat(row.group(2)).isEqualTo(defaults.getValue(row.group(1)).toString());
      String value = row.group(profile.toString());
      if (value != null) {
        documented.put(row.group(1), value);
      }
    }
    assertThat(documented).isEqualTo(changes);
  }
}
