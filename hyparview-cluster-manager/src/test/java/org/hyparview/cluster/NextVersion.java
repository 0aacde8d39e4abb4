package org.hyparview.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The classes of a next version, made from the present source: it speaks version 2 of the protocol,
 * sends further fields and unknown kinds on each channel, and adds to counters whose names begin
 * with {@value #PREFIX} by a command of its own, which only version 2 knows.
 */
final class NextVersion {

  /** The beginning of the names of the counters that the new command changes. */
  static final String PREFIX = "next";

  /** A change of one place of a source file. */
  private record Change(String from, String to) {}

  private static final Path OVERLAY =
      Path.of("..", "hyparview-verticle", "src", "main", "java", "org", "hyparview");
  private static final Path MANAGER = Path.of("src", "main", "java", "org", "hyparview", "cluster");

  private static final Map<Path, List<Change>> CHANGES = new LinkedHashMap<>();

  static {
    change(MANAGER.resolve("protocol/data/ProtocolVersion.java"), "return FIRST;", "return 2;");
    change(
        MANAGER.resolve("protocol/store/StoreOp.java"),
        "record Add(String counter, long delta) implements StoreOp {",
        "record Add(String counter, long delta) implements StoreOp {"
            + " @Override public int since() { return counter.startsWith(\"" + PREFIX
            + "\") ? 2 : 1; }");
    change(
        MANAGER.resolve("wire/StoreWriter.java"),
        "start(StoreNumbers.ADD, op.counter())",
        "start(op.since() == 2 ? 99 : StoreNumbers.ADD, op.counter())");
    change(
        MANAGER.resolve("wire/StoreReader.java"),
        "case StoreNumbers.ADD ->",
        "case StoreNumbers.ADD, 99 ->");
    change(
        MANAGER.resolve("wire/RegistryWriter.java"),
        "return writer.out;",
        "return" + " writer.out.writeByte(0x5a);");
    change(
        MANAGER.resolve("group/GroupCodec.java"),
        "out.writeBytes(STORE.encodeResults(message.results()));",
        "out.writeBytes(STORE.encodeResults(message.results())).writeByte(0x5a);");
    change(
        MANAGER.resolve("protocol/plane/GossipPlane.java"),
        "broadcasts.put(id, action.number());",
        "broadcasts.put(id, action.number()); overlay.broadcast(new byte[] {99, 1}, now);");
    change(
        OVERLAY.resolve("node/LinkHost.java"),
        "boolean taken = open != null && open.send(channel, frame);",
        "if (open != null) { open.send(channel, Buffer.buffer(new byte[] {99, 1})); }"
            + " boolean taken = open != null && open.send(channel, frame);");
    change(
        OVERLAY.resolve("node/LinkHost.java"),
        "return directLinks.send(to, expected, channel, frame);",
        "byte[] later = channel.number() == 4 ? new byte[] {1, 99} : new byte[] {99};"
            + " directLinks.send(to, expected, channel, Buffer.buffer(later));"
            + " return directLinks.send(to, expected, channel, frame);");
  }

  private NextVersion() {}

  private static void change(Path file, String from, String to) {
    CHANGES.computeIfAbsent(file, none -> new ArrayList<>()).add(new Change(from, to));
  }

  /** Makes the classes in a directory, and returns a class path on which they hide the present. */
  static String classPath(Path directory) throws IOException {
    String present = System.getProperty("java.class.path");
    List<Path> sources = new ArrayList<>();
    for (Map.Entry<Path, List<Change>> file : CHANGES.entrySet()) {
      String source = Files.readString(file.getKey());
      for (Change change : file.getValue()) {
        if (!source.contains(change.from)) {
          throw new IllegalStateException("Not in " + file.getKey() + ": " + change.from);
        }
        source = source.replace(change.from, change.to);
      }
      Path changed = directory.resolve("source").resolve(file.getKey().getFileName());
      Files.createDirectories(changed.getParent());
      sources.add(Files.writeString(changed, source));
    }
    Path classes = Files.createDirectories(directory.resolve("classes"));
    compile(sources, classes, present);
    return classes + File.pathSeparator + present;
  }

  private static void compile(List<Path> sources, Path classes, String classPath)
      throws IOException {
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK");
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options = List.of(
          "-d", classes.toString(), "-cp", classPath, "-proc:none", "-nowarn", "--release", "17");
      if (!compiler
          .getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
          .call()) {
        throw new IllegalStateException("The next version does not compile");
      }
    }
  }
}
