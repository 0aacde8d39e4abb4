package org.hyparview.demo.inspect;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.hyparview.inspect.ClusterCrawl;
import org.hyparview.inspect.ClusterSnapshot;
import org.hyparview.inspect.InspectionClient;
import org.hyparview.inspect.InspectionOptions;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.InspectionException;
import org.hyparview.transport.LinkException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that looks at a running cluster: what all of them have in common. */
abstract class InspectCommand implements Callable<Integer> {

  /** All nodes that were asked have answered, and what they said is as it should be. */
  static final int FINE = 0;

  /** There was an answer, but not from all nodes, or it shows a problem. */
  static final int PROBLEMS = 1;

  /** No contact answered. */
  static final int NO_ANSWER = 3;

  /** The exit status as the help has it. */
  static final String EXIT_STATUS =
      "Exit status: 0 if all is well, 1 if a node does not answer or the cluster has a problem,"
          + " 2 for bad input, 3 if no contact answers.";

  @Mixin
  private Target target = new Target();

  @Option(names = "--json", description = "Print JSON, whose keys docs/command-line.md explains.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  private CommandSpec spec;

  /** Runs with a Vert.x, and returns the exit status. */
  abstract int run(Vertx vertx);

  @Override
  public final Integer call() {
    Vertx vertx = Vertx.vertx();
    try {
      return run(vertx);
    } catch (LinkException failure) {
      complain(explain(failure));
      return NO_ANSWER;
    } catch (InspectionException failure) {
      complain(String.valueOf(failure.getMessage()));
      return PROBLEMS;
    } finally {
      vertx.close().await();
    }
  }

  /** Says why no contact answers, and what to do. */
  static String explain(LinkException failure) {
    return failure.getMessage() + advice(failure.reason());
  }

  private static String advice(CloseReason reason) {
    return switch (reason) {
      case WRONG_CLUSTER -> ". Give the right name by --cluster";
      case INSPECTION_REFUSED -> ". Ask another node, or change the option";
      case BAD_HELLO, CLOSED_BY_PEER ->
        ". Check the port, and whether the cluster uses a secret (--secret-file) or TLS"
            + " (--tls-trust)";
      case CONNECT_FAILED, CONNECT_TIMEOUT, HELLO_TIMEOUT ->
        ". Check that a node of the cluster listens there";
      default -> "";
    };
  }

  /** Returns the first contact that answers; throws if none does. */
  final InspectionClient connect(Vertx vertx) {
    InspectionOptions options = target.options();
    List<String> failures = new ArrayList<>();
    CloseReason reason = CloseReason.CONNECT_FAILED;
    for (String contact : target.contacts()) {
      try {
        return InspectionClient.connect(vertx, options, contact).await();
      } catch (LinkException failure) {
        failures.add(failure.getMessage());
        reason = failure.reason();
      }
    }
    throw new LinkException(reason, String.join("; ", failures));
  }

  /** Returns the whole cluster; throws if no contact answers. */
  final ClusterSnapshot crawl(Vertx vertx) {
    ClusterSnapshot snapshot =
        new ClusterCrawl(vertx, target.options()).run(target.contacts()).await();
    snapshot.contacts().forEach(contact -> complain(contact.failure()));
    return snapshot;
  }

  /** Returns the options of the inspector. */
  final InspectionOptions options() {
    return target.options();
  }

  /** Returns the contacts. */
  final List<String> contacts() {
    return target.contacts();
  }

  /** Returns whether JSON is wanted. */
  final boolean wantsJson() {
    return json;
  }

  /** Prints one JSON object, over several lines. */
  final void print(JsonObject object) {
    print(object.encodePrettily());
  }

  /** Prints a line, or several. */
  final void print(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  /** Prints a line on stderr. */
  final void complain(String line) {
    spec.commandLine().getErr().println(line);
  }
}
