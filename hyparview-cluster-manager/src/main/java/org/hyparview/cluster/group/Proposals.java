package org.hyparview.cluster.group;

import java.util.ArrayList;
import java.util.List;
import org.hyparview.cluster.group.GroupMessage.Ask;
import org.hyparview.cluster.protocol.store.Batch;
import org.hyparview.cluster.protocol.store.StoreCommand;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.cluster.protocol.store.StoreSizes;
import org.hyparview.cluster.raft.RaftReplica;

/**
 * The requests that a leader proposes, bounded in bytes. While it sends a long snapshot, they go in
 * few batches: a snapshot is taken after a number of batches, and a member that has to begin again
 * with each one would never catch up.
 */
final class Proposals {

  /**
   * The most bytes that may be proposed but not committed; further requests are refused for a later
   * attempt.
   */
  private static final int MAX_PROPOSED_BYTES = 8 << 20;

  /** The most bytes that may wait for the next batch while a snapshot is sent. */
  private static final int MAX_PACED_BYTES = 256 << 10;

  private static final int MAX_PACED_COMMANDS = 16_384;
  private static final int PACE_MILLIS = 50;

  /** The receiver of the outcomes of requests. */
  interface Outcomes {

    /** Reports that a request was applied. */
    void answer(String to, long call, List<StoreResult> results);

    /**
     * Reports that a request was not applied, or that its outcome is unknown.
     *
     * @param busy whether it is to be sent here again
     */
    void refuse(String to, long call, boolean busy);
  }

  /** The source of the time that stamps batches. */
  interface Stamp {
    long now();
  }

  private record Asked(String from, long call, int commands) {}

  private final GroupContext context;
  private final RaftReplica replica;
  private final Stamp stamp;
  private final Outcomes outcomes;
  private List<Asked> paced = new ArrayList<>();
  private List<StoreCommand> pacedCommands = new ArrayList<>();
  private int pacedBytes;
  private long proposedBytes;

  Proposals(GroupContext context, RaftReplica replica, Stamp stamp, Outcomes outcomes) {
    this.context = context;
    this.replica = replica;
    this.stamp = stamp;
    this.outcomes = outcomes;
  }

  /** Takes a node's request to the leader. */
  void ask(String from, Ask ask) {
    int bytes = StoreSizes.of(ask.commands());
    if (proposedBytes > 0 && proposedBytes + bytes > MAX_PROPOSED_BYTES) {
      outcomes.refuse(from, ask.call(), true);
    } else if (paced.isEmpty() && !replica.isSendingSnapshot()) {
      Asked asked = new Asked(from, ask.call(), ask.commands().size());
      propose(List.of(asked), ask.commands(), bytes);
    } else if (!paced.isEmpty()
        && (pacedBytes + bytes > MAX_PACED_BYTES
            || pacedCommands.size() + ask.commands().size() > MAX_PACED_COMMANDS)) {
      outcomes.refuse(from, ask.call(), true);
    } else {
      await(new Asked(from, ask.call(), ask.commands().size()), ask.commands(), bytes);
    }
  }

  private void await(Asked asked, List<StoreCommand> commands, int bytes) {
    if (paced.isEmpty()) {
      context.scheduler().schedule(this::proposePaced, PACE_MILLIS);
    }
    paced.add(asked);
    pacedCommands.addAll(commands);
    pacedBytes += bytes;
  }

  private void proposePaced() {
    List<Asked> asked = paced;
    List<StoreCommand> commands = pacedCommands;
    int bytes = pacedBytes;
    paced = new ArrayList<>();
    pacedCommands = new ArrayList<>();
    pacedBytes = 0;
    propose(asked, commands, bytes);
  }

  private void propose(List<Asked> asked, List<StoreCommand> commands, int bytes) {
    proposedBytes += bytes;
    replica.propose(new Batch(stamp.now(), commands), (applied, failure) -> {
      proposedBytes -= bytes;
      int from = 0;
      for (Asked one : asked) {
        if (applied == null) {
          outcomes.refuse(one.from, one.call, false);
        } else {
          int to = from + one.commands;
          outcomes.answer(one.from, one.call, applied.results().subList(from, to));
          from = to;
        }
      }
    });
  }

  /** Proposes commands that no node asked for. */
  void propose(List<StoreCommand> commands, Runnable done) {
    replica.propose(new Batch(stamp.now(), commands), (applied, failure) -> done.run());
  }
}
