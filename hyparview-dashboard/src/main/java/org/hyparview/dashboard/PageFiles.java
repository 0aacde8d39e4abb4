package org.hyparview.dashboard;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The files of the page, in memory. */
final class PageFiles {

  /** A file, and the type by which it is sent. */
  record PageFile(String type, Buffer bytes) {}

  /** A folder that is no package, so that it can be read from a named module. */
  private static final String FOLDER = "/META-INF/hyparview-dashboard/";

  private static final Map<String, String> TYPES = Map.of(
      "index.html", "text/html; charset=utf-8",
      "dashboard.css", "text/css; charset=utf-8",
      "dashboard.js", "text/javascript; charset=utf-8",
      "force-graph.min.js", "text/javascript; charset=utf-8",
      "icon.svg", "image/svg+xml");

  private PageFiles() {}

  /** Reads all files, by name. Blocks. */
  static Map<String, PageFile> load() throws IOException {
    Map<String, PageFile> files = new LinkedHashMap<>();
    for (Map.Entry<String, String> file : TYPES.entrySet()) {
      try (InputStream in = PageFiles.class.getResourceAsStream(FOLDER + file.getKey())) {
        byte[] bytes = Objects.requireNonNull(in, file.getKey()).readAllBytes();
        files.put(file.getKey(), new PageFile(file.getValue(), Buffer.buffer(bytes)));
      }
    }
    return files;
  }
}
