package org.hyparview.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The hex examples of docs/wire-protocol.md, each by the last word of its heading. */
public final class WireExamples {

  private static final Path DOCUMENT = Path.of("..", "docs", "wire-protocol.md");
  private static final Pattern HEADING_OR_EXAMPLE =
      Pattern.compile("^#+ .*?(?<heading>\\w+)$|^```hex\\n(?<hex>.*?)^```$", flags());
  private static final Pattern COMMENT = Pattern.compile(" {2}.*$", Pattern.MULTILINE);

  private WireExamples() {}

  private static int flags() {
    return Pattern.MULTILINE | Pattern.DOTALL;
  }

  /** The bytes of all examples, in the order of the document. */
  public static Map<String, byte[]> read() throws IOException {
    Map<String, byte[]> examples = new LinkedHashMap<>();
    String heading = "";
    Matcher matcher = HEADING_OR_EXAMPLE.matcher(Files.readString(DOCUMENT));
    while (matcher.find()) {
      if (matcher.group("hex") == null) {
        heading = matcher.group("heading");
      } else {
        examples.put(heading, bytes(matcher.group("hex")));
      }
    }
    return examples;
  }

  private static byte[] bytes(String lines) {
    String digits = COMMENT.matcher(lines).replaceAll("").replaceAll("\\s", "");
    return HexFormat.of().parseHex(digits);
  }
}
