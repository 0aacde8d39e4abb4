package org.hyparview.node;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.hyparview.protocol.overlay.Overlay;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Link;
import org.hyparview.transport.LinkCounters;

/**
 * The counters of the overlay of one node, as JSON: all keys are always there. They are plain
 * fields of the node's parts, so this is to be called on its context.
 */
public final class OverlayCounters {

  /** The key of the counters of broadcasts. */
  public static final String BROADCASTS = "broadcasts";

  private OverlayCounters() {}

  /** Returns the name of a constant in the counters. */
  public static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns the counters of a node.
   *
   * @param overlay its machine, for reading only
   * @param undeliverable how many broadcasts had no known form
   */
  public static JsonObject toJson(
      LinkHost host,
      Overlay overlay,
      Membership membership,
      Broadcast broadcast,
      long undeliverable) {
    return new JsonObject()
        .put("views", membership.counters())
        .put("links", links(host))
        .put("messages", host.traffic().messages())
        .put("bytes", host.traffic().bytes())
        .put(BROADCASTS, broadcasts(overlay, broadcast, undeliverable))
        .put("questions", broadcast.counters().questions());
  }

  /** Returns the counters of broadcasts alone, with the arguments of {@link #toJson}. */
  public static JsonObject broadcasts(Overlay overlay, Broadcast broadcast, long undeliverable) {
    return broadcast
        .counters()
        .toJson(undeliverable)
        .put("duplicates", overlay.plumtree().duplicates());
  }

  private static JsonObject links(LinkHost host) {
    LinkCounters counters = host.counters();
    List<Link> links = host.linksReliedOn();
    return new JsonObject()
        .put("reliedOn", links.size())
        .put("direct", host.directLinks().size())
        .put("congested", links.stream().filter(Link::isCongested).count())
        .put("queuedBytes", sum(links, Link::queuedBytes))
        .put("queuedBytesMax", max(links, Link::queuedBytes))
        .put("roundTripNanosMean", mean(links, Link::roundTripNanos))
        .put("roundTripNanosMax", max(links, Link::roundTripNanos))
        .put("opened", counters.opened())
        .put("accepted", counters.accepted())
        .put("refusedFrames", counters.refusedFrames())
        .put("droppedFrames", host.directLinks().dropped())
        .put("skippedFrames", host.traffic().skipped())
        .put("dialed", counters.dialed())
        .put("dialFailures", byName(CloseReason.values(), counters.dialFailures()))
        .put("closed", byName(CloseReason.values(), counters.closed()));
  }

  /** Returns the counts of all constants by their name; 0 for those that have none. */
  public static <E extends Enum<E>> JsonObject byName(E[] constants, Map<E, Long> counts) {
    JsonObject json = new JsonObject();
    for (E constant : constants) {
      json.put(name(constant), counts.getOrDefault(constant, 0L));
    }
    return json;
  }

  /** Returns the sum of what is known, which is never negative. */
  private static long sum(List<Link> links, ToLongFunction<Link> property) {
    return links.stream().mapToLong(property).filter(value -> value >= 0).sum();
  }

  private static long max(List<Link> links, ToLongFunction<Link> property) {
    return links.stream().mapToLong(property).filter(value -> value >= 0).max().orElse(0);
  }

  private static long mean(List<Link> links, ToLongFunction<Link> property) {
    return (long)
        links.stream().mapToLong(property).filter(value -> value >= 0).average().orElse(0);
  }
}
