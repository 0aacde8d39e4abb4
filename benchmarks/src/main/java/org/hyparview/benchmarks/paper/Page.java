package org.hyparview.benchmarks.paper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page whose sections between markers are written by experiments, and all else by hand. The
 * markers of a section are {@code <!-- begin NAME -->} and {@code <!-- end NAME -->}, each on a
 * line of its own.
 */
final class Page {

  private final Path file;
  private String text;

  private Page(Path file, String text) {
    this.file = file;
    this.text = text;
  }

  /** Reads the page; one that is not there yet is empty. */
  static Page read(Path file) {
    try {
      return new Page(file, Files.exists(file) ? Files.readString(file) : "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Replaces a section, which ends with a line break; one that is not there yet comes to the end of
   * the page.
   */
  void replace(String name, String section) {
    String begin = "<!-- begin " + name + " -->\n";
    String end = "<!-- end " + name + " -->\n";
    if (!text.contains(begin)) {
      text = text.isEmpty() || text.endsWith("\n\n") ? text : text + "\n";
      text += begin + end;
    }
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf(end, from);
    if (to < 0) {
      throw new IllegalStateException(file + " has no end of the section " + name);
    }
    text = text.substring(0, from) + "\n" + section + text.substring(to);
  }

  void write() {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
