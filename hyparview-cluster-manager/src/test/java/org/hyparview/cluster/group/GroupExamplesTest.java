package org.hyparview.cluster.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hyparview.cluster.group.GroupDescriptor.Origin;
import org.hyparview.cluster.group.GroupMessage.LogPosition;
import org.hyparview.cluster.group.GroupMessage.Missing;
import org.hyparview.cluster.group.GroupMessage.Query;
import org.hyparview.cluster.group.GroupMessage.Refusal;
import org.hyparview.cluster.group.GroupMessage.StartLearner;
import org.hyparview.cluster.protocol.store.StoreQuery;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.wire.DecodeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of shared data in docs/wire-protocol.md are what this version sends. */
class GroupExamplesTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "wire-protocol.md");
  private static final Pattern COMMENT = Pattern.compile(" {2}.*$", Pattern.MULTILINE);
  private static final long BEGIN = 1_767_225_600_000L;

  private final GroupCodec codec = new GroupCodec();

  private static byte[] example(String heading) throws IOException {
    Matcher example = Pattern.compile("^### " + heading + "\\n\\n```hex\\n(.*?)^```", flags())
        .matcher(Files.readString(DOCUMENT));
    assertThat(example.find()).as("example under %s", heading).isTrue();
    String digits = COMMENT.matcher(example.group(1)).replaceAll("");
    return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
  }

  private static int flags() {
    return Pattern.MULTILINE | Pattern.DOTALL;
  }

  static Stream<GroupMessage> messages() {
    Endpoint first = new Endpoint("a", 1);
    Endpoint second = new Endpoint("a", 2);
    Peer peer = new Peer(PeerId.of("a"), BEGIN, new PeerAddress("10.0.0.1", 7_800));
    return Stream.of(
        new Query("g", 2, List.of(new StoreQuery.Count("c")), 3, 4),
        new Refusal(2, false, new Endpoint("b", 1)),
        new Missing("g", new Endpoint("b", 0)),
        new LogPosition("g", first, 6, 8, true),
        new StartLearner(new GroupDescriptor(
            "g",
            "f",
            1,
            BEGIN,
            second,
            5,
            List.of(second),
            6,
            second,
            List.of(peer),
            false,
            new Origin("f", 3, 9, true))));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void theExampleIsTheMessage(GroupMessage message) throws IOException, DecodeException {
    byte[] example = example(message.getClass().getSimpleName());
    assertThat(codec.decode(Buffer.buffer(example))).isEqualTo(message);
    assertThat(codec.encode(message).getBytes()).isEqualTo(example);
  }
}
