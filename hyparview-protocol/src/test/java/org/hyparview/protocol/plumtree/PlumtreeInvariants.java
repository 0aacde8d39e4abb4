package org.hyparview.protocol.plumtree;

import org.hyparview.protocol.machine.Machine;

/** The invariants of one machine, by the numbers of {@link Plumtree}'s documentation. */
public final class PlumtreeInvariants {

  private PlumtreeInvariants() {}

  /** Checks what can be seen of one machine after an input. */
  public static void check(Plumtree machine, PlumtreeConfig config, long now) {
    whatIsMissingIsAwaited(machine);
    limitsAreKept(machine, config, now);
    wavesWaitForNeighbors(machine);
  }

  /** 3. */
  private static void whatIsMissingIsAwaited(Plumtree machine) {
    for (MissingMessage message : machine.missing().all()) {
      require(machine.cache().get(message.id) == null, 3, machine);
      require(!message.announcers().isEmpty(), 3, machine);
      require(message.deadline != Machine.NEVER, 3, machine);
      require(message.deadline >= machine.deadline(), 3, machine);
      message
          .announcers()
          .forEach(a -> require(machine.neighbors().at(a.link) != null, 3, machine));
    }
  }

  /** 4. */
  private static void limitsAreKept(Plumtree machine, PlumtreeConfig config, long now) {
    require(machine.missing().size() <= config.missingMessages(), 4, machine);
    require(machine.cache().size() <= config.cachedMessages(), 4, machine);
    require(
        machine.cache().bytes() <= config.cachedBytes() || machine.cache().size() == 1, 4, machine);
    require(machine.seen().origins() <= config.seenOrigins(), 4, machine);
    require(machine.waves().size() <= config.waves(), 4, machine);
    require(machine.questions().size() <= config.questions().open(), 4, machine);
    require(machine.questions().held() <= config.questions().space(), 4, machine);
    for (Neighbor neighbor : machine.neighbors()) {
      require(neighbor.queued() < config.ihaveBatch(), 4, machine);
      require(
          neighbor.queued() == 0 || machine.deadline() <= now + config.ihaveInterval(), 4, machine);
    }
  }

  /** 6. */
  private static void wavesWaitForNeighbors(Plumtree machine) {
    for (Wave wave : machine.waves().openWaves()) {
      require(!wave.isComplete(), 6, machine);
      require(!wave.isWaitingForHost() || machine.questions().isUnanswered(wave.id), 6, machine);
      wave.waiting().forEach(n -> require(machine.neighbors().at(n.link) == n, 6, machine));
      require(wave.isOwn() || machine.neighbors().at(wave.parent) != null, 6, machine);
      require(wave.deadline >= machine.deadline(), 6, machine);
    }
  }

  private static void require(boolean holds, int number, Plumtree machine) {
    if (!holds) {
      throw new AssertionError("Invariant " + number + " is broken at " + machine.self());
    }
  }
}
