package org.hyparview;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hyparview.protocol.peer.Ranges;
import org.hyparview.protocol.peer.Text;

/** The bounds of a node's tags, which are strings by strings; see {@link TagFilter}. */
public final class Tags {

  /** The most tags of a node. */
  public static final int MAX_TAGS = 32;

  /** The longest key, in bytes. */
  public static final int MAX_KEY_BYTES = 64;

  /** The longest value, in bytes. */
  public static final int MAX_VALUE_BYTES = 255;

  /** The most bytes of all keys and values of a node together. */
  public static final int MAX_BYTES = 4_096;

  /** The characters that filters give a meaning. */
  private static final String RESERVED = "=!,\\";

  private Tags() {}

  /**
   * Returns a sorted, unmodifiable copy.
   *
   * @param tags at most {@value #MAX_TAGS}, of {@value #MAX_BYTES} bytes in UTF-8 together. Keys
   *     have 1 to {@value #MAX_KEY_BYTES} bytes, without spaces, control characters and {@code = !
   *     , \}; values at most {@value #MAX_VALUE_BYTES} bytes, without control characters
   * @throws IllegalArgumentException if they are beyond these bounds, naming the tag
   */
  public static SortedMap<String, String> check(Map<String, String> tags) {
    SortedMap<String, String> copy = new TreeMap<>(tags);
    Ranges.check("The number of tags", copy.size(), 0, MAX_TAGS);
    int bytes = 0;
    for (Map.Entry<String, String> tag : copy.entrySet()) {
      checkKey("The key of a tag", tag.getKey());
      checkValue(tag.getKey(), tag.getValue());
      bytes += length(tag.getKey()) + length(tag.getValue());
    }
    Ranges.check("The number of bytes of all tags", bytes, 0, MAX_BYTES);
    return Collections.unmodifiableSortedMap(copy);
  }

  static void checkKey(String what, String key) {
    Text.check(what, key, MAX_KEY_BYTES, false);
    for (int i = 0; i < key.length(); i++) {
      if (RESERVED.indexOf(key.charAt(i)) >= 0) {
        throw new IllegalArgumentException(
            what + " must not have any of = ! , \\, but is \"" + key + "\"");
      }
    }
  }

  private static void checkValue(String key, String value) {
    if (value == null) {
      throw new IllegalArgumentException("The tag " + key + " must have a value");
    }
    if (!value.isEmpty()) {
      Text.check("The value of the tag " + key, value, MAX_VALUE_BYTES, true);
    }
  }

  private static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
