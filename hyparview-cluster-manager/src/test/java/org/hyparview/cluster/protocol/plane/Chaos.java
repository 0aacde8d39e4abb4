package org.hyparview.cluster.protocol.plane;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.hyparview.simulation.net.Partition;
import org.hyparview.simulation.net.SimulatedNode;

/** Random events in a cluster; all randomness comes from its seed. */
final class Chaos {

  /** The extent of the faults. */
  enum Kind {
    /** Work, joins, leaves, crashes and restarts, on a network without faults. */
    PROCESSES,
    /** All of these, and partitions, loss, slow nodes and machines that vanish. */
    ALL
  }

  private static final int MAX_NODES = 30;
  private static final int KEYS = 5;

  private final PlaneCluster cluster;
  private final SplittableRandom random;
  private final Kind kind;
  private final List<SimulatedNode<PlaneHost>> dead = new ArrayList<>();

  Chaos(PlaneCluster cluster, Kind kind) {
    this.cluster = cluster;
    this.random = cluster.random();
    this.kind = kind;
  }

  /** Runs this many events, each up to 400 ms after the one before. */
  void run(int events) {
    for (int i = 0; i < events; i++) {
      event();
      cluster.run(random.nextInt(400));
      cluster.demandComebacks();
    }
  }

  private void event() {
    int dice = random.nextInt(kind == Kind.ALL ? 130 : 100);
    if (dice < 40) {
      cluster.register(cluster.anyAlive());
    } else if (dice < 55) {
      cluster.unregister(cluster.anyAlive());
    } else if (dice < 65) {
      cluster.put(cluster.anyAlive(), random.nextInt(KEYS), random.nextInt(100));
    } else if (dice < 70) {
      cluster.remove(cluster.anyAlive(), random.nextInt(KEYS));
    } else if (dice < 80) {
      join();
    } else if (dice < 95) {
      end(dice);
    } else if (dice < 100) {
      burst();
    } else {
      fault(dice);
    }
  }

  /** Many changes in one turn. */
  private void burst() {
    SimulatedNode<PlaneHost> node = cluster.anyAlive();
    for (int i = 0; i < 50; i++) {
      cluster.register(node);
    }
  }

  private void join() {
    if (!dead.isEmpty() && random.nextBoolean()) {
      SimulatedNode<PlaneHost> node = dead.remove(random.nextInt(dead.size()));
      if (random.nextBoolean()) {
        cluster.simulation.restart(node);
      } else {
        cluster.simulation.replace(node);
      }
      cluster.joinAgain(node);
    } else if (cluster.simulation.size() < MAX_NODES) {
      cluster.join();
    }
  }

  private void end(int dice) {
    if (cluster.members().size() <= 3) {
      return;
    }
    SimulatedNode<PlaneHost> node = cluster.anyAlive();
    if (dice < 86) {
      cluster.leave(node);
    } else if (kind == Kind.ALL && random.nextInt(3) == 0) {
      cluster.simulation.vanish(node);
      dead.add(node);
    } else {
      cluster.simulation.crash(node);
      dead.add(node);
    }
  }

  private void fault(int dice) {
    if (dice < 107) {
      int salt = random.nextInt();
      cluster.partition(Partition.sides(node -> Integer.hashCode((node + 1) * salt) >> 20 & 1));
    } else if (dice < 110) {
      int alone = random.nextInt(cluster.simulation.size());
      cluster.partition(Partition.sides(node -> node == alone ? 1 : 0));
    } else if (dice < 118) {
      cluster.heal();
    } else if (dice < 124) {
      cluster.loss(random.nextDouble() * 0.05);
    } else {
      cluster.simulation.slow(cluster.anyAlive(), random.nextInt(300));
    }
  }
}
