package org.hyparview.transport.stream;

import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Makes key stores with self-signed certificates by the JDK's own tool. */
final class Keytool {

  private static final String PASSWORD = "changeit";

  private Keytool() {}

  /** A store with a key whose certificate names this, for example {@code ip:127.0.0.1}. */
  static PfxOptions keyFor(String subjectAlternativeName, Path directory)
      throws IOException, InterruptedException {
    Path store = directory.resolve(subjectAlternativeName.replace(':', '-') + ".p12");
    run(List.of(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair",
        "-keyalg",
        "EC",
        "-dname",
        "CN=test",
        "-ext",
        "san=" + subjectAlternativeName,
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString(),
        "-storepass",
        PASSWORD));
    return new PfxOptions().setPath(store.toString()).setPassword(PASSWORD);
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool failed: " + output);
    }
  }
}
