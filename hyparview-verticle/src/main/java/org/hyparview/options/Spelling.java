package org.hyparview.options;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The search for the name that a misspelled one stands for. */
final class Spelling {

  /** Two characters that changed places are two edits. */
  private static final int MIN_EDITS = 2;

  private static final int CHARACTERS_PER_EDIT = 3;

  private Spelling() {}

  /** Returns the name that is the fewest edits away, or null if none is close. */
  static @Nullable String nearest(String word, Collection<String> names) {
    String nearest = null;
    int most = Math.max(MIN_EDITS, word.length() / CHARACTERS_PER_EDIT);
    int fewest = Math.min(most, word.length() - 1) + 1;
    for (String name : names) {
      int edits = edits(word.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
      if (edits < fewest) {
        fewest = edits;
        nearest = name;
      }
    }
    return nearest;
  }

  /** Returns how many characters must be inserted, deleted or replaced (Levenshtein distance). */
  static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
