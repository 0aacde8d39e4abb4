package org.hyparview.cluster.protocol.store;

import java.util.List;

/**
 * The unit of agreement: commands that are applied one after the other, with nothing in between.
 *
 * @param time logical milliseconds at which it was proposed; entries that have expired by then are
 *     removed before the first command. Time never goes back: an earlier one counts as the latest
 *     so far
 * @param commands may be empty, if only time has passed
 */
public record Batch(long time, List<StoreCommand> commands) {

  /** Copies the commands. */
  public Batch {
    if (time < 0) {
      throw new IllegalArgumentException("A time must be 0 or more, but is " + time);
    }
    commands = List.copyOf(commands);
  }
}
