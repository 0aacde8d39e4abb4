package org.hyparview.cluster.group;

import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.function.Supplier;
import org.hyparview.cluster.group.GroupMessage.Leave;
import org.hyparview.cluster.raft.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * A node's way out in good order: it stays until its replica is not needed any more, as long as
 * there is progress and time.
 */
final class Departure {

  private static final Logger LOGGER = LoggerFactory.getLogger(Server.class);
  private static final int STEP_MILLIS = 20;

  /** A node that is joining may not be known here yet. */
  private static final int ALONE_MILLIS = 50;

  /**
   * Without any progress for so long there is nothing to wait for; a learner is given up sooner.
   */
  private static final int STALLED_MILLIS = 8_000;

  private final Site site;
  private final Supplier<@Nullable Server> server;
  private final Runnable done;
  private final long startedAt;
  private final long timeoutMillis;
  private boolean over;

  /**
   * A departure that has not begun.
   *
   * @param server the replica that this node has now, or null
   * @param timeoutMillis how long it may take
   * @param done called once, when the node may go
   */
  Departure(Site site, Supplier<@Nullable Server> server, long timeoutMillis, Runnable done) {
    this.site = site;
    this.server = server;
    this.done = done;
    this.timeoutMillis = timeoutMillis;
    startedAt = site.millis();
  }

  /** Does what can be done next, now and then. */
  void begin() {
    step();
    if (!over) {
      site.scheduler().schedule(this::begin, STEP_MILLIS);
    }
  }

  /** Does what can be done next. */
  void step() {
    Server own = server.get();
    if (over) {
      return;
    }
    if (own == null || own.replica().isOver()) {
      tellLeader();
      end();
    } else if (site.directory().size() == 1) {
      if (own.isEmpty() || site.millis() - startedAt >= ALONE_MILLIS) {
        end();
      }
    } else if (own.isLast()) {
      end();
    } else if (isTooLate(own)) {
      LOGGER.warn("Node " + site.directory().self() + " leaves after "
          + (site.millis() - startedAt) + " ms though no other replica of its shared data has "
          + own.whatWouldBeLost()
          + ", which may be lost: the other nodes can't be reached or take too long "
          + "(see handOverTimeout)");
      end();
    } else {
      own.leave();
    }
  }

  /** This node has no replica, and must not be given one. */
  private void tellLeader() {
    GroupDescriptor group = site.directory().current();
    if (group != null && group.leader() != null) {
      Endpoint nothing = new Endpoint(site.directory().self(), 0);
      site.send(group.leader().node(), new Leave(group.id(), nothing));
    }
  }

  private boolean isTooLate(Server own) {
    long now = site.millis();
    return now - startedAt >= timeoutMillis
        || now - Math.max(startedAt, own.lastProgress()) >= STALLED_MILLIS;
  }

  private void end() {
    over = true;
    done.run();
  }
}
