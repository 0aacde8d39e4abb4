package org.hyparview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The typed values of the event bus and their JSON, which is a contract. */
class PeerValuesTest {

  private static final PeerInfo A = new PeerInfo("a", "10.0.0.1", 7100);
  private static final PeerInfo B = new PeerInfo("b", "10.0.0.2", 7100);
  private static final String UP = "{\"type\":\"peer-up\","
      + "\"peer\":{\"id\":\"b\",\"host\":\"10.0.0.2\",\"port\":7100},"
      + "\"version\":7,\"active\":5,\"passive\":30,\"node\":\"a\"}";
  private static final String DOWN = "{\"type\":\"peer-down\","
      + "\"peer\":{\"id\":\"b\",\"host\":\"10.0.0.2\",\"port\":7100},\"reason\":\"failed\","
      + "\"version\":8,\"active\":4,\"passive\":30,\"node\":\"a\"}";

  @Test
  void eventsHaveTheDocumentedForm() {
    assertThat(PeerEvent.up(B, 7, 5, 30, "a").toJson().encode()).isEqualTo(UP);
    assertThat(
            PeerEvent.down(B, PeerEvent.Reason.FAILED, 8, 4, 30, "a").toJson().encode())
        .isEqualTo(DOWN);
  }

  @Test
  void viewsHaveTheDocumentedForm() {
    assertThat(new PeerViews(A, 7, List.of(B), List.of()).toJson().encode())
        .isEqualTo("{\"node\":{\"id\":\"a\",\"host\":\"10.0.0.1\",\"port\":7100},\"version\":7,"
            + "\"active\":[{\"id\":\"b\",\"host\":\"10.0.0.2\",\"port\":7100}],\"passive\":[]}");
  }

  static Stream<PeerEvent> events() {
    return Stream.concat(
        Stream.of(PeerEvent.up(B, 7, 5, 30, "a")),
        Stream.of(PeerEvent.Reason.values())
            .map(reason -> PeerEvent.down(B, reason, 8, 4, 30, "a")));
  }

  @ParameterizedTest
  @MethodSource("events")
  void eventsEqualWhatIsReadFromTheirJson(PeerEvent event) {
    PeerEvent read = new PeerEvent(new JsonObject(event.toJson().encode()));
    assertThat(read).isEqualTo(event).hasSameHashCodeAs(event);
    assertThat(Json.decodeValue(Json.encode(event), PeerEvent.class)).isEqualTo(event);
  }

  @Test
  void viewsEqualWhatIsReadFromTheirJson() {
    PeerViews views = new PeerViews(A, 7, List.of(B), List.of(A));
    assertThat(new PeerViews(new JsonObject(views.toJson().encode())))
        .isEqualTo(views)
        .hasSameHashCodeAs(views)
        .isNotEqualTo(new PeerViews(A, 7, List.of(), List.of(A)));
  }

  /** A later version may add fields. */
  @Test
  void unknownFieldsAreIgnored() {
    assertThat(new PeerEvent(new JsonObject(UP).put("since", 1)))
        .isEqualTo(PeerEvent.up(B, 7, 5, 30, "a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"type", "peer", "version", "active", "passive", "node"})
  void aMissingFieldIsNamed(String field) {
    JsonObject json = new JsonObject(UP);
    json.remove(field);
    assertThatThrownBy(() -> new PeerEvent(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + field + "'");
  }

  @Test
  void anUnknownTypeIsRefused() {
    assertThatThrownBy(() -> new PeerEvent(new JsonObject(UP).put("type", "peer-sideways")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("peer-sideways");
  }
}
