package org.hyparview.transport.identity;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.peer.Text;

/**
 * The name of a node, which its certificate has: the id of the node, or what is before the random
 * part of an id that is new at each start, as {@code orders-1} of
 * {@code orders-1/0b2ec7bc-6a1b-4f0a-9d3e-0f4c8a1d2b3c}.
 */
public final class NodeName {

  private static final Pattern RANDOM_PART =
      Pattern.compile("(?<=.)/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$");

  private static final int RANDOM_BYTES = 37;

  /** The longest name in front of a random part, in bytes of UTF-8. */
  private static final int MAX_BYTES = PeerId.MAX_BYTES - RANDOM_BYTES;

  private NodeName() {}

  /** Returns the name of the node with an id. */
  public static String of(PeerId id) {
    String whole = id.toString();
    Matcher random = RANDOM_PART.matcher(whole);
    return random.find() ? whole.substring(0, random.start()) : whole;
  }

  /** Returns a new id for a node with a name. */
  public static String newId(String name) {
    return name + "/" + UUID.randomUUID();
  }

  /**
   * Throws if a string can't be the name of nodes whose ids are new at each start.
   *
   * @throws IllegalArgumentException that says why
   */
  public static void check(String name) {
    Text.check("a name", name, MAX_BYTES, true);
    if (name.isBlank()) {
      throw new IllegalArgumentException("a name must not be blank");
    }
  }
}
