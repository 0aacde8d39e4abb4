package org.hyparview.demo.common;

import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.hyparview.dashboard.ClusterSource;
import org.hyparview.dashboard.DashboardOptions;
import org.hyparview.dashboard.DashboardVerticle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The command-line options of the page that shows a cluster, and its server. */
public final class DashboardPage {

  private static final double MIN_SECONDS = 0.1;
  private static final double MAX_SECONDS = 3_600;
  private static final int MILLIS = 1_000;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The TCP port of the page; 0 takes any free one (default: 7880).")
  private @Nullable Integer port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "The address to serve the page at (default: 127.0.0.1, this machine only). The"
          + " page has no login.")
  private @Nullable String host;

  @Option(
      names = "--host-name",
      arity = "1..*",
      paramLabel = "NAME",
      description = "Names, such as that of a proxy, by which browsers may ask for the page besides"
          + " localhost, ADDRESS and IP addresses.")
  private List<String> hostNames = List.of();

  @Option(
      names = "--refresh",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description = "The time from one look at the cluster to the next, while somebody views the"
          + " page (default: ${DEFAULT-VALUE}).")
  private double refresh;

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public DashboardOptions options() {
    if (!(refresh >= MIN_SECONDS && refresh <= MAX_SECONDS)) {
      throw new IllegalArgumentException("--refresh must be in " + MIN_SECONDS + ".."
          + (int) MAX_SECONDS + " seconds, but is " + refresh);
    }
    DashboardOptions options = new DashboardOptions()
        .setHostNames(hostNames)
        .setRefreshInterval((int) Math.round(refresh * MILLIS));
    if (port != null) {
      options.setPort(port);
    }
    if (host != null) {
      options.setHost(host);
    }
    return options;
  }

  /**
   * Serves the page.
   *
   * @return its address
   * @throws VertxException if it can't listen
   */
  public static String serve(Vertx vertx, DashboardOptions options, ClusterSource source) {
    DashboardVerticle verticle = new DashboardVerticle(options, source);
    vertx.deployVerticle(verticle).await();
    return verticle.url();
  }

  /** Waits until a signal ends the process. */
  public static void awaitSignal() throws InterruptedException {
    new CountDownLatch(1).await();
  }
}
