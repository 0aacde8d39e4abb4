package org.hyparview.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.hyparview.HyParViewClient;
import org.hyparview.HyParViewOptions;
import org.hyparview.HyParViewVerticle;
import org.hyparview.cluster.HyParViewCluster;
import org.hyparview.cluster.MemberEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The events of the JDK Flight Recorder, recorded, and their table in docs/metrics.md. */
class FlightRecorderIT {

  private static final String PREFIX = "org.hyparview.";

  /** The fields that the recorder adds to each event. */
  private static final Set<String> COMMON =
      Set.of("startTime", "duration", "eventThread", "stackTrace");

  private static final List<String> SOURCES = List.of(
      "hyparview-verticle/src/main/java/org/hyparview/node/ViewRecorder.java",
      "hyparview-cluster-manager/src/main/java/org/hyparview/cluster/internal/MemberRecorder.java");

  @TempDir
  private Path directory = Path.of("");

  private Map<String, List<RecordedEvent>> record(Runnable task) throws IOException {
    Path file = directory.resolve("recording.jfr");
    try (Recording recording = new Recording()) {
      recording.start();
      task.run();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().startsWith(PREFIX))
        .collect(Collectors.groupingBy(event -> event.getEventType().getName()));
  }

  @Test
  void changesOfTheViewAreRecorded() throws IOException {
    Map<String, List<RecordedEvent>> events = record(() -> {
      Vertx vertx = Vertx.vertx();
      String contact = deploy(vertx, "a");
      CountDownLatch up = new CountDownLatch(1);
      HyParViewClient.create(vertx, "a").onPeerUp(peer -> up.countDown());
      deploy(vertx, "b", contact);
      Waiting.await(up);
      vertx.deploymentIDs().forEach(id -> Waiting.await(vertx.undeploy(id)));
      Waiting.await(vertx.close());
    });
    assertThat(events.get(PREFIX + "PeerUp")).anySatisfy(event -> {
      assertThat(event.getString("node")).isEqualTo("a");
      assertThat(event.getString("peer")).isEqualTo("b");
      assertThat(event.getInt("active")).isEqualTo(1);
    });
    assertThat(events.get(PREFIX + "PeerDown"))
        .anySatisfy(event -> assertThat(event.getString("reason")).isEqualTo("left"));
    assertFields(events, "PeerUp");
  }

  private static String deploy(Vertx vertx, String id, String... contacts) {
    Waiting.await(vertx.deployVerticle(new HyParViewVerticle(new HyParViewOptions()
        .setNodeId(id)
        .setEventBusPrefix(id)
        .setHost("127.0.0.1")
        .setPort(0)
        .setContacts(List.of(contacts)))));
    return Waiting.await(HyParViewClient.create(vertx, id).views()).node().address();
  }

  @Test
  void changesOfTheMembersAreRecorded() throws IOException {
    List<String> ids = new ArrayList<>();
    Map<String, List<RecordedEvent>> events = record(() -> {
      Vertx stays = MeterTableIT.clustered();
      Vertx leaves = MeterTableIT.clustered();
      ids.add(HyParViewCluster.of(leaves).nodeId());
      CountDownLatch changed = new CountDownLatch(1);
      CountDownLatch left = new CountDownLatch(1);
      HyParViewCluster.of(stays).memberEvents(event -> {
        if (event.type() == MemberEvent.Type.MEMBER_LEFT) {
          left.countDown();
        } else if (event.member().tags().containsKey("zone")) {
          changed.countDown();
        }
      });
      Waiting.await(HyParViewCluster.of(leaves).setTags(Map.of("zone", "a")));
      Waiting.await(changed);
      Waiting.await(leaves.close());
      Waiting.await(left);
      Waiting.await(stays.close());
    });
    String id = ids.get(0);
    for (String kind : List.of("MemberJoined", "MemberChanged", "MemberLeft")) {
      assertThat(events.get(PREFIX + kind))
          .as(kind)
          .anySatisfy(event -> assertThat(event.getString("member")).isEqualTo(id));
    }
    assertThat(events.get(PREFIX + "MemberLeft"))
        .anySatisfy(event -> assertThat(event.getString("reason")).isEqualTo("left"));
    assertFields(events, "MemberJoined");
  }

  /** Checks that the docs name the fields of an event. */
  private static void assertFields(Map<String, List<RecordedEvent>> events, String kind)
      throws IOException {
    String row = Document.matches(
            Files.readString(Document.METRICS), "^\\| `" + PREFIX + kind + "` \\|(.*)$")
        .iterator()
        .next();
    List<String> fields = events.getOrDefault(PREFIX + kind, List.of()).get(0).getFields().stream()
        .map(ValueDescriptor::getName)
        .filter(name -> !COMMON.contains(name))
        .toList();
    assertThat(Document.matches(row, "`(\\w+)`")).containsExactlyInAnyOrderElementsOf(fields);
  }

  @Test
  void theDocsNameEachEvent() throws IOException {
    StringBuilder sources = new StringBuilder();
    for (String source : SOURCES) {
      sources.append(Files.readString(Document.root().resolve(source)));
    }
    assertThat(Document.matches(Files.readString(Document.METRICS), "^\\| `(org\\.\\S+)` \\|"))
        .isEqualTo(Document.matches(sources.toString(), "@Name\\(\"(\\S+)\"\\)"));
  }
}
