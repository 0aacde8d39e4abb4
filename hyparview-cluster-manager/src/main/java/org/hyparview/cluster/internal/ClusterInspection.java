package org.hyparview.cluster.internal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.hyparview.Answers;
import org.hyparview.Question;
import org.hyparview.ViewPublisher;
import org.hyparview.cluster.ClusterMember;
import org.hyparview.cluster.ClusterMembers;
import org.hyparview.cluster.HyParViewClusterOptions;
import org.hyparview.cluster.MemberEvent;
import org.hyparview.cluster.group.GroupDescriptor;
import org.hyparview.cluster.node.ControlPlane;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.node.NodeInspection;
import org.hyparview.node.StatusReport;
import org.hyparview.node.ViewChange;
import org.hyparview.node.ViewListener;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.transport.InspectionException;
import org.hyparview.transport.Transport;

/** The answers of a node of the cluster manager to inspectors, on the control plane's context. */
final class ClusterInspection {

  /** The bytes after which a page of the list of members ends. */
  private static final int PAGE_BYTES = 256 << 10;

  private final String id;
  private final ContextInternal context;
  private final ControlPlane plane;
  private final MemberFeed members;
  private final VersionWatch version;
  private final SharedData sharedData;
  private final Function<Question, Future<Answers>> asker;
  private final NodeInspection answers = new NodeInspection();

  /**
   * Creates answers that no transport asks for yet.
   *
   * @param context the context of the control plane
   * @param asker asks all members
   */
  ClusterInspection(
      String id,
      ContextInternal context,
      ControlPlane plane,
      MemberFeed members,
      VersionWatch version,
      SharedData sharedData,
      Function<Question, Future<Answers>> asker) {
    this.id = id;
    this.context = context;
    this.plane = plane;
    this.members = members;
    this.version = version;
    this.sharedData = sharedData;
    this.asker = asker;
  }

  /** Answers inspectors from now on, before the transport starts. */
  void open(Transport transport, HyParViewClusterOptions options) {
    StatusReport report = new StatusReport(
        "cluster-manager",
        options.getClusterName(),
        options.differences(new HyParViewClusterOptions()));
    answers
        .on("status", parameters -> Future.succeededFuture(status(report)))
        .on("members", parameters -> page(after(parameters)))
        .on("ask", this::ask);
    transport.inspectedBy(answers);
    members.listen(context, this::changed);
  }

  private JsonObject status(StatusReport report) {
    JsonObject json = plane
        .status(report)
        .put("members", members.size())
        .put("clusterVersion", version.version());
    GroupDescriptor group = sharedData.group();
    if (group != null) {
      List<String> voters = group.voters().stream().map(Endpoint::node).sorted().toList();
      JsonObject state = new JsonObject().put("voters", new JsonArray(voters));
      if (group.leader() != null) {
        state.put("leader", group.leader().node());
      }
      json.put("sharedData", state.put("settled", sharedData.isSettled()));
    }
    return json;
  }

  private static String after(JsonObject parameters) {
    Object after = parameters.getValue("after");
    if (after == null) {
      return "";
    }
    if (after instanceof String id) {
      return id;
    }
    throw new InspectionException(
        InspectionException.BAD_REQUEST, "the key \"after\" must be the id of a node");
  }

  private Future<JsonObject> page(String after) {
    return members.members(context).map(all -> page(all, after));
  }

  /** The members, by id, that follow an id, as many as fit. */
  private static JsonObject page(ClusterMembers all, String after) {
    List<ClusterMember> rest = all.members().stream()
        .filter(member -> member.id().compareTo(after) > 0)
        .toList();
    JsonArray page = new JsonArray();
    int bytes = 0;
    for (ClusterMember member : rest) {
      if (bytes > PAGE_BYTES) {
        break;
      }
      JsonObject json = member(member);
      bytes += json.encode().length();
      page.add(json);
    }
    return new JsonObject()
        .put("version", all.version())
        .put("members", page)
        .put("more", page.size() < rest.size());
  }

  private static JsonObject member(ClusterMember member) {
    JsonObject json = new JsonObject()
        .put("id", member.id())
        .put("address", member.address())
        .put("incarnation", member.incarnation());
    if (member.eventBus() != null) {
      json.put("eventBusAddress", member.eventBus());
    }
    if (!member.tags().isEmpty()) {
      JsonObject tags = new JsonObject();
      member.tags().forEach(tags::put);
      json.put("tags", tags);
    }
    return json.put("since", Instant.ofEpochMilli(member.since()).toString());
  }

  /** Asks a question; the answers come on the context of whoever asked. */
  private Future<JsonObject> ask(JsonObject parameters) {
    Promise<JsonObject> result = context.promise();
    asker.apply(new Question(parameters)).map(Answers::toJson).onComplete(result);
    return result.future();
  }

  private void changed(MemberEvent event) {
    if (answers.isFollowed()) {
      answers.publish(event.toJson());
    }
  }

  /** Returns a listener to the views that also passes the changes to inspectors. */
  ViewListener reporting(ViewListener views) {
    return new ReportingViews(views);
  }

  private final class ReportingViews implements ViewListener {

    private final ViewListener views;

    ReportingViews(ViewListener views) {
      this.views = views;
    }

    @Override
    public void changed(ViewChange change) {
      views.changed(change);
      if (answers.isFollowed()) {
        answers.publish(ViewPublisher.toEvent(change, id).toJson());
      }
    }

    @Override
    public void isolated(String contacts) {
      views.isolated(contacts);
    }

    @Override
    public void renamed(Peer self) {
      views.renamed(self);
    }
  }
}
