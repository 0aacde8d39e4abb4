package org.hyparview.cluster.raft;

import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.message.RaftMessage;
import java.util.List;

/** Messages of Raft that no honest replica sends, as bytes. */
public final class ForgedMessages {

  private static final int MAX_BYTES = 1 << 16;

  private ForgedMessages() {}

  /** Returns the request of a candidate with a long log. */
  public static byte[] vote(String group, Endpoint sender, int term) {
    return bytes(new DefaultRaftModelFactory()
        .createVoteRequestBuilder()
        .setGroupId(group)
        .setSender(sender)
        .setTerm(term)
        .setLastLogTerm(term)
        .setLastLogIndex(1_000_000)
        .setSticky(false)
        .build());
  }

  /** Returns the heartbeat of a leader. */
  public static byte[] append(String group, Endpoint sender, int term) {
    return bytes(new DefaultRaftModelFactory()
        .createAppendEntriesRequestBuilder()
        .setGroupId(group)
        .setSender(sender)
        .setTerm(term)
        .setPreviousLogTerm(0)
        .setPreviousLogIndex(0)
        .setCommitIndex(0)
        .setLogEntries(List.of())
        .setQuerySequenceNumber(0)
        .setFlowControlSequenceNumber(0)
        .build());
  }

  private static byte[] bytes(RaftMessage message) {
    return new RaftCodec().encode(new ReplicaMessage(message), MAX_BYTES);
  }
}
