package org.hyparview.benchmarks.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The warnings that nodes in this JVM log, from its creation until it is closed. */
final class Warnings extends Handler implements AutoCloseable {

  private static final Logger LOGGER = Logger.getLogger("org.hyparview");

  private final long start = System.nanoTime();
  private final List<String> story = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  Warnings() {
    LOGGER.addHandler(this);
  }

  @Override
  public void publish(LogRecord entry) {
    String text = entry.getLevel() + " " + entry.getMessage();
    note(text);
    if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
      warn(text);
    }
  }

  /** Something that belongs into the story, with its time in ms. */
  synchronized void note(String what) {
    story.add((System.nanoTime() - start) / 1_000_000 + " " + what);
  }

  private synchronized void warn(String what) {
    warnings.add(what);
  }

  /** The warnings since the last call. */
  synchronized List<String> take() {
    List<String> taken = List.copyOf(warnings);
    warnings.clear();
    return taken;
  }

  /** All that there was. */
  synchronized String story() {
    return String.join("\n", story);
  }

  @Override
  public void flush() {
    // Nothing is kept back.
  }

  @Override
  public void close() {
    LOGGER.removeHandler(this);
  }
}
