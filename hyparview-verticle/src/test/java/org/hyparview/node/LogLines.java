package org.hyparview.node;

import io.vertx.core.internal.logging.LoggerFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The lines that a class logs while this is open, each with its level. */
public final class LogLines extends Handler {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger logger;

  /**
   * Starts to collect the lines of a class. Vert.x's logging must be there before, since it removes
   * all handlers when it starts.
   */
  public LogLines(Class<?> of) {
    LoggerFactory.getLogger(of);
    logger = Logger.getLogger(of.getName());
    logger.addHandler(this);
  }

  /** Returns the lines so far. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void publish(LogRecord entry) {
    lines.add(entry.getLevel() + " " + entry.getMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
