package org.hyparview.protocol.plumtree;

import java.util.List;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.machine.Outbox;
import org.hyparview.protocol.plumtree.PlumtreeAction.Send;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Announcement;
import org.hyparview.protocol.plumtree.PlumtreeMessage.IHave;

/** Sends announcements, several in a message where that costs little time. */
final class LazyPush {

  private final long interval;
  private final int batch;
  private final Neighbours neighbours;
  private final Outbox<Plumtree.Host> outbox;
  private long deadline = Machine.NEVER;

  LazyPush(PlumtreeConfig config, Neighbours neighbours, Outbox<Plumtree.Host> outbox) {
    interval = config.ihaveInterval();
    batch = config.ihaveBatch();
    this.neighbours = neighbours;
    this.outbox = outbox;
  }

  /** Announces a message soon, or at once if somebody waits for the answer. */
  void announce(Neighbour to, Announcement announcement, long now) {
    to.queue(announcement);
    if (announcement.attempt() > 0 || interval == 0 || to.queued() >= batch) {
      flush(to);
    } else if (deadline == Machine.NEVER) {
      deadline = now + interval;
    }
  }

  /** Announces many messages at once, as many in a message as may be. */
  void announceAll(Neighbour to, List<Announcement> announcements) {
    for (Announcement announcement : announcements) {
      to.queue(announcement);
      if (to.queued() >= batch) {
        flush(to);
      }
    }
    flush(to);
  }

  private void flush(Neighbour to) {
    if (to.queued() > 0) {
      outbox.add(new Send(to.link, new IHave(to.takeQueue())));
    }
  }

  void wake(long now) {
    if (deadline <= now) {
      deadline = Machine.NEVER;
      for (Neighbour neighbour : neighbours) {
        flush(neighbour);
      }
    }
  }

  long deadline() {
    return deadline;
  }
}
