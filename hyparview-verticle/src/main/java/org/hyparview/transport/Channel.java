package org.hyparview.transport;

import org.hyparview.protocol.peer.Ranges;

/**
 * A kind of frame. Frames of all channels share a link; each channel goes by one of its two lanes.
 *
 * @param number 1..255; 0 is the transport's own
 */
public record Channel(int number, Lane lane) {

  /** The channel of the membership protocol. */
  public static final Channel MEMBERSHIP = new Channel(1, Lane.CONTROL);

  /**
   * The channel of the broadcast protocol. One lane for all of it, so that an answer never
   * overtakes the payload that it speaks of.
   */
  public static final Channel BROADCAST = new Channel(2, Lane.DATA);

  /** Checks the number. */
  public Channel {
    Ranges.check("A channel", number, 1, 255);
  }

  /** Which queue of a link a frame waits in. */
  public enum Lane {
    /** Few small frames that go first; a link on which they pile up is ended. */
    CONTROL,
    /** All else; what does not fit is refused. */
    DATA
  }
}
