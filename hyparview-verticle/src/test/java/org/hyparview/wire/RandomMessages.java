package org.hyparview.wire;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.hyparview.protocol.hyparview.ComponentLabel;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.hyparview.TimeToLive;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;

/** Any message there can be, with a liking for the ends of ranges and for texts beyond ASCII. */
final class RandomMessages {

  private static final int KINDS = 9;
  private static final List<String> LETTERS = List.of("a", "Z", "0", "-", "é", "ж", "節", "🕸");

  private final RandomGenerator random;

  RandomMessages(RandomGenerator random) {
    this.random = random;
  }

  HyParViewMessage next() {
    return switch (random.nextInt(KINDS)) {
      case 0 -> new HyParViewMessage.Join(label());
      case 1 -> new HyParViewMessage.ForwardJoin(peer(), timeToLive());
      case 2 -> new HyParViewMessage.Neighbor(any(HyParViewMessage.Priority.values()), label());
      case 3 ->
        new HyParViewMessage.NeighborReply(
            any(HyParViewMessage.Outcome.values()), number(), label(), sample());
      case 4 ->
        new HyParViewMessage.Disconnect(any(HyParViewMessage.DisconnectReason.values()), sample());
      case 5 -> new HyParViewMessage.Shuffle(peer(), number(), timeToLive(), label(), sample());
      case 6 -> new HyParViewMessage.ShuffleReply(number(), sample());
      case 7 -> new HyParViewMessage.Probe(number(), label());
      default -> new HyParViewMessage.ProbeReply(number(), label(), sample());
    };
  }

  private List<Peer> sample() {
    int size = random.nextBoolean()
        ? random.nextInt(9)
        : any(0, HyParViewMessage.MAX_SAMPLE - 1, HyParViewMessage.MAX_SAMPLE);
    return Stream.generate(this::peer).limit(size).toList();
  }

  private Peer peer() {
    return new Peer(id(), number(), new PeerAddress(text(), any(1, 80, 7100, 65_535)));
  }

  private ComponentLabel label() {
    return new ComponentLabel(id(), number(), number());
  }

  private PeerId id() {
    return random.nextBoolean() ? PeerId.random(random) : PeerId.of(text());
  }

  private TimeToLive timeToLive() {
    return TimeToLive.of(random.nextInt(TimeToLive.MAX + 1));
  }

  /** 1 to 255 bytes of UTF-8. */
  private String text() {
    int letters = random.nextInt(1, 64);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < letters; i++) {
      text.append(LETTERS.get(random.nextInt(LETTERS.size())));
    }
    return text.toString();
  }

  private long number() {
    return any(0L, 1L, 255L, 256L, 1_700_000_000_000L, Long.MAX_VALUE, random.nextLong() >>> 1);
  }

  @SafeVarargs
  private <T> T any(T... values) {
    return values[random.nextInt(values.length)];
  }
}
