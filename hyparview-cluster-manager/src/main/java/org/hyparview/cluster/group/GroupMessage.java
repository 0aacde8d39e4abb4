package org.hyparview.cluster.group;

import java.util.Comparator;
import java.util.List;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.store.StoreCommand;
import org.hyparview.cluster.protocol.store.StoreQuery;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.cluster.raft.Checkpoint;
import org.hyparview.cluster.raft.Endpoint;
import org.jspecify.annotations.Nullable;

/** What nodes say to each other about shared data. Each message may be lost. */
public sealed interface GroupMessage {

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  /** One method a kind, so that the compiler finds the kind that was forgotten. */
  interface Handler {
    void onAsk(Ask message);

    void onQuery(Query message);

    void onAnswer(Answer message);

    void onRefusal(Refusal message);

    void onGranted(Granted message);

    void onFound(Found message);

    void onStartLearner(StartLearner message);

    void onLearnerStarted(LearnerStarted message);

    void onLeave(Leave message);

    void onStop(Stop message);

    void onMissing(Missing message);

    void onInquiry(Inquiry message);

    void onStanding(Standing message);

    void onSuperseded(Superseded message);

    void onRaft(Raft message);
  }

  /** To the leader: do this. */
  record Ask(String group, long call, List<StoreCommand> commands) implements GroupMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onAsk(this);
    }
  }

  /**
   * To the leader: answer this.
   *
   * @param session the session of the node that asks, which must not have ended; 0 if it has none
   * @param after the number of the request in that session which must be done before; 0 if none
   */
  record Query(String group, long call, List<StoreQuery> queries, long session, long after)
      implements GroupMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onQuery(this);
    }
  }

  /** What came of a call, from some place in its list on. */
  record Answer(long call, int from, List<StoreResult> results) implements GroupMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onAnswer(this);
    }
  }

  /**
   * A call was not dealt with, and is to be made again.
   *
   * @param busy the leader has too much to do
   * @param leader whom to ask instead, or null if that is not known
   */
  record Refusal(long call, boolean busy, @Nullable Endpoint leader) implements GroupMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onRefusal(this);
    }
  }

  /** To who has waited for a lock: it is yours, under this fencing token. */
  record Granted(long session, long acquire, long token) implements GroupMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onGranted(this);
    }
  }

  /** To the oldest node: there is no group, found one. */
  record Found() implements GroupMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onFound(this);
    }
  }

  /** From the leader: start a replica that is to be added to the group. */
  record StartLearner(GroupDescriptor group) implements GroupMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onStartLearner(this);
    }
  }

  /** To the leader: the replica waits to be added. */
  record LearnerStarted(String group, Endpoint replica) implements GroupMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onLearnerStarted(this);
    }
  }

  /**
   * To the leader: the replica is about to leave, or the node is, which then has no replica with
   * number 0.
   */
  record Leave(String group, Endpoint replica) implements GroupMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onLeave(this);
    }
  }

  /** From the leader: the replica is no longer in the group. */
  record Stop(String group, Endpoint replica) implements GroupMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onStop(this);
    }
  }

  /** There is no such replica here; with number 0: none of the group. */
  record Missing(String group, Endpoint replica) implements GroupMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onMissing(this);
    }
  }

  /** A quorum is lost: how much do you hold? */
  record Inquiry(String group) implements GroupMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onInquiry(this);
    }
  }

  /**
   * The last entry that a replica holds. Who has more in its log is greater, as Raft has it.
   *
   * @param voter whether the replica is a voter by its own log
   */
  record Standing(String group, Endpoint replica, long term, long index, boolean voter)
      implements GroupMessage, Comparable<Standing> {

    private static final Comparator<Standing> ORDER = Comparator.comparingLong(Standing::term)
        .thenComparingLong(Standing::index)
        .thenComparing(Standing::replica);

    @Override
    public void dispatch(Handler handler) {
      handler.onStanding(this);
    }

    @Override
    public int compareTo(Standing other) {
      return ORDER.compare(this, other);
    }
  }

  /** To who speaks of another group, or asks about one: this one has the shared data. */
  record Superseded(GroupDescriptor group) implements GroupMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onSuperseded(this);
    }
  }

  /**
   * A message of one replica to another.
   *
   * @param checkpoint what the sender's state was like, to be compared by its leader; null at most
   *     times
   */
  record Raft(
      String group, Endpoint to, Bytes message, @Nullable Checkpoint checkpoint)
      implements GroupMessage {

    /** A message without a checkpoint. */
    Raft(String group, Endpoint to, Bytes message) {
      this(group, to, message, null);
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onRaft(this);
    }
  }
}
