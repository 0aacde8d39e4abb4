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

/** A message between nodes about shared data. Any message may be lost. */
public sealed interface GroupMessage {

  /** The group of an {@link Inquiry} for any that the receiver knows of. It has no replica. */
  String ANY_GROUP = "";

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  /**
   * The handler of messages, with one method per kind, so that a forgotten kind doesn't compile.
   */
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

    void onStanding(LogPosition message);

    void onSuperseded(Superseded message);

    void onRaft(Raft message);
  }

  /** To the leader: apply these changes. */
  record Ask(String group, long call, List<StoreCommand> commands) implements GroupMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onAsk(this);
    }
  }

  /**
   * To the leader: answer these queries.
   *
   * @param session the session of the asking node, which must not have ended; 0 if it has none
   * @param after the number of the request in that session that must be applied before; 0 if none
   */
  record Query(String group, long call, List<StoreQuery> queries, long session, long after)
      implements GroupMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onQuery(this);
    }
  }

  /** The results of a call, from some position in its list on. */
  record Answer(long call, int from, List<StoreResult> results) implements GroupMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onAnswer(this);
    }
  }

  /**
   * The refusal of a call, which is to be repeated.
   *
   * @param busy whether the leader is overloaded
   * @param leader the replica to ask instead, or null if unknown
   */
  record Refusal(long call, boolean busy, @Nullable Endpoint leader) implements GroupMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onRefusal(this);
    }
  }

  /** To the node that waits for a lock: the grant of it, under this fencing token. */
  record Granted(long session, long acquire, long token) implements GroupMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onGranted(this);
    }
  }

  /** To the oldest node: there is no group, bootstrap one. */
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

  /** To the leader: the replica is ready to be added. */
  record LearnerStarted(String group, Endpoint replica) implements GroupMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onLearnerStarted(this);
    }
  }

  /**
   * To the leader: the replica is about to leave, or the node is; a node without a replica sends
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

  /** There is no such replica here; number 0: there is no replica of the group. */
  record Missing(String group, Endpoint replica) implements GroupMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onMissing(this);
    }
  }

  /**
   * The question for the log position in a group, and for the group that has the shared data now.
   */
  record Inquiry(String group) implements GroupMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onInquiry(this);
    }
  }

  /**
   * The log position of a replica: its last entry. As in Raft, the position with more in its log is
   * greater.
   *
   * @param voter whether the replica is a voter by its own log
   */
  record LogPosition(String group, Endpoint replica, long term, long index, boolean voter)
      implements GroupMessage, Comparable<LogPosition> {

    private static final Comparator<LogPosition> ORDER = Comparator.comparingLong(LogPosition::term)
        .thenComparingLong(LogPosition::index)
        .thenComparing(LogPosition::replica);

    @Override
    public void dispatch(Handler handler) {
      handler.onStanding(this);
    }

    @Override
    public int compareTo(LogPosition other) {
      return ORDER.compare(this, other);
    }
  }

  /** To a node that names or asks about another group: this one has the shared data. */
  record Superseded(GroupDescriptor group) implements GroupMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onSuperseded(this);
    }
  }

  /**
   * A message between replicas.
   *
   * @param checkpoint a checkpoint of the sender's state, for its leader to compare; usually null
   */
  record Raft(
      String group, Endpoint to, Bytes message, @Nullable Checkpoint checkpoint)
      implements GroupMessage {

    /** Creates a message without a checkpoint. */
    Raft(String group, Endpoint to, Bytes message) {
      this(group, to, message, null);
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onRaft(this);
    }
  }
}
