package org.hyparview.simulation.scenario;

import org.hyparview.protocol.plumtree.PlumtreeMessage;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Ack;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Gossip;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Graft;
import org.hyparview.protocol.plumtree.PlumtreeMessage.IHave;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Prune;

/**
 * The number of messages of each kind that the broadcast machines have sent.
 *
 * @param payloads messages with a payload
 * @param ihaves messages with announcements
 * @param announcements announcements in them
 * @param grafts grafts
 * @param prunes prunes
 * @param acks acknowledgements
 */
public record BroadcastCounts(
    long payloads, long ihaves, long announcements, long grafts, long prunes, long acks) {

  /** Returns the difference from an earlier count. */
  public BroadcastCounts since(BroadcastCounts earlier) {
    return new BroadcastCounts(
        payloads - earlier.payloads,
        ihaves - earlier.ihaves,
        announcements - earlier.announcements,
        grafts - earlier.grafts,
        prunes - earlier.prunes,
        acks - earlier.acks);
  }

  /** Returns the number of all messages without a payload. */
  public long control() {
    return ihaves + grafts + prunes + acks;
  }

  /** The counter of sent messages. */
  static final class Counter implements PlumtreeMessage.Handler {
    private long payloads;
    private long ihaves;
    private long announcements;
    private long grafts;
    private long prunes;
    private long acks;

    BroadcastCounts counts() {
      return new BroadcastCounts(payloads, ihaves, announcements, grafts, prunes, acks);
    }

    @Override
    public void onGossip(Gossip message) {
      payloads++;
    }

    @Override
    public void onIHave(IHave message) {
      ihaves++;
      announcements += message.announcements().size();
    }

    @Override
    public void onGraft(Graft message) {
      grafts++;
    }

    @Override
    public void onPrune(Prune message) {
      prunes++;
    }

    @Override
    public void onAck(Ack message) {
      acks++;
    }
  }
}
