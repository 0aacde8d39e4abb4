package org.hyparview.cluster;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import io.vertx.core.spi.cluster.ClusterManager;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.hyparview.Answers;
import org.hyparview.HyParViewClient;
import org.hyparview.HyParViewClient.Subscription;
import org.hyparview.Question;
import org.hyparview.TagFilter;
import org.hyparview.cluster.internal.ClusterNode;
import org.hyparview.cluster.shareddata.DataCodec;
import org.jspecify.annotations.Nullable;

/**
 * The cluster of a Vert.x whose manager is a {@link HyParViewClusterManager}: who is in it, and
 * what they answer.
 *
 * <p>It needs no option, and puts nothing on the event bus. Handlers are called on the context on
 * which they were registered, in the order of the changes, and futures are completed on that of the
 * caller. Safe for use by any thread.
 */
public final class HyParViewCluster {

  private final VertxInternal vertx;
  private final ClusterNode node;
  private final DataCodec codec;

  private HyParViewCluster(VertxInternal vertx, ClusterNode node, DataCodec codec) {
    this.vertx = vertx;
    this.node = node;
    this.codec = codec;
  }

  /**
   * Returns the cluster of a Vert.x.
   *
   * @throws IllegalStateException if it is not clustered, or not by a
   *     {@link HyParViewClusterManager}
   */
  public static HyParViewCluster of(Vertx vertx) {
    VertxInternal owner = (VertxInternal) vertx;
    @Nullable ClusterManager manager = owner.clusterManager();
    if (manager instanceof HyParViewClusterManager ours) {
      return new HyParViewCluster(owner, ours.node(), ours.codec());
    }
    throw new IllegalStateException(
        manager == null
            ? "This Vert.x is not clustered; create it by Vertx.builder()"
                + ".withClusterManager(new HyParViewClusterManager()).buildClustered()"
            : "This Vert.x is clustered by " + manager.getClass().getName()
                + ", not by a HyParViewClusterManager");
  }

  /** Returns the id of this node. */
  public String nodeId() {
    return node.id();
  }

  /**
   * Returns the version of the protocol that all members of the cluster speak, as far as this node
   * knows; 1 or more. Other members may be about to learn of a change. What later versions have
   * added is not used until all speak them; see docs/upgrade.md.
   */
  public int version() {
    return node.version();
  }

  /**
   * Returns the members of the cluster, this node included, with a version that orders them against
   * {@linkplain #memberEvents events}.
   *
   * @return fails if this node has left
   */
  public Future<ClusterMembers> members() {
    return node.members(vertx.getOrCreateContext());
  }

  /** Returns those {@linkplain #members() members} whose tags the filter matches. */
  public Future<ClusterMembers> members(TagFilter filter) {
    return members()
        .map(all -> new ClusterMembers(
            all.node(),
            all.version(),
            all.members().stream()
                .filter(member -> filter.matches(member.tags()))
                .toList()));
  }

  /**
   * Reads keys and trusted certificates again from the files that {@code netServerOptions} and
   * {@code netClientOptions} name, such as after a certificate was renewed. Links that begin from
   * now on use them; present links stay. The event bus has files of its own, which this leaves
   * alone.
   *
   * @return fails if a file can't be read, or with {@code verifyNodeId} if a certificate doesn't
   *     name this node, and the former content remains in use; or if this node has left
   */
  public Future<Void> reloadCertificates() {
    return node.reloadCertificates(vertx.getOrCreateContext());
  }

  /**
   * Replaces the option {@code secrets} of this node, such as to rotate them without a restart.
   * Links that begin from now on, and datagrams of multicast, use the new ones; present links stay.
   * A node that runs without secrets can't be given some.
   *
   * @param secrets the first is this node's own from now on, and all are accepted
   * @return fails if one is not allowed, if the node runs without secrets, or if it has left
   */
  public Future<Void> updateSecrets(List<String> secrets) {
    return node.updateSecrets(vertx.getOrCreateContext(), List.copyOf(secrets));
  }

  /**
   * Returns the counters of this node, and the present sizes of its views, queues and data:
   * docs/metrics.md lists them all. Counters begin at 0 when the node starts, and only grow.
   *
   * @return fails if this node has left
   */
  public Future<JsonObject> counters() {
    return node.counters(vertx.getOrCreateContext());
  }

