package org.hyparview.demo.cluster;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A report of the process of a {@link MemberCommand} to its {@link ClusterProcess}: one JSON object
 * a line.
 *
 * @param kind what it is about
 * @param texts what the kind says
 */
record MemberReport(Kind kind, List<String> texts) {

  /** The subject of a report. */
  enum Kind {
    /** The node is in the cluster. The texts are its id and the address that others dial. */
    STARTED,
    /** The ids of all nodes that it sees now. */
    NODES,
    /** It has had an answer from each address that it was told to reach. */
    REACHED,
    /** It has heard a line of the chat. */
    HEARD,
    /** It runs the verticle that must always run somewhere. */
    RUNNING,
    /** The cluster knows that it runs a verticle. */
    DEPLOYED,
    /** What a command was asked for. */
    ANSWER
  }

  static MemberReport of(Kind kind, String... texts) {
    return new MemberReport(kind, List.of(texts));
  }

  /** Reads what {@link #toLine} gives. */
  static MemberReport parse(String line) {
    JsonObject json = new JsonObject(line);
    List<String> texts =
        json.getJsonArray("texts").stream().map(String::valueOf).toList();
    return new MemberReport(Kind.valueOf(json.getString("kind")), texts);
  }

  /** This report as one line. */
  String toLine() {
    return new JsonObject().put("kind", kind).put("texts", new JsonArray(texts)).encode();
  }
}
