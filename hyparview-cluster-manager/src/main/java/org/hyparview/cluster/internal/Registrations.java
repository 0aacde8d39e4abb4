package org.hyparview.cluster.internal;

import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * All registrations that this node knows, by address: its own, local ones included, and those of
 * other nodes.
 *
 * <p>Only the control plane's context changes them; {@link #at} may be called from any thread, and
 * costs as much as the address has handlers. The listener receives the complete list of each
 * changed address, once for many changes, in the order of the changes, and only if it asks for
 * them.
 */
public final class Registrations {

  /** The sort key of a handler at its address: by node and number, the same everywhere. */
  private record Key(String nodeId, long seq) implements Comparable<Key> {

    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::nodeId).thenComparing(Key::seq);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private final Map<String, ConcurrentNavigableMap<Key, RegistrationInfo>> byAddress =
      new ConcurrentHashMap<>();
  private final Set<String> changed = new LinkedHashSet<>();
  private volatile @Nullable RegistrationListener listener;

  /** Sets the listener from now on. */
  public void setListener(RegistrationListener newListener) {
    listener = newListener;
  }

  /**
   * Returns all current handlers at an address; empty if there are none. Safe to call from any
   * thread.
   */
  public List<RegistrationInfo> at(String address) {
    Map<Key, RegistrationInfo> handlers = byAddress.get(address);
    return handlers == null ? List.of() : List.copyOf(handlers.values());
  }

  /** Returns whether any node but one has a handler at an address, however many that one has. */
  boolean isServedBeside(String nodeId, String address) {
    ConcurrentNavigableMap<Key, RegistrationInfo> handlers = byAddress.get(address);
    return handlers != null
        && !(handlers.firstKey().nodeId.equals(nodeId)
            && handlers.lastKey().nodeId.equals(nodeId));
  }

  void add(String address, RegistrationInfo registration) {
    byAddress
        .computeIfAbsent(address, none -> new ConcurrentSkipListMap<>())
        .put(keyOf(registration), registration);
    changed.add(address);
  }

  void remove(String address, RegistrationInfo registration) {
    byAddress.computeIfPresent(address, (same, handlers) -> {
      handlers.remove(keyOf(registration));
      return handlers.isEmpty() ? null : handlers;
    });
    changed.add(address);
  }

  private static Key keyOf(RegistrationInfo registration) {
    return new Key(registration.nodeId(), registration.seq());
  }

  /** Notifies the listener of what has changed since the last call. */
  void tell() {
    if (changed.isEmpty()) {
      return;
    }
    List<String> addresses = List.copyOf(changed);
    changed.clear();
    RegistrationListener told = listener;
    if (told != null) {
      for (String address : addresses) {
        if (told.wantsUpdatesFor(address)) {
          told.registrationsUpdated(new RegistrationUpdateEvent(address, at(address)));
        }
      }
    }
  }
}
