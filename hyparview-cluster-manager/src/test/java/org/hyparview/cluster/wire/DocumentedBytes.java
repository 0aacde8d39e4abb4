package org.hyparview.cluster.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The hex examples of docs/wire-protocol.md. */
public final class DocumentedBytes {

  private static final Path DOCUMENT = Path.of("..", "docs", "wire-protocol.md");
  private static final Pattern COMMENT = Pattern.compile(" {2}.*$", Pattern.MULTILINE);

  private DocumentedBytes() {}

  /** Returns the example under a heading of the third level. */
  public static byte[] under(String heading) throws IOException {
    Matcher example = Pattern.compile("^### " + heading + "\\n\\n```hex\\n(.*?)^```", flags())
        .matcher(Files.readString(DOCUMENT));
    assertThat(example.find()).as("example under %s", heading).isTrue();
    String digits = COMMENT.matcher(example.group(1)).replaceAll("");
    return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
  }

  private static int flags() {
    return Pattern.MULTILINE | Pattern.DOTALL;
  }
}
