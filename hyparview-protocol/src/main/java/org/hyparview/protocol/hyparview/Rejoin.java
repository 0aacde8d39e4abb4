package org.hyparview.protocol.hyparview;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * Whom an isolated node asks to let it in, and when: all contacts in random order, or for the first
 * time in that of the list, then the peers that failed lately, then a pause that doubles from pass
 * to pass.
 */
final class Rejoin {

  private final long minDelay;
  private final long maxDelay;
  private final RandomGenerator random;
  private List<PeerAddress> contacts = List.of();
  private Iterator<PeerAddress> pass = Collections.emptyIterator();
  private boolean inOrder;
  private boolean inPass;
  private long delay;
  private long nextPass = Machine.NEVER;

  Rejoin(long minDelay, long maxDelay, RandomGenerator random) {
    this.minDelay = minDelay;
    this.maxDelay = maxDelay;
    this.random = random;
    this.delay = minDelay;
  }

  List<PeerAddress> contacts() {
    return contacts;
  }

  /** The contacts from now on; the next pass asks them in this order, or in random order. */
  void setContacts(List<PeerAddress> addresses, PeerAddress own, boolean inOrder) {
    this.inOrder = inOrder;
    contacts = new ArrayList<>(addresses.size());
    for (PeerAddress address : addresses) {
      if (!address.equals(own) && !contacts.contains(address)) {
        contacts.add(address);
      }
    }
    reset();
  }

  /** The address turned out to be our own. */
  void drop(PeerAddress contact) {
    contacts.remove(contact);
  }

  /** There is a neighbor: if it is lost, start afresh and at once. */
  void reset() {
    pass = Collections.emptyIterator();
    inPass = false;
    delay = minDelay;
    nextPass = Machine.NEVER;
  }

  /** When the pause between two passes ends. */
  long deadline() {
    return nextPass;
  }

  /** Whether the pause is still on. */
  boolean isPausing(long now) {
    return nextPass != Machine.NEVER && now < nextPass;
  }

  /** The next to ask, or null when the pass is over. */
  @Nullable
  PeerAddress next(List<Peer> lost) {
    if (!inPass) {
      beginPass(lost);
    }
    return pass.hasNext() ? pass.next() : null;
  }

  private void beginPass(List<Peer> lost) {
    inPass = true;
    nextPass = Machine.NEVER;
    List<PeerAddress> order = inOrder ? new ArrayList<>(contacts) : shuffled(contacts);
    inOrder = false;
    for (Peer peer : lost) {
      if (!order.contains(peer.address())) {
        order.add(peer.address());
      }
    }
    pass = order.iterator();
  }

  private List<PeerAddress> shuffled(List<PeerAddress> addresses) {
    List<PeerAddress> order = new ArrayList<>(addresses);
    for (int i = order.size(); i > 1; i--) {
      Collections.swap(order, i - 1, random.nextInt(i));
    }
    return order;
  }

  /** All were asked in vain: pause for half to one and a half of the delay. */
  void pause(long now) {
    inPass = false;
    nextPass = now + 1 + delay / 2 + random.nextLong(delay);
    delay = Math.min(2 * delay, maxDelay);
  }
}
