package org.hyparview.demo.inspect;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.Callable;
import org.hyparview.dashboard.DashboardOptions;
import org.hyparview.dashboard.InspectedCluster;
import org.hyparview.demo.common.DashboardPage;
import org.hyparview.inspect.ClusterCrawl;
import org.hyparview.inspect.InspectionOptions;
import org.hyparview.transport.LinkException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command that serves the page on a running cluster. */
@Command(
    name = "dashboard",
    header = "Serves a page that shows a running cluster: the overlay as a live graph.",
    description = {
      "",
      "Open the address that it prints in a browser. The page has the nodes and their links, the"
          + " members with their tags, what each node says of itself, and what changes. The nodes"
          + " are asked only while a page is open. Runs until Ctrl-C.",
      "",
      "If no contact answers, a line on stderr says why, and the page shows the cluster as soon as"
          + " one does.",
      ""
    },
    footer = {
      "",
      "Exit status: 1 if the page can't be served, 2 for bad input, else that of the signal."
    })
public final class DashboardCommand implements Callable<Integer> {

  @Mixin
  private Target target = new Target();

  @Mixin
  private DashboardPage page = new DashboardPage();

  @Spec
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    InspectionOptions options = target.options();
    List<String> contacts = target.contacts();
    DashboardOptions dashboard = page.options();
    Vertx vertx = Vertx.vertx();
    try {
      String url =
          DashboardPage.serve(vertx, dashboard, new InspectedCluster(vertx, options, contacts));
      spec.commandLine()
          .getOut()
          .println("The dashboard of cluster " + options.getClusterName() + " is at " + url
              + "; Ctrl-C ends it");
      look(vertx, options, contacts);
      DashboardPage.awaitSignal();
      return 0;
    } finally {
      vertx.close().await();
    }
  }

  /** Looks once, so that a mistake in the options is seen without opening the page. */
  private void look(Vertx vertx, InspectionOptions options, List<String> contacts) {
    try {
      new ClusterCrawl(vertx, options)
          .run(contacts)
          .await()
          .contacts()
          .forEach(contact -> complain(contact.failure()));
    } catch (LinkException failure) {
      complain(InspectCommand.explain(failure));
    }
  }

  private void complain(String line) {
    spec.commandLine().getErr().println(line);
  }
}
