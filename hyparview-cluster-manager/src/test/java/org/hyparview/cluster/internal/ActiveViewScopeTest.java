package org.hyparview.cluster.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.spi.cluster.RegistrationInfo;
import org.hyparview.cluster.protocol.registry.RegistryEvent.RegistrationAdded;
import org.hyparview.cluster.protocol.registry.RegistryEvent.RegistrationRemoved;
import org.hyparview.protocol.peer.PeerId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ActiveViewScopeTest {

  private final Nodes nodes = new Nodes("test");
  private final Registrations registrations = new Registrations();
  private final Scope scope = new ActiveViewScope("self", nodes, registrations);

  @BeforeEach
  void start() {
    nodes.addSelf("self");
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  private void add(String owner, long seq) {
    scope.registrationAdded(new RegistrationAdded(PeerId.of(owner), seq, "address"));
  }

  private static RegistrationInfo info(String owner, long seq) {
    return new RegistrationInfo(owner, seq, false);
  }

  @Test
  void ownHandlersAreAlwaysSeen() {
    add("self", 1);
    assertThat(registrations.at("address")).containsExactly(info("self", 1));
  }

  @Test
  void aNodeThatIsNotANeighborIsNotSeen() {
    scope.nodeUp("a");
    add("a", 1);
    assertThat(nodes.ids()).containsExactly("self");
    assertThat(registrations.at("address")).isEmpty();
  }

  @Test
  void aNeighborIsSeenWithAllItsHandlersOnceItIsKnown() {
    scope.neighborUp("a");
    add("a", 1);
    assertThat(nodes.ids()).containsExactly("self");
    scope.nodeUp("a");
    add("a", 2);
    assertThat(nodes.ids()).containsExactly("a", "self");
    assertThat(registrations.at("address")).containsExactly(info("a", 1), info("a", 2));
  }

  @Test
  void anEvictedNodeIsHiddenAndReturnsAsItIsThen() {
    scope.nodeUp("a");
    add("a", 1);
    scope.neighborUp("a");
    scope.neighborDown("a");
    assertThat(nodes.ids()).containsExactly("self");
    assertThat(registrations.at("address")).isEmpty();
    scope.registrationRemoved(new RegistrationRemoved(PeerId.of("a"), 1, "address"));
    add("a", 2);
    scope.neighborUp("a");
    assertThat(registrations.at("address")).containsExactly(info("a", 2));
  }

  @Test
  void theDeadAreForgotten() {
    scope.nodeUp("a");
    scope.neighborUp("a");
    add("a", 1);
    scope.nodeDown("a");
    assertThat(nodes.ids()).containsExactly("self");
    assertThat(registrations.at("address")).isEmpty();
    scope.neighborDown("a");
    scope.neighborUp("a");
    assertThat(nodes.ids()).containsExactly("self");
  }
}
