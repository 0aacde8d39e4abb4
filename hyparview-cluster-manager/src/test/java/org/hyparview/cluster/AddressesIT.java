package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two hosts, each a process in a network of its own, with the addresses that hosts have in the
 * field. Membership, event bus and shared data work between them, with the default options or with
 * contacts alone.
 */
class AddressesIT {

  private static final int HOSTS = 2;

  private final String cluster = "addresses-" + UUID.randomUUID();
  private final List<ReportingProcess> processes = new ArrayList<>();
  private final List<BlockingQueue<String>> lines = new ArrayList<>();
  private Namespaces network;

  @BeforeEach
  void open() throws IOException {
    assumeTrue(Namespaces.areAllowed(), "Networks of their own need root, and ip");
    network = new Namespaces(HOSTS);
  }

  @AfterEach
  void close() throws Exception {
    for (ReportingProcess process : processes) {
      process.kill();
    }
    if (network != null) {
      network.close();
    }
  }

  private void configure(String... arguments) throws IOException {
    for (int host = 0; host < HOSTS; host++) {
      for (String each : arguments) {
        network.configure(host, each.replace("#", String.valueOf(host + 1)));
      }
    }
  }

  private JsonObject options() {
    return new JsonObject().put("clusterName", cluster);
  }

  private JsonObject withContact(String contact) {
    return options()
        .put("contacts", new JsonArray().add(contact))
        .put("multicast", new JsonObject().put("enabled", false));
  }

  /** Starts both, and waits until all works at both. */
  private void work(JsonObject options, String... hosts) throws Exception {
    for (int host = 0; host < HOSTS; host++) {
      BlockingQueue<String> heard = new LinkedBlockingQueue<>();
      lines.add(heard);
      processes.add(ReportingProcess.start(
          Namespaces.prefix(host),
          AddressMember.class,
          List.of(options.encode(), "node-" + host, "node-" + (1 - host)),
          words -> heard.add(String.join(" ", words)),
          () -> heard.add("ended")));
    }
    for (int host = 0; host < HOSTS; host++) {
      assertThat(Waits.next(lines.get(host))).isEqualTo("host " + hosts[host]);
      assertThat(Waits.next(lines.get(host))).isEqualTo("works");
    }
  }

  /** As on a host with Docker in a network of EKS or Tailscale. */
  @Test
  void aBridgeForContainersBesideAnAddressThatIsNotOfRfc1918() throws Exception {
    configure(
        "addr flush dev eth0",
        "addr add 100.64.8.#/24 dev eth0",
        "route add default via 100.64.8.254",
        "link add docker0 type veth peer name docker1",
        "link set docker1 up",
        "link set docker0 up",
        "addr add 172.17.0.1/16 dev docker0");
    work(options(), "100.64.8.1", "100.64.8.2");
  }

  @Test
  void aBridgeForContainersWithoutADefaultRoute() throws Exception {
    configure(
        "addr flush dev eth0",
        "addr add 100.64.8.#/24 dev eth0",
        "link add docker0 type veth peer name docker1",
        "link set docker1 up",
        "link set docker0 up",
        "addr add 172.17.0.1/16 dev docker0");
    work(options(), "100.64.8.1", "100.64.8.2");
  }

  private void haveIpv6Only() throws IOException {
    configure("-4 addr flush dev eth0", "addr add fd00:8::#/64 dev eth0 nodad");
  }

  @Test
  void ipv6OnlyByContacts() throws Exception {
    haveIpv6Only();
    work(withContact("[fd00:8::1]:7800"), "fd00:8::1", "fd00:8::2");
  }

  @Test
  void ipv6OnlyWithoutConfiguration() throws Exception {
    haveIpv6Only();
    work(options(), "fd00:8::1", "fd00:8::2");
  }

  @Test
  void ipv6OnlyAtTheIpv6Wildcard() throws Exception {
    haveIpv6Only();
    work(options().put("host", "::"), "fd00:8::1", "fd00:8::2");
  }

  /** A private network of each host comes first, but does not lead to the other one. */
  @Test
  void twoInterfacesOfWhichOneHasTheDefaultRoute() throws Exception {
    configure("addr flush dev eth0", "addr add 10.99.#.1/24 dev eth0");
    for (int host = 0; host < HOSTS; host++) {
      network.addInterface(host, "10.204.8." + (host + 1) + "/24");
    }
    configure("route add default via 10.204.8.254");
    work(options(), "10.204.8.1", "10.204.8.2");
  }
}
