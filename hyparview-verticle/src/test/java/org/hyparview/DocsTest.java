package org.hyparview;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Documents lead to what exists: links, classes, and the index of the decisions. */
class DocsTest {

  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)");
  private static final Pattern DECISION = Pattern.compile("^## (\\d+)\\. ", Pattern.MULTILINE);
  private static final Pattern INDEX =
      Pattern.compile("^\\| (\\d+) \\| \\[[^\\]]*]\\(#([^)]*)\\) \\|$", Pattern.MULTILINE);

  private static final Pattern LAST_CELL =
      Pattern.compile("^\\| .*\\| (`[^|]*) \\|$", Pattern.MULTILINE);
  private static final Pattern CODE = Pattern.compile("`([^`]*)`");

  @Test
  void linksLeadSomewhere() throws IOException {
    Map<Path, Document> documents =
        Document.all().stream().collect(Collectors.toMap(Document::path, Function.identity()));
    List<String> broken = new ArrayList<>();
    for (Document document : documents.values()) {
      Matcher link = LINK.matcher(document.text());
      while (link.find()) {
        if (!leadsSomewhere(document, link.group(1), link.group(2), documents)) {
          broken.add(document.at(link.start()) + link.group());
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static boolean leadsSomewhere(
      Document from, String path, String anchor, Map<Path, Document> documents) {
    Path target =
        path.isEmpty() ? from.path() : from.path().resolveSibling(path).normalize();
    if (!Files.exists(TidyTest.root().resolve(target))) {
      return false;
    }
    Document document = documents.get(target);
    return anchor == null || (document != null && document.anchors().contains(anchor));
  }

  @Test
  void decisionsAreNumberedAndInTheIndex() throws IOException {
    Document decisions = document("decisions.md");
    List<String> numbers = groups(DECISION, decisions.text(), 1);
    assertThat(numbers)
        .isEqualTo(
            IntStream.rangeClosed(1, numbers.size()).mapToObj(String::valueOf).toList())
        .hasSizeGreaterThan(50);
    assertThat(groups(INDEX, decisions.text(), 1)).isEqualTo(numbers);
    assertThat(groups(INDEX, decisions.text(), 2))
        .isEqualTo(decisions.anchors().subList(1, decisions.anchors().size()));
  }

  @Test
  void theClassesOfTheGlossaryExist() throws IOException {
    Set<String> sources = Document.mainSources().stream()
        .map(source -> source.path().getFileName().toString().replace(".java", ""))
        .collect(Collectors.toSet());
    List<String> cells = groups(LAST_CELL, document("glossary.md").text(), 1);
    assertThat(cells).hasSizeGreaterThan(50);
    assertThat(cells.stream().flatMap(cell -> groups(CODE, cell, 1).stream()))
        .filteredOn(name -> !sources.contains(name))
        .isEmpty();
  }

  private static Document document(String name) throws IOException {
    return Document.all().stream()
        .filter(document -> document.path().endsWith(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> groups(Pattern pattern, String text, int group) {
    return pattern.matcher(text).results().map(found -> found.group(group)).toList();
  }
}
