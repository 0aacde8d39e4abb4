package org.hyparview.protocol.hyparview;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerId;

/** The invariants of one machine, by the numbers of {@link HyParView}'s documentation. */
final class Invariants {

  private Invariants() {}

  static void check(HyParView machine, HyParViewConfig config, boolean member, long now) {
    viewsAreBounded(machine, config);
    noNodeIsTwiceInTheViews(machine);
    linksAreDistinct(machine);
    requestsEndInTime(machine, config, now);
    if (member) {
      require(machine.deadline() != Machine.NEVER, 5, machine);
      loneNodesGoOnTrying(machine, config, now);
    }
  }

  /** 1. */
  private static void viewsAreBounded(HyParView machine, HyParViewConfig config) {
    require(machine.activeSize() <= config.activeViewSize(), 1, machine);
    require(machine.passiveSize() <= config.passiveViewSize(), 1, machine);
  }

  /** 2. */
  private static void noNodeIsTwiceInTheViews(HyParView machine) {
    Set<PeerId> seen = new HashSet<>();
    seen.add(machine.self().id());
    for (List<Peer> view : List.of(machine.activeView(), machine.passiveView())) {
      for (Peer peer : view) {
        require(seen.add(peer.id()), 2, machine);
      }
    }
  }

  /** 3. */
  private static void linksAreDistinct(HyParView machine) {
    Set<Long> seen = new HashSet<>();
    for (long link : machine.links()) {
      require(seen.add(link), 3, machine);
    }
    for (Request request : machine.requests()) {
      require(request.link() == Request.NO_LINK || seen.add(request.link()), 3, machine);
    }
  }

  /** 4. */
  private static void requestsEndInTime(HyParView machine, HyParViewConfig config, long now) {
    if (machine.requests().isEmpty()) {
      return;
    }
    Set<PeerId> asked = new HashSet<>();
    machine.activeView().forEach(peer -> asked.add(peer.id()));
    for (Request request : machine.requests()) {
      require(request.deadline <= now + config.requestTimeout(), 4, machine);
      require(request.peerId() == null || asked.add(request.peerId()), 4, machine);
    }
    long contactDials =
        machine.requests().stream().filter(Request::isContactDial).count();
    require(contactDials <= ContactDials.MAX, 4, machine);
    require(machine.requests().size() - contactDials <= 3L * config.activeViewSize(), 4, machine);
  }

  /** 6. */
  private static void loneNodesGoOnTrying(HyParView machine, HyParViewConfig config, long now) {
    boolean alone = machine.activeSize() == 0 && machine.requests().isEmpty();
    long latest = now + config.rejoinMaxDelay() * 3 / 2 + 1;
    require(!alone || machine.contacts().isEmpty() || machine.deadline() <= latest, 6, machine);
  }

  private static void require(boolean holds, int number, HyParView machine) {
    if (!holds) {
      throw new AssertionError("Invariant " + number + " is broken at "
          + machine.self()
          + ": active "
          + machine.activeView()
          + ", passive "
          + machine.passiveView()
          + ", requests "
          + tell(machine.requests()));
    }
  }

  private static List<String> tell(List<Request> requests) {
    return requests.stream()
        .map(request -> request.purpose + " of " + request.address + " " + request.state()
            + " until " + request.deadline)
        .toList();
  }
}
