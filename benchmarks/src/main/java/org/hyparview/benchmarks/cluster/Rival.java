package org.hyparview.benchmarks.cluster;

import io.vertx.core.json.JsonObject;
import java.io.File;
import java.nio.file.Path;
import java.util.List;

/**
 * Another cluster manager, with its defaults, on loopback. Its jars are those of rivals/pom.xml.
 */
enum Rival {
  HAZELCAST("Hazelcast", "io.vertx.spi.cluster.hazelcast.HazelcastClusterManager"),
  INFINISPAN("Infinispan", "io.vertx.ext.cluster.infinispan.InfinispanClusterManager");

  private static final List<String> JVM = List.of(
      "-Xmx512m",
      "-XX:+UseSerialGC",
      "-Djava.net.preferIPv4Stack=true",
      "-Dhazelcast.local.localAddress=127.0.0.1",
      "-Dhazelcast.logging.type=none",
      "-Djgroups.bind.address=127.0.0.1",
      "-Djgroups.bind_addr=127.0.0.1",
      "-Dvertx.cacheDirBase=" + System.getProperty("java.io.tmpdir"),
      "--add-modules=java.se",
      "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
      "--add-opens=java.base/java.lang=ALL-UNNAMED",
      "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
      "--add-opens=java.management/sun.management=ALL-UNNAMED",
      "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED");

  private final String title;
  private final String manager;

  Rival(String title, String manager) {
    this.title = title;
    this.manager = manager;
  }

  String title() {
    return title;
  }

  /** Starts a member. */
  MemberProcess start(Path jars) {
    String classPath = jars.toAbsolutePath().resolve("*")
        + File.pathSeparator
        + System.getProperty("java.class.path");
    JsonObject options =
        new JsonObject().put("managerClass", manager).put("eventBusHost", "127.0.0.1");
    return MemberProcess.start(List.of(), JVM, classPath, options);
  }
}
