package org.hyparview.cluster.protocol.plane;

import java.util.LinkedHashSet;
import java.util.Set;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.plumtree.MessageId;
import org.hyparview.protocol.plumtree.PlumtreeMessage;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Ack;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Announcement;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Gossip;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Graft;
import org.hyparview.protocol.plumtree.PlumtreeMessage.IHave;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Prune;

/**
 * The broadcasts that were made before this node entered the overlay, as far as their announcers
 * can tell. The registry takes them, users don't.
 *
 * <p>They are announced only while neighbors keep payloads, so the memory of them ends soon.
 */
final class EarlierBroadcasts {

  /** The most that are remembered; of more, the oldest are forgotten. */
  static final int MAX = 4_096;

  private final long retention;
  private final Set<MessageId> ids = new LinkedHashSet<>();
  private final Notes notes = new Notes();
  private long enteredAt = Machine.NEVER;
  private long now;

  /**
   * Creates an empty memory.
   *
   * @param retention how long nodes keep payloads, in milliseconds
   */
  EarlierBroadcasts(long retention) {
    this.retention = retention;
  }

  /** Notes a neighbor, of which the first is the entry into the overlay. */
  void neighborUp(long time) {
    if (enteredAt == Machine.NEVER) {
      enteredAt = time;
    }
  }

  /** Notes what a message of a neighbor announces. */
  void note(PlumtreeMessage message, long time) {
    now = time;
    if (enteredAt == Machine.NEVER || now - enteredAt <= retention) {
      message.dispatch(notes);
    } else {
      ids.clear();
    }
  }

  boolean contains(MessageId id) {
    return ids.contains(id);
  }

  private void note(Announcement announcement) {
    long sinceEntry = enteredAt == Machine.NEVER ? 0 : now - enteredAt;
    if (announcement.age() > sinceEntry) {
      ids.add(announcement.id());
      if (ids.size() > MAX) {
        ids.remove(ids.iterator().next());
      }
    }
  }

  /** The handler of messages, of which only announcements have an age. */
  private final class Notes implements PlumtreeMessage.Handler {

    @Override
    public void onIHave(IHave message) {
      message.announcements().forEach(EarlierBroadcasts.this::note);
    }

    @Override
    public void onGossip(Gossip message) {
      // It says nothing of its age.
    }

    @Override
    public void onGraft(Graft message) {
      // It names what this node has.
    }

    @Override
    public void onPrune(Prune message) {
      // It names no broadcast.
    }

    @Override
    public void onAck(Ack message) {
      // It names what this node has.
    }
  }
}
