package org.hyparview.benchmarks.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table in Markdown. All columns but the first are numbers. */
final class Table {

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... head) {
    rows.add(List.of(head));
  }

  Table row(Object... cells) {
    if (cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(
          "A row needs " + rows.get(0).size() + " cells, but has " + cells.length);
    }
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell.toString());
    }
    rows.add(row);
    return this;
  }

  /** A row with one cell for each of the columns after the first. */
  Table row(String name, List<String> cells) {
    List<Object> row = new ArrayList<>();
    row.add(name);
    row.addAll(cells);
    return row(row.toArray());
  }

  /** Claims, with the verdict of each. */
  static Table ofClaims(List<Claim> claims) {
    Table table = new Table("", "paper", "accepted", "ours", "runs", "verdict");
    for (Claim claim : claims) {
      table.row(
          claim.what(),
          claim.paper(),
          claim.accepted(),
          claim.ours().text(claim.digits()),
          claim.ours().runs(),
          claim.holds() ? "holds" : "**fails**");
    }
    return table;
  }

  @Override
  public String toString() {
    String line = IntStream.range(0, rows.get(0).size())
        .mapToObj(column -> column == 0 ? "---" : "--:")
        .collect(Collectors.joining("|", "|", "|"));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      text.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
      if (i == 0) {
        text.append(line).append('\n');
      }
    }
    return text.toString();
  }
}
