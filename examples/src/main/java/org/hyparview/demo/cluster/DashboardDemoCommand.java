package org.hyparview.demo.cluster;

import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import org.hyparview.dashboard.DashboardOptions;
import org.hyparview.demo.common.DashboardPage;
import org.hyparview.demo.common.RunClock;
import org.hyparview.demo.common.Timeline;
import org.hyparview.protocol.peer.Ranges;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that serves the page on a cluster of its own, with buttons that kill and start. */
@Command(
    name = "dashboard-demo",
    header = "The dashboard on a cluster of processes, with buttons that kill and start them.",
    description = {
      "",
      "Each node is a process with a clustered Vert.x. Open the address that is printed in a"
          + " browser, choose a node, and kill it, as with kill -9, or let it leave; start others."
          + " A kill -9 by hand does as well: the numbers of the processes are printed.",
      "",
      "Runs until Ctrl-C, which ends all nodes.",
      ""
    },
    footer = {
      "",
      "Exit status: 1 if the page can't be served, 2 for bad input, else that of the signal."
    })
public final class DashboardDemoCommand implements Callable<Integer> {

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "8",
      description = "How many nodes at first, 1 to " + DemoCluster.MAX_NODES
          + ", which is also the most that the page starts (default: ${DEFAULT-VALUE}).")
  private int nodes;

  @Mixin
  private DashboardPage page = new DashboardPage();

  @Override
  public Integer call() throws InterruptedException {
    Ranges.check("--nodes", nodes, 1, DemoCluster.MAX_NODES);
    DashboardOptions options = page.options();
    Timeline timeline = new Timeline(System.out, new RunClock(), 0);
    Vertx vertx = Vertx.vertx();
    try {
      DemoCluster cluster = new DemoCluster(vertx, timeline);
      String url = DashboardPage.serve(vertx, options, cluster);
      timeline.phase("The dashboard is at " + url + "; Ctrl-C ends it and all nodes");
      cluster.start(nodes);
      DashboardPage.awaitSignal();
      return 0;
    } finally {
      vertx.close().await();
    }
  }
}
