package org.hyparview.node;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The log of what a node refused to believe or to do: one line per source and minute, however often
 * the source repeats itself, and one for all further sources together.
 */
public final class RefusedClaims {

  /** The interval between two lines about one source, in milliseconds. */
  public static final long INTERVAL = 60_000;

  /** The most sources that have lines of their own in one interval. */
  static final int MAX_SOURCES = 8;

  private static final String OTHERS = "further nodes";

  /** When a source was last logged, and how often it was refused since. */
  private static final class Line {
    private long at;
    private long suppressed;
  }

  private final Consumer<String> out;
  private final Map<String, Line> lines = new LinkedHashMap<>();

  /**
   * Creates an empty log.
   *
   * @param out writes a line
   */
  public RefusedClaims(Consumer<String> out) {
    this.out = out;
  }

  /**
   * Logs a refusal, unless the source was logged within the interval: then it is only counted.
   *
   * @param source the node that is to blame, as far as is known
   * @param what it claims or asks for
   * @param now milliseconds of a clock that never goes backwards
   */
  public void refused(String source, String what, long now) {
    lines.values().removeIf(line -> line.suppressed == 0 && now - line.at >= INTERVAL);
    boolean isOwn = lines.containsKey(source) || lines.size() < MAX_SOURCES;
    String name = isOwn ? source : OTHERS;
    Line line = lines.get(name);
    if (line == null) {
      line = new Line();
      lines.put(name, line);
    } else if (now - line.at < INTERVAL) {
      line.suppressed++;
      return;
    }
    String before = line.suppressed == 0 ? "" : " (after " + line.suppressed + " more)";
    line.at = now;
    line.suppressed = 0;
    out.accept("Refused of " + name + before + ": " + what);
  }
}
