package org.hyparview.cluster.protocol.store;

import java.util.List;

/**
 * What is agreed on at a time: commands that are done one after the other, with nothing in between.
 *
 * @param time logical milliseconds at which it was proposed; entries whose time is over end before
 *     the first command. Time never goes back: an earlier one counts as the latest so far
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
