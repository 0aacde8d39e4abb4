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

  private static final int MAX_ATTEMPTS = 5;
  private static final int RETRY_MILLIS = 1_000;

  private final InspectionClient client;
  private final JsonArray members = new JsonArray();
  private @Nullable JsonObject first;

  MemberPages(InspectionClient client) {
    this.client = client;
  }

  Future<JsonObject> all() {
    return page(new JsonObject(), MAX_ATTEMPTS).compose(this::add);
  }

  /** A node answers so many requests in a second, and is busy for the rest of it. */
  private Future<JsonObject> page(JsonObject parameters, int attempts) {
    return client
        .request("members", parameters)
        .recover(failure -> attempts > 1 && isBusy(failure)
            ? client.after(RETRY_MILLIS).compose(later -> page(parameters, attempts - 1))
            : Future.failedFuture(failure));
  }

  private static boolean isBusy(Throwable failure) {
    return failure instanceof InspectionException why
        && why.code().equals(InspectionException.BUSY);
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
    return page(new JsonObject().put("after", last), MAX_ATTEMPTS).compose(this::add);
  }
}
