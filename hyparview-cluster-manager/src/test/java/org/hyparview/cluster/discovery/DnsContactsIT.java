package org.hyparview.cluster.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import java.util.List;
import java.util.stream.Stream;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DnsContactsIT {

  private static final Peer SELF = new Peer(PeerId.of("self"), 1, new PeerAddress("127.0.0.1", 7));
  private static final int QUERY_MILLIS = 60_000;

  private final Vertx vertx = Vertx.vertx();
  private final Loop loop = new Loop(vertx);
  private final DnsServer server = new DnsServer(vertx);

  @AfterEach
  void close() {
    Loop.await(vertx.close());
  }

  private DnsContacts source(String... names) {
    DnsContacts source = new DnsContacts(
        Stream.of(names).map(name -> DnsName.parse(name, 7800)).toList(),
        server.address(),
        QUERY_MILLIS);
    loop.await(() -> source.start(vertx, "c", SELF));
    return source;
  }

  @Test
  void theAddressesOfANameAreContactsWithItsPortTheLowestFirst() {
    server.setAddresses("nodes.example", "10.0.0.10", "9.9.9.200", "10.0.0.9");
    assertThat(loop.await(source("nodes.example")::contacts))
        .containsExactly(
            new PeerAddress("9.9.9.200", 7800),
            new PeerAddress("10.0.0.9", 7800),
            new PeerAddress("10.0.0.10", 7800));
    assertThat(loop.await(source("nodes.example:9")::contacts))
        .hasSize(3)
        .allMatch(contact -> contact.port() == 9);
  }

  @Test
  void targetsOfAServiceAreOrderedByPriorityAndThenByWeight() {
    server.setServices(
        "_hyparview._tcp.example",
        "2 9 1 late.example",
        "1 5 2 light.example",
        "1 7 3 heavy.example",
        "1 6 0 noport.example");
    assertThat(loop.await(source("_hyparview._tcp.example")::contacts))
        .containsExactly(
            new PeerAddress("heavy.example", 3),
            new PeerAddress("light.example", 2),
            new PeerAddress("late.example", 1));
  }

  /** As with Consul, whose names no other name server knows. */
  @Test
  void theConfiguredNameServerResolvesTheTargetsOfAServiceToo() {
    server.setServices("_hyparview._tcp.example", "1 1 3 many.consul", "2 1 4 one.consul");
    server.setAddresses("many.consul", "10.0.0.10", "10.0.0.9");
    server.setAddresses("one.consul", "10.0.0.1");
    assertThat(loop.await(source("_hyparview._tcp.example")::contacts))
        .containsExactly(
            new PeerAddress("10.0.0.9", 3),
            new PeerAddress("10.0.0.10", 3),
            new PeerAddress("10.0.0.1", 4));
  }

  @Test
  void eachLookAsksAgain() {
    DnsContacts source = source("nodes.example");
    server.setAddresses("nodes.example", "10.0.0.1");
    assertThat(loop.await(source::contacts)).containsExactly(new PeerAddress("10.0.0.1", 7800));
    server.setAddresses("nodes.example", "10.0.0.2");
    assertThat(loop.await(source::contacts)).containsExactly(new PeerAddress("10.0.0.2", 7800));
    assertThat(server.questions()).isGreaterThanOrEqualTo(2);
    loop.await(source::stop);
  }

  @Test
  void oneNameThatIsUnknownDoesNotHideAnother() {
    server.setAddresses("nodes.example", "10.0.0.1");
    assertThat(loop.await(source("unknown.example", "nodes.example", "_u._tcp.example")::contacts))
        .containsExactly(new PeerAddress("10.0.0.1", 7800));
  }

  @Test
  void namesThatAreAllUnknownAreAFailure() {
    DnsContacts source = source("unknown.example");
    assertThatThrownBy(() -> loop.await(source::contacts)).hasMessageContaining("unknown.example");
    server.setAddresses("unknown.example", "10.0.0.1");
    assertThat(loop.await(source::contacts)).containsExactly(new PeerAddress("10.0.0.1", 7800));
  }

  @Test
  void withoutANameServerOfItsOwnTheSystemsIsAsked() {
    Vertx other = Vertx.vertx(new VertxOptions()
        .setAddressResolverOptions(
            new AddressResolverOptions().addServer(server.address().toString())));
    try {
      Loop theirs = new Loop(other);
      server.setAddresses("nodes.example", "10.0.0.1");
      server.setServices("_h._tcp.example", "1 1 2 s.example");
      DnsContacts source = new DnsContacts(
          List.of(DnsName.parse("nodes.example", 7), DnsName.parse("_h._tcp.example", 7)),
          null,
          QUERY_MILLIS);
      theirs.await(() -> source.start(other, "c", SELF));
      assertThat(theirs.await(source::contacts))
          .containsExactly(new PeerAddress("10.0.0.1", 7), new PeerAddress("s.example", 2));
      theirs.await(source::stop);
      assertThat(theirs.await(source::contacts)).containsExactly(new PeerAddress("10.0.0.1", 7));
    } finally {
      Loop.await(other.close());
    }
  }
}