  /**
   * Registers a handler of all changes of the members, beginning with a {@code member-joined} for
   * each present one, this node included, so that a handler that adds and removes members always
   * has the present list. No change in between is lost or reported twice. A handler that lags by
   * 100,000 events is removed, and the log says so.
   */
  public Subscription memberEvents(Handler<MemberEvent> handler) {
    return node.memberEvents(vertx.getOrCreateContext(), handler);
  }

  /**
   * Replaces the tags of this node, those of its options included.
   *
   * @param tags within the bounds of {@link org.hyparview.Tags}
   * @return succeeds when all nodes in reach know them, or the option {@code registrationTimeout}
   *     is over, of which the log warns; nodes that were not in reach learn them later
   * @throws IllegalArgumentException if the tags are beyond their bounds; nothing is changed then
   */
  public Future<Void> setTags(Map<String, String> tags) {
    return on(node.setTags(tags));
  }

  /**
   * Asks all members of the cluster a question, this node included. A node that is joining or has
   * left has no answer.
   *
   * @return the answers, complete or not: {@link Answers#isComplete} tells; fails if too many
   *     questions are open at this node, or it has left
   * @throws IllegalArgumentException if a part of the question is not allowed
   */
  public Future<Answers> ask(Question question) {
    return on(node.ask(question));
  }

  /**
   * Registers the handler of the questions of a topic from now on. Of several in one Vert.x, one is
   * called for each question; see {@link HyParViewClient#onQuestion}.
   *
   * @param <T> Buffer, String or JsonObject: the type of the questions under this topic
   * @param handler returns the answer; see {@link HyParViewClient#onQuestion}
   */
  public <T> Subscription onQuestion(String topic, Function<Message<T>, Future<?>> handler) {
    return node.questionHandlers().onQuestion(topic, handler);
  }

  /**
   * Broadcasts to each live node of the cluster, this one included.
   *
   * @param topic 1 to 255 bytes in UTF-8; only handlers of the same topic receive it
   * @param body a Buffer, a String or a JsonObject
   * @return succeeds when the overlay has it, which may take a while under load; a caller that
   *     sends much should wait for each broadcast before the next. Fails with a
   *     {@code ReplyException} whose code is one of those in
   *     {@link org.hyparview.HyParViewBroadcast}
   */
  public Future<Void> broadcast(String topic, Object body) {
    return node.broadcast(vertx.getOrCreateContext(), topic, body);
  }

  /**
   * Broadcasts as {@link #broadcast} does, and waits until all nodes in reach have it.
   *
   * @param timeoutMillis the most milliseconds for that, 1 to 30,000
   * @return fails with the code {@link org.hyparview.HyParViewBroadcast#UNACKNOWLEDGED} if it is
   *     not known that all nodes have it, naming some of those that may not
   */
  public Future<Void> broadcastAcknowledged(String topic, Object body, long timeoutMillis) {
    return node.broadcastAcknowledged(vertx.getOrCreateContext(), topic, body, timeoutMillis);
  }

  /**
   * Registers a handler of each broadcast of a topic from now on, called once for each. Broadcasts
   * that were made before this node joined don't come. If more than 64 MiB wait for a handler, it
   * misses the next ones, and the log says so.
   *
   * @param <T> Buffer, String or JsonObject: the type of the bodies under this topic
   * @throws IllegalArgumentException if the topic is not allowed
   */
  public <T> Subscription onBroadcast(String topic, Handler<ClusterBroadcast<T>> handler) {
    return node.onBroadcast(vertx.getOrCreateContext(), topic, handler);
  }

  /**
   * Returns the replicated map with this name, which is empty until some node writes to it. Neither
   * Vert.x's maps nor shared data have any in common with it.
   *
   * @throws IllegalArgumentException if the name is empty, or longer than 239 characters
   */
  public <K, V> ReplicatedMap<K, V> replicatedMap(String name) {
    return node.replicatedMap(name, codec);
  }

  private <T> Future<T> on(Future<T> result) {
    Promise<T> answer = vertx.getOrCreateContext().promise();
    result.onComplete(answer);
    return answer.future();
  }
}
