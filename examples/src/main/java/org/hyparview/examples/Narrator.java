package org.hyparview.examples;

import java.io.PrintStream;
import java.util.Locale;
import org.hyparview.PeerEvent;

/** Tells what happens, with the time since the start; of many events only the first few. */
final class Narrator {

  private final PrintStream out;
  private final Stopwatch clock;
  private final int limit;
  private int ups;
  private int downs;
  private int deliveries;

  /**
   * A narrator.
   *
   * @param limit how many events to print in a phase, of each kind
   */
  Narrator(PrintStream out, Stopwatch clock, int limit) {
    this.out = out;
    this.clock = clock;
    this.limit = limit;
  }

  /** A phase begins or ends. */
  void phase(String text) {
    tellTheRest();
    line("* " + text);
  }

  /** A view has changed. */
  void change(PeerEvent event) {
    int count = event.isUp() ? ++ups : ++downs;
    if (count <= limit) {
      line("    " + event.node() + (event.isUp() ? "  + " : "  - ")
          + event.peer().id() + (event.reason() == null ? "" : "  " + event.reason()));
    }
  }

  /** A broadcast was delivered. */
  void delivery(Delivery delivery) {
    if (++deliveries <= limit) {
      line(String.format(
          Locale.ROOT,
          "    %s  #%d, over %d links, after %.1f ms",
          delivery.node(),
          delivery.number(),
          delivery.hops(),
          delivery.micros() / 1_000.0));
    }
  }

  private void tellTheRest() {
    int rest =
        Math.max(0, ups - limit) + Math.max(0, downs - limit) + Math.max(0, deliveries - limit);
    if (limit > 0 && rest > 0) {
      line("    ... and " + rest + " more");
    }
    ups = 0;
    downs = 0;
    deliveries = 0;
  }

  private void line(String text) {
    out.printf("%9s  %s%n", Stopwatch.seconds(clock.millis()), text);
  }
}
