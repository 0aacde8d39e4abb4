package org.hyparview.benchmarks.cluster;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hyparview.benchmarks.Heap;

/** The memory, threads and descriptors that this process holds. */
final class Footprint {

  private Footprint() {}

  /**
   * Measures the bytes of the heap that are left after a collection, and the numbers of threads,
   * open descriptors and, of these, sockets.
   */
  static Future<JsonObject> now() {
    try {
      List<Path> descriptors = descriptors();
      return Future.succeededFuture(new JsonObject()
          .put("heap", Heap.live())
          .put("threads", ManagementFactory.getThreadMXBean().getThreadCount())
          .put("descriptors", descriptors.size())
          .put("sockets", descriptors.stream().filter(Footprint::isSocket).count()));
    } catch (IOException e) {
      return Future.failedFuture(e);
    }
  }

  private static List<Path> descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.toList();
    }
  }

  /** One that was closed in the meantime is none. */
  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      return false;
    }
  }
}
