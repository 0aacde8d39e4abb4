package org.hyparview.cluster.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Objects;
import org.hyparview.cluster.HyParViewClusterOptions;
import org.hyparview.cluster.discovery.DiscoveryConfig;
import org.hyparview.cluster.discovery.DnsName;
import org.hyparview.cluster.protocol.plane.PlaneConfig;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.junit.jupiter.api.Test;

class ClusterSettingsTest {

  private static final Peer SELF =
      new Peer(PeerId.of("self"), 1, new PeerAddress("192.168.1.5", 7801));

  @Test
  void whatConcernsSeveralOptionsIsCheckedTogether() {
    HyParViewClusterOptions suspicion = new HyParViewClusterOptions();
    suspicion.getFailureDetection().setStrongSuspicionTimeout(2_000);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClusterSettings(suspicion))
        .withMessage("weakSuspicionTimeout must be at least strongSuspicionTimeout, which is"
            + " 2000, but is 1000");
    HyParViewClusterOptions ports = new HyParViewClusterOptions().setPort(65_500);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClusterSettings(ports))
        .withMessage("The ports 65500..65563 are not all in 1..65535");
    HyParViewClusterOptions delays = new HyParViewClusterOptions();
    delays.getMembership().setRejoinMaxDelay(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClusterSettings(delays))
        .withMessageContaining("rejoinMaxDelay must be in 500..");
  }

  @Test
  void aRandomIdCanNotBeVerified() {
    HyParViewClusterOptions options = new HyParViewClusterOptions();
    options.getLinks().setVerifyNodeId(true);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClusterSettings(options))
        .withMessageStartingWith("verifyNodeId needs nodeName");
    assertThat(new ClusterSettings(options.setNodeName("orders-1")).newNodeId())
        .startsWith("orders-1/");
  }

  @Test
  void eachNodeHasANewId() {
    ClusterSettings settings = new ClusterSettings(new HyParViewClusterOptions());
    assertThat(settings.newNodeId()).hasSize(36).isNotEqualTo(settings.newNodeId());
  }

  @Test
  void aWideAreaHasItsOwnSettings() {
    assertThat(new ClusterSettings(HyParViewClusterOptions.wan()).plane())
        .isEqualTo(PlaneConfig.WAN);
    assertThat(new ClusterSettings(HyParViewClusterOptions.lan()).plane().broadcast())
        .isEqualTo(PlaneConfig.DEFAULT.broadcast());
    HyParViewClusterOptions read =
        new HyParViewClusterOptions(HyParViewClusterOptions.wan().toJson());
    assertThat(new ClusterSettings(read).plane()).isEqualTo(PlaneConfig.WAN);
  }

  @Test
  void theSearchLooksAtThisHostByLoopbackAndByItsOwnAddress() {
    HyParViewClusterOptions options = new HyParViewClusterOptions();
    assertThat(portScan(options).hosts()).containsExactly("127.0.0.1", "192.168.1.5");
    assertThat(portScan(options).firstPort()).isEqualTo(7800);
    assertThat(portScan(options).ports()).isEqualTo(64);
    options.getLinks().setAdvertisedHost("public.example");
    assertThat(portScan(options).hosts()).containsExactly("127.0.0.1");
    options.setHost("127.0.0.2");
    assertThat(portScan(options).hosts()).containsExactly("127.0.0.1", "127.0.0.2");
    options.setHost("127.0.0.1").getLinks().setAdvertisedPort(7);
    assertThat(portScan(options).hosts()).containsExactly("127.0.0.1");
    assertThat(portScan(options).ports()).isEqualTo(1);
    options.getDiscovery().setLoopbackScan(false);
    assertThat(discovery(options).portScan()).isNull();
    options.getDiscovery().setLoopbackScan(true);
    assertThat(discovery(options.setPort(0)).portScan()).isNull();
  }

  @Test
  void theSearchGetsContactsNamesAndTimes() {
    HyParViewClusterOptions options =
        new HyParViewClusterOptions().setClusterName("c").setContacts(List.of("a:1"));
    options
        .getDiscovery()
        .setDns(List.of("n", "m:2"))
        .setDnsServer("10.0.0.2:53")
        .setDnsRefresh(700)
        .setDiscoveryTimeout(70)
        .getMulticast()
        .setEnabled(false);
    DiscoveryConfig config = discovery(options);
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
    HyParViewClusterOptions behindNat = new HyParViewClusterOptions();
    behindNat.getDiscovery().setDns(List.of("n"));
    behindNat.getLinks().setAdvertisedPort(9);
    assertThat(discovery(behindNat).dns()).containsExactly(new DnsName("n", 9, false));
  }

  @Test
  void theEventBusFollowsTheControlPlaneUnlessItIsToldOtherwise() {
    HyParViewClusterOptions options = new HyParViewClusterOptions();
    assertThat(new ClusterSettings(options).eventBusHost(SELF)).isEqualTo("192.168.1.5");
    assertThat(new ClusterSettings(options).eventBusPublicHost()).isNull();
    options.getLinks().setAdvertisedHost("public.example");
    assertThat(new ClusterSettings(options).eventBusHost(SELF)).isEqualTo("0.0.0.0");
    assertThat(new ClusterSettings(options).eventBusPublicHost()).isEqualTo("public.example");
    options.setHost("10.0.0.1");
    assertThat(new ClusterSettings(options).eventBusHost(SELF)).isEqualTo("10.0.0.1");
    options.setClusterHost("10.0.0.9");
    assertThat(new ClusterSettings(options).eventBusHost(SELF)).isEqualTo("10.0.0.9");
    assertThat(new ClusterSettings(options).eventBusPublicHost()).isNull();
    assertThat(new ClusterSettings(options.setClusterPublicHost("p")).eventBusPublicHost())
        .isEqualTo("p");
  }

  private static DiscoveryConfig discovery(HyParViewClusterOptions options) {
    return new ClusterSettings(options).discovery(SELF);
  }

  private static DiscoveryConfig.PortScan portScan(HyParViewClusterOptions options) {
    return Objects.requireNonNull(discovery(options).portScan());
  }
}
