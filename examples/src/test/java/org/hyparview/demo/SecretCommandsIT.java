package org.hyparview.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hyparview.HyParViewClient;
import org.hyparview.HyParViewOptions;
import org.hyparview.HyParViewVerticle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands for running clusters, against a node with a secret. */
class SecretCommandsIT {

  private static final String SECRET = "the-Secret-of-this-cluster-1234";
  private static final String OTHER = "a-Secret-of-another-cluster-567";

  private static final Vertx VERTX = Vertx.vertx();

  @TempDir
  private static Path directory = Path.of("");

  private static String address = "";

  /** What a command has printed, and its exit status. */
  private record Result(int status, String out, String err) {}

  @BeforeAll
  static void start() throws Exception {
    HyParViewOptions options =
        new HyParViewOptions().setHost("127.0.0.1").setPort(0).setSecrets(List.of(SECRET));
    VERTX.deployVerticle(new HyParViewVerticle(options)).await(120, TimeUnit.SECONDS);
    address = HyParViewClient.create(VERTX)
        .views()
        .await(120, TimeUnit.SECONDS)
        .node()
        .address();
  }

  @AfterAll
  static void stop() throws Exception {
    VERTX.close().await(120, TimeUnit.SECONDS);
  }

  private static Result look(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Demo.run(
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        Stream.concat(
                Stream.of("status", "--contact", address, "--timeout", "60"), Stream.of(arguments))
            .toArray(String[]::new));
    assertThat(List.of(out.toString(), err.toString()))
        .noneMatch(text -> text.contains(SECRET) || text.contains(OTHER));
    return new Result(status, out.toString(), err.toString());
  }

  private static String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  @Test
  void aSecretComesFromAFile() throws IOException {
    Result result = look("--secret-file", file("secret", SECRET + "\n"));
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(result.out()).contains("secrets=set");
    assertThat(look("--secret-file", file("both", SECRET + "\n" + OTHER + "\n")).status())
        .isZero();
  }

  @Test
  void aSecretComesFromTheOptionsOfANode() throws IOException {
    JsonObject links = new JsonObject().put("secrets", List.of(SECRET));
    String config = file("node.json", new JsonObject().put("links", links).encode());
    assertThat(look("--config", config).status()).isZero();
  }

  @Test
  void withoutTheSecretThereIsNoAnswer() throws IOException {
    assertThat(look().err()).contains("expects TLS or a secret. Check", "--secret-file");
    Result wrong = look("--secret-file", file("wrong", OTHER));
    assertThat(wrong.status()).isEqualTo(3);
    assertThat(wrong.err()).contains("has none of the secrets that are accepted here");
  }

  @Test
  void badInputIsToldFromABadSecret() throws IOException {
    assertThat(look("--secret-file", "nowhere").err()).startsWith("Cannot read --secret-file");
    assertThat(look("--secret-file", file("empty", "\n")).err()).contains("There is no secret");
    assertThat(look("--secret-file", file("short", "Too-short")).err()).contains("128 random bits");
    Result both = look("--secret-file", file("again", SECRET), "--tls");
    assertThat(both.status()).isEqualTo(2);
    assertThat(both.err()).contains("either secrets or TLS of your own");
  }
}
