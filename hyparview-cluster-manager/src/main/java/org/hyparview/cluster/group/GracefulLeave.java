package org.hyparview.cluster.group;

import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.function.Supplier;
import org.hyparview.cluster.group.GroupMessage.Leave;
import org.hyparview.cluster.raft.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * A node's graceful leave: the node stays until its replica is no longer needed, as long as there
 * is progress and time.
 */
final class GracefulLeave {

  private static final Logger LOGGER = LoggerFactory.getLogger(GroupReplica.class);
  private static final int STEP_MILLIS = 20;

  /** A joining node may not be known here yet. */
  private static final int ALONE_MILLIS = 50;

  /** After this long without progress, waiting is pointless; a learner is given up sooner. */
  private static final int STALLED_MILLIS = 8_000;

  private final GroupContext context;
  private final Supplier<@Nullable GroupReplica> server;
  private final Runnable done;
  private final long startedAt;
  private final long timeoutMillis;
  private boolean over;

  /**
   * Creates a leave that has not begun.
   *
   * @param server supplies this node's current replica, or null
   * @param timeoutMillis the most that it may take
   * @param done called once, when the node may go
   */
  GracefulLeave(
      GroupContext context,
      Supplier<@Nullable GroupReplica> server,
      long timeoutMillis,
      Runnable done) {
    this.context = context;
    this.server = server;
    this.done = done;
    this.timeoutMillis = timeoutMillis;
    startedAt = context.millis();
  }

  /** Starts, and takes the next possible step periodically. */
  void begin() {
    step();
    if (!over) {
      context.scheduler().schedule(this::begin, STEP_MILLIS);
    }
  }

  /** Takes the next possible step. */
  void step() {
    GroupReplica own = server.get();
    if (over) {
      return;
    }
    if (own == null || own.replica().isOver()) {
      tellLeader();
      end();
    } else if (context.directory().size() == 1) {
      if (own.isEmpty() || context.millis() - startedAt >= ALONE_MILLIS) {
        end();
      }
    } else if (own.isLast()) {
      warnOfLoss(own);
      end();
    } else if (isTooLate(own)) {
      LOGGER.warn("Node " + context.directory().self() + " leaves the cluster after "
          + (context.millis() - startedAt)
          + " ms, although no other replica of its shared data has "
          + own.whatWouldBeLost()
          + ", so that may be lost: the other nodes are unreachable or too slow "
          + "(handOverTimeout limits the wait)");
      end();
    } else {
      own.leave();
    }
  }

  /** Tells the leader that this node has no replica and must not be given one. */
  private void tellLeader() {
    GroupDescriptor group = context.directory().current();
    if (group != null && group.leader() != null) {
      Endpoint nothing = new Endpoint(context.directory().self(), 0);
      context.send(group.leader().node(), new Leave(group.id(), nothing));
    }
  }

  /** Warns that data is lost with this node, although the cluster goes on. */
  private void warnOfLoss(GroupReplica own) {
    if (!own.isEmpty() && context.directory().hasMemberWithoutData()) {
      LOGGER.warn("Node " + context.directory().self() + " leaves the cluster as the last one that"
          + " keeps its shared data (dataMember). With it " + own.whatWouldBeLost() + " are lost");
    }
  }

  private boolean isTooLate(GroupReplica own) {
    long now = context.millis();
    return now - startedAt >= timeoutMillis
        || now - Math.max(startedAt, own.lastProgress()) >= STALLED_MILLIS;
  }

  private void end() {
    over = true;
    done.run();
  }
}
