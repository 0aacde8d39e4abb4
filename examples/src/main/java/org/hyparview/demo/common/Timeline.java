package org.hyparview.demo.common;

import java.io.PrintStream;
import java.util.function.Supplier;
import org.hyparview.PeerEvent;

/**
 * The timeline of a demonstration on the console: phases and events with the time since the start.
 * Of many events it prints only the first few.
 */
public final class Timeline {

  private final PrintStream out;
  private final RunClock clock;
  private final int limit;
  private int ups;
  private int downs;
  private int deliveries;
  private boolean ended;

  /**
   * Creates a timeline.
   *
   * @param limit how many events to print in a phase, of each kind
   */
  public Timeline(PrintStream out, RunClock clock, int limit) {
    this.out = out;
    this.clock = clock;
    this.limit = limit;
  }

  /** Prints the begin or the end of a phase. */
  public void phase(String text) {
    printOmitted();
    line("* " + text);
  }

  /**
   * Prints how a run ends. Whatever else still happens in it isn't printed, so that nothing comes
   * between the lines of a report, nor behind them.
   */
  public void end(String text) {
    phase(text);
    ended = true;
  }

  /** Records a view change. */
  public void change(PeerEvent event) {
    int count = event.isUp() ? ++ups : ++downs;
    if (count <= limit) {
      line("    " + event.node() + (event.isUp() ? "  + " : "  - ")
          + event.peer().id() + (event.reason() == null ? "" : "  " + event.reason()));
    }
  }

  /** Records the delivery of a broadcast, which is described only if it is printed. */
  public void delivery(Supplier<String> description) {
    if (++deliveries <= limit) {
      line("    " + description.get());
    }
  }

  private void printOmitted() {
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
    if (!ended) {
      out.printf("%9s  %s%n", RunClock.seconds(clock.millis()), text);
    }
  }
}
