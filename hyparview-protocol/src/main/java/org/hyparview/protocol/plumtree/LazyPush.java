package org.hyparview.protocol.plumtree;

import java.util.List;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.machine.Outbox;
import org.hyparview.protocol.plumtree.PlumtreeAction.Send;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Announcement;
import org.hyparview.protocol.plumtree.PlumtreeMessage.IHave;

/** The sender of announcements, which batches them where that costs little time. */
final class LazyPush {

  private final long interval;
  private final int batch;
  private final Neighbors neighbors;
  private final Outbox<Plumtree.Host> outbox;
  private long deadline = Machine.NEVER;

  LazyPush(PlumtreeConfig config, Neighbors neighbors, Outbox<Plumtree.Host> outbox) {
    interval = config.ihaveInterval();
    batch = config.ihaveBatch();
    this.neighbors = neighbors;
    this.outbox = outbox;
  }

  /** Announces a message soon, or at once if a node waits for the answer. */
  void announce(Neighbor to, Announcement announcement, long now) {
    to.queue(announcement);
    if (announcement.attempt() > 0 || interval == 0 || to.queued() >= batch) {
      flush(to);
    } else if (deadline == Machine.NEVER) {
      deadline = now + interval;
    }
  }

  /** Announces many messages at once, as many per message as fit. */
  void announceAll(Neighbor to, List<Announcement> announcements) {
    for (Announcement announcement : announcements) {
      to.queue(announcement);
      if (to.queued() >= batch) {
        flush(to);
      }
    }
    flush(to);
  }

  private void flush(Neighbor to) {
    if (to.queued() > 0) {
      outbox.add(new Send(to.link, new IHave(to.takeQueue())));
    }
  }

  void wake(long now) {
    if (deadline <= now) {
      deadline = Machine.NEVER;
      for (Neighbor neighbor : neighbors) {
        flush(neighbor);
      }
    }
  }

  long deadline() {
    return deadline;
  }
}
