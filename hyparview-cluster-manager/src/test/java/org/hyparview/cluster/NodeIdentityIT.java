package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hyparview.cluster.Waits.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PfxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hyparview.certificates.CertificateAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clusters whose nodes verify that certificates name the nodes that have them. */
class NodeIdentityIT extends LocalNodes {

  private final CertificateAuthority authority = new CertificateAuthority("authority");

  /** The options of a node that says that it has a name, and whose certificate has another. */
  private HyParViewClusterOptions options(String name, String certified) {
    PfxOptions store = new PfxOptions()
        .setValue(Buffer.buffer(authority.issue("CN=" + certified, "IP:127.0.0.1")))
        .setPassword(CertificateAuthority.PASSWORD);
    return options()
        .setNodeName(name)
        .setNetServerOptions(new NetServerOptions()
            .setSsl(true)
            .setKeyCertOptions(store)
            .setTrustOptions(store)
            .setClientAuth(ClientAuth.REQUIRED))
        .setNetClientOptions(
            new NetClientOptions().setSsl(true).setKeyCertOptions(store).setTrustOptions(store));
  }

  private HyParViewClusterManager begin(HyParViewClusterOptions options) throws Exception {
    HyParViewClusterManager manager = new HyParViewClusterManager(options);
    await(start(manager));
    return manager;
  }

  private HyParViewClusterManager verifying(String name) throws Exception {
    HyParViewClusterOptions options = options(name, name);
    options.getLinks().setVerifyNodeId(true);
    return begin(options);
  }

  @Test
  void nodesWithCertificatesOfTheirNamesAreAClusterAndOthersAreNotInIt() throws Exception {
    List<HyParViewClusterManager> nodes =
        List.of(verifying("orders-1"), verifying("orders-2"), verifying("orders-2"));
    for (HyParViewClusterManager each : nodes) {
      Waits.until(started.get(0), () -> "all see all", () -> each.getNodes().size() == 3);
    }
    assertThat(nodes.get(0).getNodes())
        .filteredOn(id -> id.startsWith("orders-1/"))
        .hasSize(1);
    assertThat(nodes.get(0).getNodes())
        .filteredOn(id -> id.startsWith("orders-2/"))
        .hasSize(2);
    HyParViewClusterManager impostor = begin(options("orders-1", "orders-3"));
    assertThat(impostor.getNodes()).hasSize(1);
    JsonObject links = await(HyParViewCluster.of(started.get(0)).counters()).getJsonObject("links");
    assertThat(links.getJsonObject("closed").getLong("wrong-identity")).isPositive();
    assertThat(nodes.get(0).getNodes()).hasSize(3);
    await(started
        .get(1)
        .eventBus()
        .consumer("echo", message -> message.reply(message.body()))
        .completion());
    assertThat(await(started.get(0).eventBus().request("echo", "hello")).body()).isEqualTo("hello");
  }

  @Test
  void aNodeWhoseCertificateHasAnotherNameDoesNotStart() {
    HyParViewClusterOptions options = options("orders-1", "orders-2");
    options.getLinks().setVerifyNodeId(true);
    assertThatThrownBy(() -> begin(options))
        .rootCause()
        .hasMessageStartingWith("The certificate in netServerOptions names \"orders-2\", but this"
            + " node is \"orders-1\" (verifyNodeId)");
  }

  /** The commands that docs/security.md gives make what its options need. */
  @Test
  void theDocumentedCertificateNamesTheDocumentedNode(@TempDir Path directory) throws Exception {
    assumeTrue(run("command -v openssl", directory), "There is no openssl");
    String page = Files.readString(Path.of("..", "docs", "security.md"));
    String commands = blocks("sh", page)
        .filter(block -> block.contains("openssl req"))
        .findFirst()
        .orElseThrow();
    assertThat(run(commands, directory)).isTrue();
    JsonObject json = options().toJson();
    blocks("json", page)
        .map(block -> block.replaceAll("\"((node|ca)\\.\\w+)\"", "\"" + directory + "/$1\""))
        .forEach(block -> json.mergeIn(new JsonObject(block)));
    HyParViewClusterManager first = begin(new HyParViewClusterOptions(json));
    begin(new HyParViewClusterOptions(json));
    Waits.until(started.get(0), () -> "it sees both", () -> first.getNodes().size() == 2);
    assertThat(first.getNodes()).allMatch(id -> id.startsWith("orders-1/"));
  }

  private static Stream<String> blocks(String language, String page) {
    return Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
        .matcher(page)
        .results()
        .map(block -> block.group(1));
  }

  private static boolean run(String commands, Path directory) throws Exception {
    return new ProcessBuilder("sh", "-e", "-c", commands)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
