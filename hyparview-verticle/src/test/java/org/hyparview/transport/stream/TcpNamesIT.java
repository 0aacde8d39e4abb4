package org.hyparview.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.net.NetServer;
import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.hyparview.protocol.peer.Blackhole;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.LinkException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Names that stand for several addresses, all of which are tried. The name of these tests has those
 * from 127.0.0.2 to 127.0.0.4, in another order.
 */
class TcpNamesIT {

  private static final String MANY = "many.test";

  private final Vertx services = Vertx.vertx();
  private final NameServer names = new NameServer(services, "127.0.0.4", "127.0.0.2", "127.0.0.3");
  private final Vertx vertx = Vertx.vertx(new VertxOptions()
      .setAddressResolverOptions(new AddressResolverOptions().addServer(names.address())));
  private final TcpNode a = node("127.0.0.1").start("a");

  @AfterEach
  void close() {
    TcpNode.await(vertx.close());
    TcpNode.await(services.close());
  }

  private TcpNode node(String host) {
    return new TcpNode(vertx, TcpNode.options().setHost(host));
  }

  private TcpNode node(String host, int port) {
    return new TcpNode(vertx, TcpNode.options().setHost(host).setPort(port));
  }

  @Test
  void theAddressesOfANameAreTriedUntilANodeAnswers() {
    TcpNode b = node("127.0.0.4").start("b");
    assertThat(a.open(new PeerAddress(MANY, b.port())).peer()).isEqualTo(b.self());
    assertThat(a.call(() -> a.transport().counters().closed(CloseReason.CONNECT_FAILED)))
        .isZero();
  }

  @Test
  void theLowestAddressIsTriedFirst() {
    TcpNode last = node("127.0.0.4").start("last");
    TcpNode first = node("127.0.0.2", last.port()).start("first");
    assertThat(a.open(new PeerAddress(MANY, last.port())).peer()).isEqualTo(first.self());
  }

  /** The kernel completes the connection for a listener that never accepts it. */
  @Test
  void anAddressThatIsSilentDelaysTheNextByAMoment() throws IOException {
    TcpNode b = node("127.0.0.3").start("b");
    try (Blackhole silent = new Blackhole("127.0.0.2", b.port())) {
      assertThat(a.open(new PeerAddress(MANY, b.port())).peer()).isEqualTo(b.self());
      assertThat(silent.address().host()).isEqualTo("127.0.0.2");
    }
  }

  @Test
  void aNameThatIncludesThisNodesOwnAddressLeadsToTheOthers() {
    TcpNode own = node("127.0.0.2").start("own");
    TcpNode other = node("127.0.0.3", own.port()).start("other");
    assertThat(own.open(new PeerAddress(MANY, own.port())).peer()).isEqualTo(other.self());
  }

  @Test
  void aNameOfThisNodeAloneIsThisNode() {
    TcpNode own = node("127.0.0.2").start("own");
    LinkException failure = own.openFails(new PeerAddress("127.0.0.2", own.port()));
    assertThat(failure.reason()).isEqualTo(CloseReason.SELF);
  }

  @Test
  void theExpectedNodeIsFoundBehindAnother() {
    TcpNode stranger = node("127.0.0.2").start("stranger");
    TcpNode wanted = node("127.0.0.4", stranger.port()).start("wanted");
    PeerAddress many = new PeerAddress(MANY, wanted.port());
    assertThat(TcpNode.await(a.openLater(many, PeerId.of("wanted"))).peer())
        .isEqualTo(wanted.self());
    assertThat(a.openFails(many, PeerId.of("nobody")).reason()).isEqualTo(CloseReason.WRONG_PEER);
  }

  @Test
  void allAddressesMustRefuseToProveThatTheProcessHasEnded() throws IOException {
    int port;
    try (Blackhole silent = new Blackhole("127.0.0.2", 0)) {
      port = silent.address().port();
      TcpNode hasty = new TcpNode(vertx, TcpNode.options().setConnectTimeout(500));
      hasty.start("hasty");
      assertThat(hasty.openFails(new PeerAddress(MANY, port)).isRefused()).isFalse();
    }
    assertThat(a.openFails(new PeerAddress(MANY, port)).isRefused()).isTrue();
  }

  @Test
  void attemptsThatLostAreClosed() throws IOException {
    TcpNode b = node("127.0.0.3").start("b");
    AtomicInteger ended = new AtomicInteger();
    NetServer silent = vertx
        .createNetServer()
        .connectHandler(socket -> socket.closeHandler(closed -> ended.incrementAndGet()));
    TcpNode.await(silent.listen(b.port(), InetAddress.getByName("127.0.0.2").getHostAddress()));
    a.open(new PeerAddress(MANY, b.port()));
    a.until(() -> ended.get() == 1);
  }
}
