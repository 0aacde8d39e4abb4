package org.hyparview.dashboard;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/** A cluster of any size, without sockets: each node is linked to about five others, at random. */
final class SimulatedCluster implements ClusterSource {

  private static final int DEGREE = 5;
  private static final int PASSIVE = 30;

  private final SplittableRandom random;
  private final Map<String, TreeSet<String>> links = new TreeMap<>();
  private int started;

  SimulatedCluster(int nodes, long seed) {
    random = new SplittableRandom(seed);
    for (int i = 0; i < nodes; i++) {
      add();
    }
    for (String id : List.copyOf(links.keySet())) {
      while (peers(id).size() < Math.min(DEGREE, nodes - 1) - 1) {
        link(id, any());
      }
    }
  }

  private String any() {
    List<String> all = List.copyOf(links.keySet());
    return all.get(random.nextInt(all.size()));
  }

  private NavigableSet<String> peers(String id) {
    return Objects.requireNonNull(links.get(id), id);
  }

  private void link(String a, String b) {
    if (!a.equals(b)) {
      peers(a).add(b);
      peers(b).add(a);
    }
  }

  String add() {
    String id = String.format("%08x-0000-4000-8000-%012d", started * 0x9e3779b9, started++);
    links.put(id, new TreeSet<>());
    if (links.size() > 1) {
      link(id, any().equals(id) ? links.keySet().iterator().next() : any());
    }
    return id;
  }

  void remove(String id) {
    links.remove(id);
    links.values().forEach(peers -> peers.remove(id));
  }

  List<String> ids() {
    return new ArrayList<>(links.keySet());
  }

  int linkCount() {
    return links.values().stream().mapToInt(TreeSet::size).sum() / 2;
  }

  @Override
  public Future<JsonObject> snapshot() {
    JsonArray nodes = new JsonArray();
    JsonArray all = new JsonArray();
    links.forEach((id, peers) -> {
      nodes.add(node(id));
      peers
          .tailSet(id)
          .forEach(peer -> all.add(
              new JsonObject().put("source", id).put("target", peer).put("roundTripMicros", 420)));
    });
    List<String> voters = ids().subList(0, Math.min(3, links.size()));
    return Future.succeededFuture(new JsonObject()
        .put("cluster", "simulated")
        .put("kind", "cluster-manager")
        .put("nodes", nodes)
        .put("links", all)
        .put(
            "sharedData",
            new JsonObject()
                .put("voters", new JsonArray(voters))
                .put("leader", voters.isEmpty() ? null : voters.get(0))));
  }

  private JsonObject node(String id) {
    int number = Integer.parseInt(id.substring(24));
    SplittableRandom own = new SplittableRandom(number);
    List<String> ids = ids();
    TreeSet<String> passive = new TreeSet<>();
    for (int i = 0; i < PASSIVE; i++) {
      passive.add(ids.get(own.nextInt(ids.size())));
    }
    passive.remove(id);
    passive.removeAll(peers(id));
    return new JsonObject()
        .put("id", id)
        .put("address", "10.0." + number / 250 + "." + (number % 250 + 1) + ":7800")
        .put("incarnation", 1_700_000_000_000L + number)
        .put("kind", "cluster-manager")
        .put("reachable", true)
        .put("tags", new JsonObject().put("zone", "abc".substring(number % 3, number % 3 + 1)))
        .put("active", new JsonArray(new ArrayList<>(peers(id))))
        .put("passive", new JsonArray(new ArrayList<>(passive)));
  }

  @Override
  public Future<JsonObject> status(String id) {
    return links.containsKey(id)
        ? Future.succeededFuture(
            new JsonObject().put("uptimeMillis", 3_723_000).put("version", "1"))
        : Future.failedFuture("There is no node " + id);
  }

  @Override
  public List<String> actions() {
    return List.of("start-node", "kill-node");
  }

  @Override
  public Future<Void> act(String action, String node) {
    if (action.equals("start-node")) {
      add();
      return Future.succeededFuture();
    }
    if (!links.containsKey(node)) {
      return Future.failedFuture("There is no node " + node);
    }
    remove(node);
    return Future.succeededFuture();
  }
}
