package org.hyparview;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The English of the documents, as far as a rule can hold it. */
class ProseTest {

  private static final int MAX_COLUMNS = 120;

  /** Words for which the glossary, or plain English, has another; to make room is allowed. */
  private static final Pattern FOREIGN = Pattern.compile(
      "\\b((?<!\\bma[dk]e?s?[\\s-])rooms?|whom|anew|farewell|in\\s+vain|nobody)\\b",
      Pattern.CASE_INSENSITIVE);

  private static final Pattern BRITISH = Pattern.compile(
      "\\w*(neighbour|behaviour|dialler|dialled|optimis|initialis|recognis)\\w*",
      Pattern.CASE_INSENSITIVE);

  /** Documents that don't keep the rules yet. A ratchet: this list only ever gets shorter. */
  private static final Set<Path> OLD = Stream.of(
          "cluster-options.md", "cluster-protocol.md", "guarantees.md", "options.md")
      .map(name -> Path.of("docs", name))
      .collect(Collectors.toUnmodifiableSet());

  private static Stream<Document> documents() throws IOException {
    return Document.all().stream().filter(document -> !OLD.contains(document.path()));
  }

  @Test
  void linesFitTheColumns() throws IOException {
    assertThat(documents().flatMap(document -> wideLines(document).stream())).isEmpty();
  }

  /** Tables and code may be wider, and so may a line that is one link. */
  private static List<String> wideLines(Document document) {
    List<String> found = new ArrayList<>();
    List<String> lines = document.text().lines().toList();
    boolean code = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      code ^= line.startsWith("```") || line.equals("-->") || line.matches("<!-- snippet:.*");
      boolean free = code || line.startsWith("|") || !line.strip().contains(" ");
      if (!free && line.length() > MAX_COLUMNS) {
        found.add(document.path() + ":" + (i + 1) + ": " + line.length() + " columns");
      }
    }
    return found;
  }

  @Test
  void documentsUseTheFieldsWords() throws IOException {
    assertThat(documents().flatMap(document -> document.find(FOREIGN, document.prose()).stream()))
        .isEmpty();
  }

  @Test
  void documentsUseOneSpelling() throws IOException {
    assertThat(documents().flatMap(document -> document.find(BRITISH, document.text()).stream()))
        .isEmpty();
  }
}
