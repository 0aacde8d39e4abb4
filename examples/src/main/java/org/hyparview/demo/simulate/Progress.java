package org.hyparview.demo.simulate;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * The progress display of a long run: on a terminal one line that is redrawn, elsewhere a line now
 * and then. Each phase ends with a line that stays.
 */
final class Progress {

  private static final int BAR_WIDTH = 30;
  private static final int LINE_WIDTH = 100;
  private static final long REDRAW_MILLIS = 100;
  private static final long PLAIN_MILLIS = 5_000;

  private final PrintStream out;
  private final boolean terminal;
  private final LongSupplier millis;

  private String phase = "";
  private String unit = "";
  private long total;
  private long begun;
  private long shown;

  /**
   * Progress of phases that have not begun.
   *
   * @param terminal whether a line can be drawn again
   * @param millis the time
   */
  Progress(PrintStream out, boolean terminal, LongSupplier millis) {
    this.out = out;
    this.terminal = terminal;
    this.millis = millis;
  }

  /** Progress that nobody sees. */
  static Progress none() {
    return new Progress(new PrintStream(OutputStream.nullOutputStream()), false, () -> 0);
  }

  /** A phase begins, in which so many units are to be done. */
  void begin(String name, long units, String unitName) {
    phase = name;
    total = units;
    unit = unitName;
    begun = millis.getAsLong();
    shown = begun;
    if (terminal) {
      draw(0);
    }
  }

  /** So many units are done by now; with the last the phase ends. */
  void done(long units) {
    long now = millis.getAsLong();
    if (units >= total) {
      end();
    } else if (now - shown >= (terminal ? REDRAW_MILLIS : PLAIN_MILLIS)) {
      shown = now;
      draw(units);
    }
  }

  /** Something happens that takes no time. */
  void say(String text) {
    out.println(text);
  }

  private void draw(long units) {
    print(terminal ? bar(units) : line(units), !terminal);
  }

  private void end() {
    print(line(total), true);
  }

  /** What stood in the line before is covered with spaces. */
  private void print(String text, boolean stays) {
    out.print(terminal ? "\r" + text + " ".repeat(Math.max(0, LINE_WIDTH - text.length())) : text);
    if (stays) {
      out.println();
    }
    out.flush();
  }

  private String bar(long units) {
    int filled = (int) (BAR_WIDTH * units / total);
    return String.format(
        Locale.ROOT,
        "%-13s[%s%s] %3d %%  %s",
        phase,
        "#".repeat(filled),
        ".".repeat(BAR_WIDTH - filled),
        100 * units / total,
        amount(units));
  }

  private String line(long units) {
    return String.format(Locale.ROOT, "%-13s%s", phase, amount(units));
  }

  private String amount(long units) {
    return String.format(
        Locale.ROOT,
        "%,d of %,d %s, %.1f s",
        units,
        total,
        unit,
        (millis.getAsLong() - begun) / 1_000.0);
  }
}
