package org.hyparview.cluster.shareddata;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.registry.EntryKey;
import org.jspecify.annotations.Nullable;

/**
 * This node's copy of users' replicated maps, made of the registry's entries.
 *
 * <p>An entry with an owner is visible while its owner is a member. When the owner has been absent
 * for {@value #PATIENCE_MILLIS} ms, the member with the smallest id removes the entry for all. An
 * owner whose entry was removed by another node in this way writes it again.
 *
 * <p>One context changes it; {@link #table} and reads of a {@link Table} may come from any thread.
 */
public final class ReplicatedMaps {

  /** What the names of these maps begin with in the registry, unlike those of other maps. */
  public static final String PREFIX = "__hyparview.map.";

  /** How long an owner must be absent before its entries are removed. */
  static final int PATIENCE_MILLIS = 10_000;

  private static final int FORMAT = 1;
  private static final int NO_OWNER = 0;

  /** The writer of entries in the whole cluster, and the timer. */
  public interface Host {

    /** Writes an entry again, which this node owns. */
    void putAgain(String map, Bytes key, Bytes stored);

    /** Removes the entry of an owner that is absent. */
    void removeOrphan(String map, Bytes key);

    /** Calls {@link #sweep} after some milliseconds. */
    void sweepLater(long millis);
  }

  /** A receiver of the changes of one map. */
  public interface Watcher {

    /** Handles the change of an entry, whose value is null if it was removed. */
    void changed(Bytes key, @Nullable Bytes value);
  }

  /** The stored form of a value. */
  record Stored(@Nullable String owner, Bytes value) {}

  /** A value, decoded if it can't change. */
  record Cell(Bytes key, Bytes value, @Nullable Object constant) {}

  /** The visible entries of one map, by their key, or its bytes if it can change. */
  static final class Table {
    private final Map<Object, Cell> cells = new ConcurrentHashMap<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    Map<Object, Cell> cells() {
      return cells;
    }

    private void set(Bytes key, @Nullable Bytes value) {
      Object constant = DataCodec.constant(key);
      Object index = constant == null ? key : constant;
      if (value == null) {
        cells.remove(index);
      } else {
        cells.put(index, new Cell(key, value, DataCodec.constant(value)));
      }
      watchers.forEach(watcher -> watcher.changed(key, value));
    }
  }

  private final String self;
  private final Host host;
  private final Map<String, Table> tables = new ConcurrentHashMap<>();

  /** The entries with an owner, visible or not. */
  private final Map<EntryKey, Stored> owned = new TreeMap<>();

  /** What this node wants to own. */
  private final Map<EntryKey, Bytes> wanted = new TreeMap<>();

  private final TreeSet<String> members = new TreeSet<>();
  private final Map<String, Long> absentSince = new HashMap<>();
  private boolean sweeping;
  private long unreadable;

  /**
   * Creates maps without entries.
   *
   * @param self the id of this node
   */
  public ReplicatedMaps(String self, Host host) {
    this.self = self;
    this.host = host;
    members.add(self);
  }

  // The stored form

  /** Returns the stored form of a value, of which this node is the owner or nobody. */
  Bytes stored(Bytes value, boolean isOwned) {
    byte[] owner = isOwned ? self.getBytes(StandardCharsets.UTF_8) : new byte[0];
    byte[] content = value.toArray();
    byte[] bytes = new byte[2 + owner.length + content.length];
    bytes[0] = FORMAT;
    bytes[1] = (byte) owner.length;
    System.arraycopy(owner, 0, bytes, 2, owner.length);
    System.arraycopy(content, 0, bytes, 2 + owner.length, content.length);
    return Bytes.of(bytes);
  }

  /** Returns the parts of a stored form, or null if it is none. */
  static @Nullable Stored parse(Bytes stored) {
    byte[] bytes = stored.toArray();
    if (bytes.length < 2 || bytes[0] != FORMAT) {
      return null;
    }
    int ownerLength = bytes[1] & 0xff;
    if (bytes.length < 2 + ownerLength) {
      return null;
    }
    String owner =
        ownerLength == NO_OWNER ? null : new String(bytes, 2, ownerLength, StandardCharsets.UTF_8);
    return new Stored(owner, Bytes.of(Arrays.copyOfRange(bytes, 2 + ownerLength, bytes.length)));
  }

  // Events

  /** Returns whether a map of the registry is one of these. */
  public static boolean isOne(String map) {
    return map.startsWith(PREFIX);
  }

