package org.hyparview.transport.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.hyparview.protocol.peer.PeerId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeNameTest {

  private static final String UUID = "0b2ec7bc-6a1b-4f0a-9d3e-0f4c8a1d2b3c";

  @Test
  void aNewIdHasTheName() {
    String id = NodeName.newId("orders-1");
    assertThat(id).startsWith("orders-1/").isNotEqualTo(NodeName.newId("orders-1"));
    assertThat(NodeName.of(PeerId.of(id))).isEqualTo("orders-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "orders-1",
        "zone/a",
        UUID,
        "/" + UUID,
        "a/" + UUID + "/b",
        "a/0B2EC7BC-6A1B-4F0A-9D3E-0F4C8A1D2B3C",
        "a/0b2ec7bc6a1b-4f0a-9d3e-0f4c8a1d2b3c1",
      })
  void anyOtherIdIsItsName(String id) {
    assertThat(NodeName.of(PeerId.of(id))).isEqualTo(id);
  }

  @Test
  void onlyTheLastRandomPartIsLeftOut() {
    assertThat(NodeName.of(PeerId.of("a/" + UUID + "/" + UUID))).isEqualTo("a/" + UUID);
  }

  @Test
  void aNameLeavesRoomForTheRandomPart() {
    String longest = "x".repeat(218);
    assertThatCode(() -> NodeName.check(longest)).doesNotThrowAnyException();
    assertThat(PeerId.of(NodeName.newId(longest)).toString()).hasSize(PeerId.MAX_BYTES);
    assertThatIllegalArgumentException().isThrownBy(() -> NodeName.check(longest + "x"));
    assertThatIllegalArgumentException().isThrownBy(() -> NodeName.check(" "));
    assertThatIllegalArgumentException().isThrownBy(() -> NodeName.check("a\nb"));
  }
}
