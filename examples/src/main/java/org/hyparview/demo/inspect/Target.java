package org.hyparview.demo.inspect;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hyparview.inspect.InspectionOptions;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.LinkOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The command-line options that say which cluster to look at, and how to reach it. */
final class Target {

  private static final double MAX_SECONDS = 3_600;
  private static final int MILLIS = 1_000;

  /** The variable by which the cluster manager takes the option. */
  private static final String VARIABLE = "VERTX_HYPARVIEW_SECRETS";

  @Option(
      names = "--contact",
      required = true,
      arity = "1..*",
      paramLabel = "HOST:PORT",
      description = "Nodes of the cluster, as nodes dial them; one that answers is enough.")
  private List<String> contacts = List.of();

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description = "The name of the cluster (default: hyparview).")
  private @Nullable String cluster;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The options of a node as JSON, of which clusterName, secrets and"
          + " netClientOptions count; what is given beside it goes first.")
  private @Nullable Path config;

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description = "A file with the secret of the cluster, or several on a line each: the first"
          + " is the own one, all are accepted (default: the variable " + VARIABLE + ").")
  private @Nullable Path secretFile;

  @Option(names = "--tls", description = "Use TLS, and trust what this Java trusts.")
  private boolean tls;

  @Option(
      names = "--tls-trust",
      paramLabel = "FILE",
      description = "Use TLS, and trust the certificates in this PEM file.")
  private @Nullable Path trust;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "The own certificate for mutual TLS, a PEM file; with --tls-key.")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The own private key for mutual TLS, a PEM file; with --tls-cert.")
  private @Nullable Path key;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "The time for a node to answer (default: ${DEFAULT-VALUE}).")
  private double seconds;

  /** Returns the contacts. */
  List<String> contacts() {
    return contacts.stream()
        .map(each -> PeerAddress.parse(each).toString())
        .distinct()
        .toList();
  }

  /** Returns the options of the inspector. */
  InspectionOptions options() {
    if (!(seconds >= 0.001 && seconds <= MAX_SECONDS)) {
      throw new IllegalArgumentException(
          "--timeout must be in 0.001.." + (int) MAX_SECONDS + " seconds, but is " + seconds);
    }
    JsonObject given = configuration();
    InspectionOptions options =
        new InspectionOptions().setTimeout((int) Math.round(seconds * MILLIS));
    String name = cluster != null ? cluster : given.getString("clusterName");
    if (name != null) {
      options.setClusterName(name);
    }
    options.setNetClientOptions(dialing(given));
    return options.setSecrets(secrets(given, options.getNetClientOptions().isSsl()));
  }

  /** Returns the secrets of the file, else of the configuration, else of the environment. */
  private List<String> secrets(JsonObject given, boolean ownTls) {
    if (secretFile != null) {
      return linesOf(secretFile);
    }
    if (given.containsKey("secrets")) {
      return new LinkOptions(new JsonObject().put("secrets", given.getValue("secrets")))
          .get(LinkOptions.SECRETS);
    }
    String variable = System.getenv(VARIABLE);
    return variable == null || ownTls
        ? List.of()
        : Stream.of(variable.split(","))
            .map(String::strip)
            .filter(s -> !s.isEmpty())
            .toList();
  }

  private static List<String> linesOf(Path file) {
    try {
      List<String> lines = Files.readString(file)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
      if (lines.isEmpty()) {
        throw new IllegalArgumentException("There is no secret in --secret-file " + file);
      }
      return lines;
    } catch (IOException e) {
      throw new IllegalArgumentException("Cannot read --secret-file " + file, e);
    }
  }

  private NetClientOptions dialing(JsonObject given) {
    NetClientOptions dialing = new LinkOptions(
            given.containsKey("netClientOptions")
                ? new JsonObject().put("netClientOptions", given.getValue("netClientOptions"))
                : new JsonObject())
        .get(LinkOptions.NET_CLIENT_OPTIONS);
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException("--tls-cert and --tls-key must be given together");
    }
    if (tls || trust != null || certificate != null) {
      dialing.setSsl(true);
    }
    if (trust != null) {
      dialing.setTrustOptions(new PemTrustOptions().addCertPath(readable("--tls-trust", trust)));
    }
    if (certificate != null && key != null) {
      dialing.setKeyCertOptions(new PemKeyCertOptions()
          .addCertPath(readable("--tls-cert", certificate))
          .addKeyPath(readable("--tls-key", key)));
    }
    return dialing;
  }

  private static String readable(String option, Path file) {
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException("Cannot read " + option + " " + file);
    }
    return file.toString();
  }

  /** The options in the file, those of links also if they are nested. */
  private JsonObject configuration() {
    if (config == null) {
      return new JsonObject();
    }
    try {
      JsonObject json = new JsonObject(Files.readString(config));
      return json.getValue("links") instanceof JsonObject links ? json.mergeIn(links) : json;
    } catch (IOException e) {
      throw new IllegalArgumentException("Cannot read " + config, e);
    } catch (DecodeException | ClassCastException e) {
      throw new IllegalArgumentException(config + " doesn't hold a JSON object", e);
    }
  }
}
