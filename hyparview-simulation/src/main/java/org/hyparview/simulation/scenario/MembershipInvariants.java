package org.hyparview.simulation.scenario;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hyparview.protocol.hyparview.HyParView;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.simulation.host.MembershipHost;
import org.hyparview.simulation.net.Invariant;

/** The invariants of membership machines, by the numbers that {@link HyParView} gives. */
public final class MembershipInvariants {

  private MembershipInvariants() {}

  /**
   * Checks invariants 1, 2 and 5, and the bound on requests: all that one machine shows from
   * outside after each input.
   */
  public static <H extends MembershipHost> Invariant<H> ofEachNode(HyParViewConfig config) {
    return (simulation, node) -> {
      if (node.isAlive()) {
        check(node.host().membership(), config);
      }
    };
  }

  private static void check(HyParView machine, HyParViewConfig config) {
    List<Peer> active = machine.activeView();
    List<Peer> passive = machine.passiveView();
    atMost("1: neighbors", active.size(), config.activeViewSize());
    atMost("1: candidates", passive.size(), config.passiveViewSize());
    atMost("4: requests", machine.pendingRequests(), 2 * config.activeViewSize() + 1);
    Set<PeerId> known = new HashSet<>();
    known.add(machine.self().id());
    active.forEach(peer -> once(known, peer, machine));
    passive.forEach(peer -> once(known, peer, machine));
    if (!active.isEmpty() && machine.deadline() == Machine.NEVER) {
      throw new IllegalStateException("5: " + machine.self() + " has no next deadline");
    }
  }

  private static void atMost(String what, int number, int most) {
    if (number > most) {
      throw new IllegalStateException(what + " are " + number + ", more than " + most);
    }
  }

  private static void once(Set<PeerId> known, Peer peer, HyParView machine) {
    if (!known.add(peer.id())) {
      throw new IllegalStateException("2: " + machine.self() + " has " + peer + " twice");
    }
  }
}
