package org.hyparview.protocol.hyparview;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * The rotation of contacts through which an isolated node rejoins. A pass asks all contacts in
 * random order, or for the first time in the order of the list, then the recently failed peers. The
 * pause after it doubles from pass to pass.
 */
final class ContactRotation {

  private final long minDelay;
  private final long maxDelay;
  private final RandomGenerator random;
  private List<PeerAddress> contacts = List.of();
  private Deque<PeerAddress> pass = new ArrayDeque<>(0);
  private boolean inOrder;
  private boolean inPass;
  private long delay;
  private long nextPass = Machine.NEVER;

  ContactRotation(long minDelay, long maxDelay, RandomGenerator random) {
    this.minDelay = minDelay;
    this.maxDelay = maxDelay;
    this.random = random;
    this.delay = minDelay;
  }

  List<PeerAddress> contacts() {
    return contacts;
  }

  /** Sets the contacts; the next pass asks them in this order, or in random order. */
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

  /** Removes an address that proved to be this node's own. */
  void drop(PeerAddress contact) {
    contacts.remove(contact);
  }

  /** Resets the rotation after a neighbor was found: its loss starts a pass at once. */
  void reset() {
    pass.clear();
    inPass = false;
    delay = minDelay;
    nextPass = Machine.NEVER;
  }

  /** Returns the end of the pause between two passes. */
  long deadline() {
    return nextPass;
  }

  /** Returns whether the pause still lasts. */
  boolean isPausing(long now) {
    return nextPass != Machine.NEVER && now < nextPass;
  }

  /** Returns the next address to ask, or null when the pass is over. */
  @Nullable
  PeerAddress next(List<Peer> lost) {
    if (!inPass) {
      beginPass(lost);
    }
    return pass.poll();
  }

  /** Returns whether the present pass has an address left to ask. */
  boolean hasNext() {
    return !pass.isEmpty();
  }

  /** Makes an address the next one of the present pass, if it is not over. */
  void putBack(PeerAddress contact) {
    if (inPass) {
      pass.addFirst(contact);
    }
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
    pass = new ArrayDeque<>(order);
  }

  private List<PeerAddress> shuffled(List<PeerAddress> addresses) {
    List<PeerAddress> order = new ArrayList<>(addresses);
    for (int i = order.size(); i > 1; i--) {
      Collections.swap(order, i - 1, random.nextInt(i));
    }
    return order;
  }

  /** Pauses after an unsuccessful pass, for half to one and a half of the delay. */
  void pause(long now) {
    inPass = false;
    nextPass = now + 1 + delay / 2 + random.nextLong(delay);
    delay = Math.min(2 * delay, maxDelay);
  }
}