  /** Applies the change of an entry anywhere in the cluster. */
  public void changed(String map, Bytes key, @Nullable Bytes value, long now) {
    EntryKey id = new EntryKey(map, key);
    Stored stored = value == null ? null : parse(value);
    if (value != null && stored == null) {
      unreadable++;
    }
    owned.remove(id);
    if (stored != null && stored.owner() != null) {
      owned.put(id, stored);
      noteAbsence(stored.owner(), now);
    }
    show(id, stored);
    claim(id, value);
  }

  private void show(EntryKey id, @Nullable Stored stored) {
    Table table = table(id.map());
    boolean isVisible = stored != null && (stored.owner() == null || isMember(stored.owner()));
    Bytes value = isVisible ? Objects.requireNonNull(stored).value() : null;
    Object constant = DataCodec.constant(id.key());
    Cell before = table.cells.get(constant == null ? id.key() : constant);
    if (value == null ? before != null : before == null || !before.value().equals(value)) {
      table.set(id.key(), value);
    }
  }

  /** Writes what this node owns again if it was removed; gives it up if it was overwritten. */
  private void claim(EntryKey id, @Nullable Bytes value) {
    Bytes mine = wanted.get(id);
    if (mine == null || mine.equals(value)) {
      return;
    }
    if (value == null) {
      host.putAgain(id.map(), id.key(), mine);
    } else {
      wanted.remove(id);
    }
  }

  private boolean isMember(String id) {
    return members.contains(id);
  }

  /** Notes that a node is in the cluster: what it owns is visible. */
  public void nodeUp(String node) {
    members.add(node);
    absentSince.remove(node);
    showAllOf(node);
  }

  /** Notes that a node is no longer in the cluster: what it owns is no longer visible. */
  public void nodeDown(String node, long now) {
    members.remove(node);
    if (showAllOf(node)) {
      noteAbsence(node, now);
    }
  }

  private boolean showAllOf(String owner) {
    boolean any = false;
    for (Map.Entry<EntryKey, Stored> entry : owned.entrySet()) {
      if (owner.equals(entry.getValue().owner())) {
        any = true;
        show(entry.getKey(), entry.getValue());
      }
    }
    return any;
  }

  private void noteAbsence(@Nullable String owner, long now) {
    if (owner != null && !isMember(owner)) {
      absentSince.putIfAbsent(owner, now);
      if (!sweeping) {
        sweeping = true;
        host.sweepLater(PATIENCE_MILLIS);
      }
    }
  }

  /** Removes what absent nodes own, if that is this node's task. */
  public void sweep(long now) {
    sweeping = false;
    absentSince
        .keySet()
        .removeIf(owner -> owned.values().stream().noneMatch(entry -> owner.equals(entry.owner())));
    if (self.equals(members.first())) {
      owned.forEach((id, stored) -> {
        Long since = stored.owner() == null ? null : absentSince.get(stored.owner());
        if (since != null && now - since >= PATIENCE_MILLIS) {
          host.removeOrphan(id.map(), id.key());
        }
      });
    }
    if (!absentSince.isEmpty()) {
      sweeping = true;
      host.sweepLater(PATIENCE_MILLIS);
    }
  }

  // Writes of this node

  /** Notes what this node writes, with what it wants to own; null if it wants nothing there. */
  void wants(String map, Bytes key, @Nullable Bytes stored) {
    EntryKey id = new EntryKey(map, key);
    if (stored == null) {
      wanted.remove(id);
    } else {
      wanted.put(id, stored);
    }
  }

  /** Returns what this node wants to own there, or null. */
  public @Nullable Bytes wanted(String map, Bytes key) {
    return wanted.get(new EntryKey(map, key));
  }

  /** Returns whether there is an entry whose owner is absent. */
  boolean hasOrphans() {
    return owned.values().stream().map(Stored::owner).anyMatch(owner -> !members.contains(owner));
  }

  /** Returns how many values had no form that this version can read. */
  public long unreadable() {
    return unreadable;
  }

  // Maps

  Table table(String map) {
    return tables.computeIfAbsent(map, none -> new Table());
  }

  /** Passes each present entry to a watcher, and all changes from now on. */
  public void watch(String map, Watcher watcher) {
    Table table = table(map);
    List<Cell> present = new ArrayList<>(table.cells.values());
    present.forEach(cell -> watcher.changed(cell.key(), cell.value()));
    table.watchers.add(watcher);
  }

  /** Ends that. Safe to call from any thread. */
  public void unwatch(String map, Watcher watcher) {
    table(map).watchers.remove(watcher);
  }
}
