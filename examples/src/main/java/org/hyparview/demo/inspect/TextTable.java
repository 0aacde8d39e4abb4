package org.hyparview.demo.inspect;

import java.util.ArrayList;
import java.util.List;

/** A table of strings, whose columns are as wide as their longest string. */
final class TextTable {

  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  /** Creates a table that has its head only. */
  TextTable(String... head) {
    rows.add(List.of(head));
  }

  /** Adds a row, as long as the head. */
  void add(String... row) {
    if (row.length != rows.get(0).size()) {
      throw new IllegalArgumentException(
          "A row must have " + rows.get(0).size() + " cells, but has " + row.length);
    }
    rows.add(List.of(row));
  }

  @Override
  public String toString() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i));
        line.append(" ".repeat(widths[i] - row.get(i).length())).append(GAP);
      }
      lines.add(line.toString().stripTrailing());
    }
    return String.join(System.lineSeparator(), lines);
  }
}
