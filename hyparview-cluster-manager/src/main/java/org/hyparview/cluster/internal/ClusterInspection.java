package org.hyparview.cluster.internal;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.spi.cluster.NodeInfo;
import java.util.List;
import java.util.function.Function;
import org.hyparview.ViewPublisher;
import org.hyparview.cluster.HyParViewClusterOptions;
import org.hyparview.cluster.group.GroupDescriptor;
import org.hyparview.cluster.node.ControlPlane;
import org.hyparview.cluster.protocol.registry.RegistryEvent.RegistrationAdded;
import org.hyparview.cluster.protocol.registry.RegistryEvent.RegistrationRemoved;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.node.NodeInspection;
import org.hyparview.node.StatusReport;
import org.hyparview.node.ViewChange;
import org.hyparview.node.ViewListener;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.transport.InspectionException;
import org.hyparview.transport.Transport;
import org.jspecify.annotations.Nullable;

/** The answers of a node of the cluster manager to inspectors, on the control plane's context. */
final class ClusterInspection {

  /** The bytes after which a page of the list of members ends. */
  private static final int PAGE_BYTES = 256 << 10;

  private final String id;
  private final NodeInspection answers = new NodeInspection();
  private long version;

  ClusterInspection(String id) {
    this.id = id;
  }

  /** Sets the sources of the answers, before the transport starts. */
  void open(
      Transport transport,
      HyParViewClusterOptions options,
      ControlPlane plane,
      NodeInfos infos,
      SharedData sharedData) {
    StatusReport report = new StatusReport(
        "cluster-manager",
        options.getClusterName(),
        options.differences(new HyParViewClusterOptions()));
    transport.inspectedBy(answers);
    answers
        .on("status", parameters -> Future.succeededFuture(status(report, plane, sharedData)))
        .on(
            "members",
            parameters -> Future.succeededFuture(
                page(plane.plane().registry().members(), infos::known, after(parameters))));
  }

  private static JsonObject status(StatusReport report, ControlPlane plane, SharedData sharedData) {
    JsonObject json =
        plane.status(report).put("members", plane.plane().registry().members().size());
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

  private static @Nullable String after(JsonObject parameters) {
    Object after = parameters.getValue("after");
    if (after == null || after instanceof String) {
      return (String) after;
    }
    throw new InspectionException(
        InspectionException.BAD_REQUEST, "the key \"after\" must be the id of a node");
  }

  /** The members, by id, that follow an id, as many as fit. */
  private JsonObject page(
      List<Peer> members, Function<String, @Nullable NodeInfo> infos, @Nullable String after) {
    JsonArray page = new JsonArray();
    int bytes = 0;
    boolean more = false;
    for (Peer member : members) {
      if (after == null || member.id().toString().compareTo(after) > 0) {
        more = bytes > PAGE_BYTES;
        if (more) {
          break;
        }
        JsonObject json = member(member, infos.apply(member.id().toString()));
        bytes += json.encode().length();
        page.add(json);
      }
    }
    return new JsonObject().put("version", version).put("members", page).put("more", more);
  }

  private static JsonObject member(Peer member, @Nullable NodeInfo info) {
    JsonObject json = StatusReport.toJson(member);
    return info == null ? json : json.put("eventBusAddress", info.host() + ":" + info.port());
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

  /** Returns a scope that also passes the arrival and end of members to inspectors. */
  Scope reporting(Scope scope) {
    return new ReportingScope(scope);
  }

  private final class ReportingScope implements Scope {

    private final Scope scope;

    ReportingScope(Scope scope) {
      this.scope = scope;
    }

    @Override
    public void nodeUp(String member) {
      scope.nodeUp(member);
      memberChanged("member-joined", member);
    }

    @Override
    public void nodeDown(String member) {
      scope.nodeDown(member);
      memberChanged("member-left", member);
    }

    @Override
    public void registrationAdded(RegistrationAdded event) {
      scope.registrationAdded(event);
    }

    @Override
    public void registrationRemoved(RegistrationRemoved event) {
      scope.registrationRemoved(event);
    }

    @Override
    public void neighborUp(String member) {
      scope.neighborUp(member);
    }

    @Override
    public void neighborDown(String member) {
      scope.neighborDown(member);
    }
  }

  private void memberChanged(String type, String member) {
    version++;
    if (answers.isFollowed()) {
      answers.publish(new JsonObject()
          .put("type", type)
          .put("member", new JsonObject().put("id", member))
          .put("version", version)
          .put("node", id));
    }
  }
}
