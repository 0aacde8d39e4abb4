package org.hyparview.cluster.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.hyparview.cluster.ClusterMember;
import org.hyparview.cluster.MemberEvent;
import org.hyparview.cluster.MemberEvent.Reason;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.registry.DownReason;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RosterTest {

  private static final Bytes INFO = Bytes.of((byte) 1);
  private static final Bytes METADATA = Bytes.of((byte) 2);

  private static final class Facts implements MemberFacts {

    @Override
    public @Nullable String eventBus(Bytes info) {
      return info.equals(INFO) ? "bus:1" : null;
    }

    @Override
    public Map<String, String> tags(Bytes metadata) {
      return metadata.equals(METADATA) ? Map.of("zone", "a") : Map.of();
    }
  }

  private final Peer self = peer("self", 5);
  private final Peer other = peer("b", 7);
  private final Roster roster = new Roster(self, new Facts(), 100);

  private static Peer peer(String id, long incarnation) {
    return new Peer(PeerId.of(id), incarnation, new PeerAddress("10.0.0.1", 7_800));
  }

  private MemberEvent only() {
    roster.settle();
    List<MemberEvent> events = roster.events();
    assertThat(events).hasSize(1);
    return events.get(0);
  }

  @Test
  void thisNodeIsAMemberFromTheStartWithoutAnEvent() {
    assertThat(roster.members().members())
        .containsExactly(new ClusterMember("self", 5, "10.0.0.1", 7_800, null, Map.of(), 100));
    assertThat(roster.members().version()).isZero();
    assertThat(roster.events()).isEmpty();
  }

  @Test
  void aNodeJoinsWithItsTagsAndItsEventBusInOneEvent() {
    roster.nodeUp(other, 200);
    roster.infoChanged(other.id(), INFO);
    roster.metadataChanged(other.id(), METADATA);
    MemberEvent event = only();
    assertThat(event.type()).isEqualTo(MemberEvent.Type.MEMBER_JOINED);
    assertThat(event.member())
        .isEqualTo(new ClusterMember("b", 7, "10.0.0.1", 7_800, "bus:1", Map.of("zone", "a"), 200));
    assertThat(event.members()).isEqualTo(2);
    assertThat(event.version()).isEqualTo(1);
  }

  @Test
  void aDepartureIsAnEventAtOnceWithItsReason() {
    roster.nodeUp(other, 200);
    roster.nodeDown(other.id(), DownReason.LEFT);
    roster.nodeUp(peer("c", 1), 300);
    roster.nodeDown(PeerId.of("c"), DownReason.DEAD);
    assertThat(roster.events())
        .extracting(MemberEvent::reason)
        .containsExactly(null, Reason.LEFT, null, Reason.FAILED);
    assertThat(roster.members().members()).hasSize(1);
  }

  @Test
  void onlyWhoWasHeldDeadReturns() {
    roster.nodeUp(other, 200);
    roster.nodeDown(other.id(), DownReason.DEAD);
    roster.events();
    roster.nodeUp(other.withIncarnation(8), 300);
    MemberEvent event = only();
    assertThat(event.type()).isEqualTo(MemberEvent.Type.MEMBER_RETURNED);
    assertThat(event.member().incarnation()).isEqualTo(8);
    assertThat(event.member().since()).isEqualTo(300);
    assertThat(event.members()).isEqualTo(2);
  }

  @Test
  void thisNodeReturnsWithoutHavingBeenAbsent() {
    roster.infoChanged(self.id(), INFO);
    roster.settle();
    roster.events();
    roster.returned(self.withIncarnation(9));
    MemberEvent event = only();
    assertThat(event.type()).isEqualTo(MemberEvent.Type.MEMBER_RETURNED);
    assertThat(event.member().incarnation()).isEqualTo(9);
    assertThat(event.member().eventBus()).isEqualTo("bus:1");
    assertThat(event.members()).isEqualTo(1);
  }

  @Test
  void whatChangesNothingIsNoEvent() {
    roster.metadataChanged(self.id(), Bytes.EMPTY);
    roster.infoChanged(PeerId.of("absent"), INFO);
    roster.nodeDown(PeerId.of("absent"), DownReason.DEAD);
    roster.settle();
    assertThat(roster.events()).isEmpty();
  }

  @Test
  void theListIsNeverAheadOfTheEvents() {
    roster.nodeUp(other, 200);
    assertThat(roster.members().version()).isEqualTo(1);
    assertThat(roster.events()).hasSize(1);
  }

  @Test
  void theMemoryOfTheDeadIsBounded() {
    for (int i = 0; i <= Roster.MAX_DEAD; i++) {
      Peer node = peer("n" + i, 1);
      roster.nodeUp(node, 1);
      roster.nodeDown(node.id(), DownReason.DEAD);
    }
    roster.events();
    roster.nodeUp(peer("n0", 2), 2);
    roster.nodeUp(peer("n1", 2), 2);
    roster.settle();
    assertThat(roster.events())
        .extracting(MemberEvent::type)
        .containsExactly(MemberEvent.Type.MEMBER_JOINED, MemberEvent.Type.MEMBER_RETURNED);
  }
}
