package org.hyparview.cluster;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.hyparview.host.FreePorts;

/**
 * A program whose clustered Vert.x close together while others join the same cluster, and so dial
 * them. Prints the warnings of Netty that it logs, and all stack traces. Our own warnings are left
 * out: on a busy machine, a node may well be late or alone for a moment.
 */
final class ClosingMembers {

  private static final int CLOSING = 20;
  private static final int JOINING = 5;

  private final String cluster = "closing-" + UUID.randomUUID();
  private final List<HyParViewClusterManager> managers = new ArrayList<>();
  private final int port;

  private ClosingMembers(int port) {
    this.port = port;
  }

  /** Needs no argument. */
  public static void main(String[] arguments) throws Exception {
    System.setProperty(
        "vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.JULLogDelegateFactory");
    InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
    Vertx timers = Vertx.vertx(); // starts Vert.x's logging, which removes handlers, too
    LogManager.getLogManager().reset();
    new ClosingMembers(FreePorts.one()).run(timers);
    Waits.await(timers.close());
    System.out.println("closed");
  }

  private void run(Vertx timers) throws Exception {
    Vertx contact = Waits.await(start(port));
    List<Vertx> closing = Waits.await(all(start(CLOSING, 0)));
    Waits.until(
        timers,
        () -> "all see all",
        () -> managers.stream().allMatch(manager -> manager.getNodes().size() == managers.size()));
    Logger.getLogger("").addHandler(new Printer());
    Future<List<Vertx>> joining = all(start(JOINING, 0));
    Waits.await(close(closing));
    Waits.await(close(Waits.await(joining)));
    Waits.await(contact.close());
  }

  private List<Future<Vertx>> start(int nodes, int at) {
    return Stream.generate(() -> start(at)).limit(nodes).toList();
  }

  private Future<Vertx> start(int at) {
    HyParViewClusterOptions options = new HyParViewClusterOptions()
        .setClusterName(cluster)
        .setHost("127.0.0.1")
        .setPort(at)
        .setContacts(at == port ? List.of() : List.of("127.0.0.1:" + port))
        .setLoopbackScan(false)
        .setMulticast(new MulticastOptions().setEnabled(false));
    options.getLinks().setHelloTimeout(Waits.PATIENCE_MILLIS);
    HyParViewClusterManager manager = new HyParViewClusterManager(options);
    managers.add(manager);
    return Vertx.builder().withClusterManager(manager).buildClustered();
  }

  private static Future<List<Vertx>> all(List<Future<Vertx>> starting) {
    return Future.all(starting).map(all -> all.list());
  }

  private static Future<?> close(List<Vertx> nodes) {
    return Future.join(nodes.stream().map(Vertx::close).toList());
  }

  /** The handler that prints what should not be logged. */
  private static final class Printer extends Handler {

    @Override
    public void publish(LogRecord line) {
      boolean isNettys = line.getLoggerName().startsWith("io.netty");
      boolean isOurs = line.getLoggerName().startsWith("org.hyparview");
      boolean isWarning = isNettys && line.getLevel().intValue() >= Level.WARNING.intValue();
      boolean isTrace = (isNettys || isOurs) && line.getThrown() != null;
      if (isWarning || isTrace) {
        System.out.println(String.join(
            " ",
            line.getLevel().toString(),
            line.getLoggerName(),
            line.getMessage(),
            String.valueOf(line.getThrown())));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
