package org.hyparview.wire;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.Fold;
import org.hyparview.protocol.plumtree.FoldResult;
import org.hyparview.protocol.plumtree.MessageId;
import org.hyparview.protocol.plumtree.PlumtreeMessage;
import org.jspecify.annotations.Nullable;

/** Any broadcast message and any envelope, with a liking for the ends of ranges. */
final class RandomBroadcasts {

  private static final int KINDS = 5;
  private static final List<String> LETTERS = List.of("a", "Z", "0", "-", "é", "ж", "節", "🕸");

  private final RandomGenerator random;

  RandomBroadcasts(RandomGenerator random) {
    this.random = random;
  }

  PlumtreeMessage next() {
    return switch (random.nextInt(KINDS)) {
      case 0 ->
        new PlumtreeMessage.Gossip(
            id(), round(), attempt(), random.nextBoolean(), bytes(), question());
      case 1 -> new PlumtreeMessage.IHave(announcements());
      case 2 -> new PlumtreeMessage.Graft(random.nextBoolean() ? id() : null, attempt());
      case 3 -> PlumtreeMessage.Prune.INSTANCE;
      default -> ack();
    };
  }

  Envelope envelope() {
    List<Envelope.Header> headers = Stream.generate(() -> new Envelope.Header(text(), text()))
        .limit(any(0, 1, 3, Envelope.MAX_HEADERS))
        .toList();
    return new Envelope(any(Envelope.Kind.values()), text(), headers, Buffer.buffer(bytes()));
  }

  private PlumtreeMessage ack() {
    boolean clean = random.nextBoolean();
    List<PeerId> missing =
        Stream.generate(this::peer).limit(clean ? 0 : any(0, 1, 16)).toList();
    return new PlumtreeMessage.Ack(
        id(), Math.max(1, attempt()), clean, missing, random.nextLong(), answers());
  }

  private PlumtreeMessage.@Nullable Question question() {
    Fold fold = any(Fold.COUNT, Fold.SUM, Fold.MIN, Fold.MAX, Fold.top(100), Fold.collect(5));
    return random.nextBoolean()
        ? null
        : new PlumtreeMessage.Question(fold, any(0, 5_000, Integer.MAX_VALUE));
  }

  private @Nullable FoldResult answers() {
    if (random.nextBoolean()) {
      return null;
    }
    List<PeerId> failures = Stream.generate(this::peer).limit(any(0, 1, 16)).toList();
    List<FoldResult.Ranked> ranked = Stream.generate(
            () -> new FoldResult.Ranked(peer(), random.nextLong()))
        .limit(any(0, 1, 100))
        .toList();
    List<FoldResult.Collected> collected = Stream.generate(
            () -> new FoldResult.Collected(peer(), bytes()))
        .limit(any(0, 1, 5))
        .toList();
    long nodes = any(200L, FoldResult.MAX_COUNT);
    return new FoldResult(
        nodes, nodes - 20, 20, any(0L, 100L), random.nextLong(), failures, ranked, collected);
  }

  QuestionEnvelope questionEnvelope() {
    return new QuestionEnvelope(random.nextBoolean() ? "" : text(), envelope());
  }

  private List<PlumtreeMessage.Announcement> announcements() {
    return Stream.generate(() -> new PlumtreeMessage.Announcement(id(), round(), attempt()))
        .limit(any(1, 2, 64, PlumtreeMessage.MAX_ANNOUNCEMENTS))
        .toList();
  }

  private MessageId id() {
    return new MessageId(peer(), number(), Math.min(number(), MessageId.MAX_SEQUENCE));
  }

  private PeerId peer() {
    return random.nextBoolean() ? PeerId.random(random) : PeerId.of(text());
  }

  private int round() {
    return any(0, 1, 255, 256, PlumtreeMessage.MAX_ROUND);
  }

  private int attempt() {
    return any(0, 1, PlumtreeMessage.MAX_ATTEMPT);
  }

  private byte[] bytes() {
    byte[] bytes = new byte[any(0, 1, 100, 5_000)];
    random.nextBytes(bytes);
    return bytes;
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
