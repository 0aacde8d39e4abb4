package org.hyparview.transport;

import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Tells the operator of objections that a person has to act on, each once a minute for a remote
 * host, so that a peer that tries again and again does not fill the log.
 */
final class ObjectionLog {

  private static final Logger LOGGER = LoggerFactory.getLogger(TcpTransport.class);
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int MAX_ENTRIES = 1_024;

  /** The others belong to the daily life of a cluster; they are counted. */
  private static final Set<CloseReason> WORTH_A_LINE = Set.of(
      CloseReason.BAD_HELLO,
      CloseReason.WRONG_CLUSTER,
      CloseReason.WRONG_VERSION,
      CloseReason.WRONG_PEER,
      CloseReason.TOO_MANY_LINKS);

  private record Key(String host, CloseReason reason) {}

  private final Map<Key, Long> loggedAt = new LinkedHashMap<>() {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Key, Long> eldest) {
      return size() > MAX_ENTRIES;
    }
  };

  /**
   * Logs a line, or not.
   *
   * @param host the remote host
   * @param line what is logged
   * @param now nanoseconds of a monotonic clock
   * @return whether it was logged
   */
  boolean log(String host, CloseReason reason, String line, long now) {
    if (!WORTH_A_LINE.contains(reason)) {
      return false;
    }
    Key key = new Key(host, reason);
    Long last = loggedAt.get(key);
    if (last != null && now - last < QUIET_NANOS) {
      return false;
    }
    loggedAt.remove(key);
    loggedAt.put(key, now);
    LOGGER.warn(line);
    return true;
  }
}
