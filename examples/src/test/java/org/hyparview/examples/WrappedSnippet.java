package org.hyparview.examples;

import java.util.ArrayList;
import java.util.List;

/** The source of a class around a {@link Snippet}, which knows where its lines come from. */
final class WrappedSnippet {

  private final Snippet snippet;
  private final List<String> lines = new ArrayList<>();
  private final List<Integer> origins = new ArrayList<>();

  WrappedSnippet(Snippet snippet) {
    this.snippet = snippet;
  }

  /** Adds a line that the document doesn't show. */
  void add(String line) {
    lines.add(line);
    origins.add(snippet.line() - 1);
  }

  /** Adds lines of the block. */
  void addOwn(List<String> block, int from, int to) {
    for (int i = from; i < to; i++) {
      lines.add(block.get(i));
      origins.add(snippet.line() + i);
    }
  }

  String text() {
    return String.join("\n", lines) + "\n";
  }

  /** The place in the document of a line of this source, counted from 1. */
  String place(long line) {
    boolean known = line >= 1 && line <= origins.size();
    return snippet.document() + ":" + (known ? origins.get((int) line - 1) : snippet.line());
  }
}
