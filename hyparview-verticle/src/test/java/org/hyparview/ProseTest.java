package org.hyparview;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The English of documents and main sources, as far as a rule can hold it. */
class ProseTest {

  private static final int MAX_COLUMNS = 120;

  /** Words for which the glossary, or plain English, has another; to make room is allowed. */
  private static final Pattern FOREIGN = Pattern.compile(
      "\\b((?<!\\bma[dk]e?s?[\\s-])rooms?|whom|anew|farewell|in\\s+vain|nobody)\\b",
      Pattern.CASE_INSENSITIVE);

  /** The key {@code "neighbours"} of the health check is a contract. */
  private static final Pattern BRITISH = Pattern.compile(
      "(?<!\")\\w*(neighbour|behaviour|dialler|dialled|optimis|initialis|recognis)\\w*",
      Pattern.CASE_INSENSITIVE);

  /** The doc of a type or package, private types left out, that begins with a question. */
  private static final Pattern QUESTION = Pattern.compile(
      "/\\*\\*\\s*(?:\\*\\s*)?(?:What|Who|Whom|How|Where|Why|When|Whether|Nobody|Nothing)\\b"
          + "(?=(?:(?!\\*/).)*+\\*/\\s*(?:@[\\w.]+(?:\\([^()]*\\))?\\s*)*"
          + "(?:(?:public|protected|static|final|abstract|sealed|non-sealed)\\s+)*"
          + "(?:class|interface|@interface|record|enum|package)\\s+[\\w.]+)",
      Pattern.DOTALL);

  @Test
  void linesFitTheColumns() throws IOException {
    assertThat(Document.all().stream().flatMap(document -> wideLines(document).stream()))
        .isEmpty();
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
    assertThat(Document.all().stream()
            .flatMap(document -> document.find(FOREIGN, document.prose()).stream()))
        .isEmpty();
  }

  @Test
  void documentsUseOneSpelling() throws IOException {
    assertThat(Document.all().stream()
            .flatMap(document -> document.find(BRITISH, document.text()).stream()))
        .isEmpty();
  }

  @Test
  void sourcesUseOneSpelling() throws IOException {
    assertThat(Document.mainSources().stream()
            .flatMap(source -> source.find(BRITISH, source.text()).stream()))
        .isEmpty();
  }

  @Test
  void docsOfTypesBeginWithANoun() throws IOException {
    assertThat(Document.mainSources().stream()
            .flatMap(source -> source.find(QUESTION, source.text()).stream()))
        .isEmpty();
  }
}
