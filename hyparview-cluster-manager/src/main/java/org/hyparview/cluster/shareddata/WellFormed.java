package org.hyparview.cluster.shareddata;

import org.jspecify.annotations.Nullable;

/**
 * The check for strings that UTF-8 can express. A Java string may hold a half of a surrogate pair
 * without the other; in UTF-8 that becomes a question mark, and so different strings become the
 * same.
 */
public final class WellFormed {

  private WellFormed() {}

  /** Returns whether each surrogate in the string has its other half. */
  static boolean isWellFormed(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char unit = text.charAt(i);
      if (Character.isSurrogate(unit)) {
        boolean isPair = Character.isHighSurrogate(unit)
            && i + 1 < length
            && Character.isLowSurrogate(text.charAt(i + 1));
        if (!isPair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /**
   * Checks the name of a structure.
   *
   * @param structure the kind of the named structure, such as "map"
   * @return the name
   * @throws IllegalArgumentException if it is null, empty, or not a well-formed string
   */
  public static String name(String structure, @Nullable String name) {
    if (name == null) {
      throw new IllegalArgumentException("The name of a " + structure + " must not be null");
    }
    if (name.isEmpty()) {
      throw new IllegalArgumentException("The name of a " + structure + " must not be empty");
    }
    if (!isWellFormed(name)) {
      throw new IllegalArgumentException("The name of a " + structure
          + " must be well-formed Unicode, but has half of a surrogate pair without the other");
    }
    return name;
  }
}
