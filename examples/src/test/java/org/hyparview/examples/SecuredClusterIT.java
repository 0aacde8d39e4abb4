package org.hyparview.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hyparview.cluster.HyParViewCluster;
import org.hyparview.inspect.InspectionClient;
import org.hyparview.inspect.InspectionOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worked example in docs/security.md works, and keeps strangers out. */
class SecuredClusterIT {

  private static final String PASSWORD = "changeit";
  private static final String CLUSTER = "secured-" + ProcessHandle.current().pid();

  @TempDir
  private Path directory;

  @Test
  void nodesWithTheKeyShareAnEventBusAndStrangersAreRefused() throws Exception {
    String store = directory.resolve("node.p12").toString();
    makeKey(store);
    Vertx server = await(SecuredCluster.start(CLUSTER, store, PASSWORD));
    Vertx client = await(SecuredCluster.start(CLUSTER, store, PASSWORD));
    assertThat(SecuredCluster.greet(server, client)).isEqualTo("hello Ada");

    String address =
        await(HyParViewCluster.of(server).members()).members().get(0).address();
    assertRefused(server, address, new NetClientOptions());
    assertRefused(server, address, new NetClientOptions().setSsl(true).setTrustAll(true));
    await(Future.all(client.close(), server.close()));
  }

  private static void assertRefused(Vertx vertx, String address, NetClientOptions dialing) {
    InspectionOptions options =
        new InspectionOptions().setClusterName(CLUSTER).setNetClientOptions(dialing);
    assertThatThrownBy(() -> await(InspectionClient.connect(vertx, options, address)))
        .hasMessageContaining(address);
  }

  private void makeKey(String store) throws Exception {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> key = List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=orders");
    List<String> file = List.of("-keystore", store, "-storetype", "PKCS12");
    ProcessBuilder command = new ProcessBuilder(tool.toString());
    command.command().addAll(key);
    command.command().addAll(List.of("-ext", "san=ip:127.0.0.1", "-storepass", PASSWORD));
    command.command().addAll(file);
    assertThat(command.inheritIO().start().waitFor()).isZero();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(120, TimeUnit.SECONDS);
  }
}
