package org.hyparview.transport.stream;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.CloseReason;

/**
 * Tells the operator of objections that a person has to act on, each once a minute for a remote
 * host, so that a peer that tries again and again does not fill the log.
 */
final class RefusalLog {

  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int MAX_ENTRIES = 1_024;

  /** The others belong to the daily life of a cluster; they are counted. */
  private static final Set<CloseReason> WORTH_A_LINE = Set.of(
      CloseReason.BAD_HELLO,
      CloseReason.WRONG_CLUSTER,
      CloseReason.WRONG_VERSION,
      CloseReason.WRONG_IDENTITY,
      CloseReason.TOO_MANY_LINKS);

  private record Key(String host, CloseReason reason) {}

  private final Consumer<String> out;
  private final Map<Key, Long> loggedAt = new LinkedHashMap<>() {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Key, Long> eldest) {
      return size() > MAX_ENTRIES;
    }
  };

  /** A log that writes to this. */
  RefusalLog(Consumer<String> out) {
    this.out = out;
  }

  /**
   * Logs a line, unless there was one a short time ago or the reason is not worth one.
   *
   * @param host the remote host
   * @param line what is logged
   * @param now nanoseconds of a monotonic clock
   */
  void log(String host, CloseReason reason, String line, long now) {
    if (WORTH_A_LINE.contains(reason)) {
      log(new Key(host, reason), line, now);
    }
  }

  /**
   * Logs that two nodes claim one address, unless there was a line of it a short time ago.
   *
   * @param address what both claim
   */
  void logConflict(PeerAddress address, String line, long now) {
    log(new Key(address.toString(), CloseReason.SELF), line, now);
  }

  private void log(Key key, String line, long now) {
    if (isDue(key, now)) {
      loggedAt.remove(key);
      loggedAt.put(key, now);
      out.accept(line);
    }
  }

  private boolean isDue(Key key, long now) {
    Long last = loggedAt.get(key);
    return last == null || now - last >= QUIET_NANOS;
  }
}
