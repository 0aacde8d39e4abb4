package org.hyparview;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.hyparview.node.NodeInspection;
import org.hyparview.node.OverlayNode;
import org.hyparview.node.StatusReport;
import org.hyparview.transport.InspectionException;

/** The answers of a {@link HyParViewVerticle} to inspectors. */
final class VerticleInspection {

  private VerticleInspection() {}

  /** Adds the requests that a verticle answers. */
  static NodeInspection answers(
      NodeInspection inspection,
      HyParViewOptions options,
      OverlayNode node,
      BroadcastEndpoint broadcasts,
      QuestionEndpoint questions) {
    StatusReport report = new StatusReport(
        "verticle", options.getClusterName(), options.differences(new HyParViewOptions()));
    return inspection
        .on(
            "status",
            parameters -> Future.succeededFuture(node.status(report, broadcasts.undeliverable())))
        .on("members", VerticleInspection::members)
        .on("ask", parameters -> questions.ask(new Question(parameters)).map(Answers::toJson));
  }

  private static Future<JsonObject> members(JsonObject parameters) {
    return Future.failedFuture(new InspectionException(
        InspectionException.UNSUPPORTED,
        "a HyParViewVerticle knows its neighbors and candidates, but has no list of members; ask"
            + " each node for its status"));
  }
}
