package org.hyparview.cluster.shareddata;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.LongConsumer;
import org.hyparview.HyParViewClient.Subscription;
import org.hyparview.cluster.ReplicatedMap;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.plane.GossipPlane;
import org.hyparview.cluster.protocol.registry.RegistryEvent.EntryChanged;
import org.hyparview.cluster.protocol.registry.RegistryEvent.NodeDown;
import org.hyparview.cluster.protocol.registry.RegistryEvent.NodeUp;
import org.jspecify.annotations.Nullable;

/** A replicated map of one simulated node, on its gossip plane. */
public final class SimulatedMap implements ReplicatedMaps.Host, ReplicatedView.Access {

  private final GossipPlane plane;
  private final LongConsumer sweepLater;
  private final ReplicatedMaps maps;
  private final ReplicatedView<String, Integer> map;
  private final ArrayDeque<LongConsumer> waiting = new ArrayDeque<>();
  private long now;

  /**
   * Creates an empty map.
   *
   * @param sweepLater calls {@link #sweep} after some milliseconds
   */
  public SimulatedMap(GossipPlane plane, LongConsumer sweepLater) {
    this.plane = plane;
    this.sweepLater = sweepLater;
    maps = new ReplicatedMaps(plane.registry().self().id().toString(), this);
    map = new ReplicatedView<>("m", maps, this, new DataCodec(null, null));
  }

  /** Sets the time, and returns the map. */
  public ReplicatedMap<String, Integer> at(long time) {
    now = time;
    return map;
  }

  /** Takes an event of the registry. */
  public void nodeUp(NodeUp event) {
    maps.nodeUp(event.node().id().toString());
  }

  /** Takes an event of the registry. */
  public void nodeDown(NodeDown event, long time) {
    maps.nodeDown(event.node().id().toString(), time);
  }

  /** Takes an event of the registry. */
  public void changed(EntryChanged event, long time) {
    if (ReplicatedMaps.isOne(event.map())) {
      maps.changed(event.map(), event.key(), event.value(), time);
    }
  }

  /** Makes the writes that events have caused, and returns whether there were any. */
  public boolean write(long time) {
    boolean any = !waiting.isEmpty();
    while (!waiting.isEmpty()) {
      waiting.remove().accept(time);
    }
    return any;
  }

  /** Looks for what departed nodes own. */
  public void sweep(long time) {
    maps.sweep(time);
  }

  /** Returns the entries, and whether all owners are members. */
  public Map.Entry<Map<String, Integer>, Boolean> state() {
    return Map.entry(map.snapshot(), !maps.hasOrphans());
  }

  @Override
  public void putAgain(String name, Bytes key, Bytes stored) {
    waiting.add(time -> {
      if (stored.equals(maps.wanted(name, key))) {
        plane.putEntry(name, key, stored, time);
      }
    });
  }

  @Override
  public void removeOrphan(String name, Bytes key) {
    waiting.add(time -> plane.removeEntry(name, key, time));
  }

  @Override
  public void sweepLater(long millis) {
    sweepLater.accept(millis);
  }

  @Override
  public Future<Void> write(String name, Bytes key, @Nullable Bytes stored, Runnable accepted) {
    if (stored == null) {
      plane.removeEntry(name, key, now);
    } else {
      plane.putEntry(name, key, stored, now);
    }
    accepted.run();
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> refused(IllegalArgumentException why) {
    throw why;
  }

  @Override
  public <E> Subscription watch(
      String what,
      Handler<E> handler,
      BiFunction<Bytes, @Nullable Bytes, E> decoder,
      ReplicatedMaps of,
      String name) {
    throw new UnsupportedOperationException("No handler is registered in simulations");
  }
}
