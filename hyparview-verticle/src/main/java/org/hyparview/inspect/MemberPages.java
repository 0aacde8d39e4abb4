package org.hyparview.inspect;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.hyparview.transport.InspectionException;
import org.jspecify.annotations.Nullable;

/**
 * The collector of a list of members, which a node sends in pages. Members may come and go between
 * two pages; the version is that of the first one, so what changed after it is among the events of
 * later versions.
 */
final class MemberPages {

  /** More than any cluster has; a broken node must not fill the memory. */
  private static final int MAX_MEMBERS = 1_000_000;

  private final InspectionClient client;
  private final JsonArray members = new JsonArray();
  private @Nullable JsonObject first;

  MemberPages(InspectionClient client) {
    this.client = client;
  }

  Future<JsonObject> all() {
    return client.request("members", new JsonObject()).compose(this::add);
  }

  private Future<JsonObject> add(JsonObject page) {
    JsonObject answer = first == null ? page : first;
    first = answer;
    JsonArray found = page.getJsonArray("members", new JsonArray());
    found.forEach(members::add);
    if (!page.getBoolean("more", false) || found.isEmpty()) {
      JsonObject whole = answer.copy().put("members", members);
      whole.remove("more");
      return Future.succeededFuture(whole);
    }
    if (members.size() > MAX_MEMBERS) {
      return Future.failedFuture(new InspectionException(
          InspectionException.TOO_LONG, client.nodeId() + " lists too many members"));
    }
    String last = found.getJsonObject(found.size() - 1).getString("id");
    return client.request("members", new JsonObject().put("after", last)).compose(this::add);
  }
}
