package org.hyparview.demo;

import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hyparview.HyParViewClient;
import org.hyparview.HyParViewOptions;
import org.hyparview.HyParViewVerticle;
import org.hyparview.PeerEvent;
import org.hyparview.PeerInfo;
import org.hyparview.demo.common.ViewSizes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that runs one node in this process until a signal makes it leave. */
@Command(
    name = "node",
    header = "Runs one node until Ctrl-C, and prints who comes and goes.",
    description = {
      "",
      "Start one, then others in other terminals:",
      "",
      "  java -jar hyparview-demo.jar node --port 7100 --id a",
      "  java -jar hyparview-demo.jar node --port 7101 --id b --contact 127.0.0.1:7100",
      "",
      "Each prints a line for each neighbor that comes (peer-up) or goes (peer-down, with the"
          + " reason). Ctrl-C or SIGTERM makes a node leave gracefully: its neighbors print left."
          + " After kill -9 they print failed.",
      ""
    },
    footer = {"", "Exit status: 1 if it cannot listen, 2 for bad input, else that of the signal."})
final class NodeCommand implements Callable<Integer> {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
  private static final int LEAVE_SECONDS = 5;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The TCP port to listen at; 0 takes any free one (default: 7100).")
  private @Nullable Integer port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "The address to listen at (default: 127.0.0.1, this machine only).")
  private @Nullable String host;

  @Option(
      names = "--id",
      paramLabel = "NAME",
      description = "The name of the node, unique in the cluster (default: a random one).")
  private @Nullable String id;

  @Option(
      names = "--contact",
      arity = "1..*",
      paramLabel = "HOST:PORT",
      description = "Nodes to join through; one that answers is enough (default: none, a first node"
          + " that waits for others).")
  private List<String> contacts = List.of();

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description = "The cluster; nodes of others are turned away (default: hyparview).")
  private @Nullable String cluster;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A JSON object with any of the options of HyParViewOptions, by their names"
          + " there; what is given above goes first.")
  private @Nullable Path config;

  @Mixin
  private ViewSizes viewSizes = new ViewSizes();

  @Override
  public Integer call() throws InterruptedException {
    HyParViewOptions options = options();
    Vertx vertx = Vertx.vertx();
    HyParViewClient client = HyParViewClient.create(vertx, options.getEventBusPrefix());
    client.events(NodeCommand::print);
    String deployment = vertx.deployVerticle(new HyParViewVerticle(options)).await();
    PeerInfo self = client.views().await().node();
    System.out.println("Node " + self + " of cluster " + options.getClusterName()
        + " is listening; Ctrl-C makes it leave");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(vertx, deployment)));
    new CountDownLatch(1).await();
    return 0;
  }

  private HyParViewOptions options() {
    HyParViewOptions options =
        new HyParViewOptions(new JsonObject().put("host", "127.0.0.1").mergeIn(configuration()));
    if (port != null) {
      options.setPort(port);
    }
    if (host != null) {
      options.setHost(host);
    }
    if (id != null) {
      options.setNodeId(id);
    }
    if (cluster != null) {
      options.setClusterName(cluster);
    }
    contacts.forEach(options::addContact);
    viewSizes.applyTo(options.getMembership());
    return options;
  }

  private JsonObject configuration() {
    if (config == null) {
      return new JsonObject();
    }
    try {
      return new JsonObject(Files.readString(config));
    } catch (IOException e) {
      throw new IllegalArgumentException("Cannot read " + config, e);
    } catch (DecodeException | ClassCastException e) {
      throw new IllegalArgumentException(config + " doesn't hold a JSON object", e);
    }
  }

  private static void print(PeerEvent event) {
    System.out.printf(
        "%s  %-9s  %s%s  (active %d, passive %d)%n",
        LocalTime.now(ZoneId.systemDefault()).format(TIME),
        event.type(),
        event.peer(),
        event.reason() == null ? "" : "  " + event.reason(),
        event.active(),
        event.passive());
  }

  private static void leave(Vertx vertx, String deployment) {
    System.out.println("Leaving");
    try {
      vertx.undeploy(deployment).await(LEAVE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | VertxException e) {
      System.err.println("Could not leave gracefully: " + e.getMessage());
    }
  }
}
