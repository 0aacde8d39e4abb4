package org.hyparview.cluster.raft;

import io.microraft.model.RaftModelFactory;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.persistence.RestoredRaftState;
import java.util.ArrayList;
import java.util.List;
import org.hyparview.cluster.protocol.store.StoreRecord;

/**
 * The initial state of a group's founder: a snapshot at the first index of the log, which holds
 * what the group begins with. No log entry stands for it, so every replica that is added later has
 * to install it, and none begins with less than the founder.
 */
final class InitialSnapshot {

  private static final long INDEX = 1;
  private static final int TERM = 1;

  private final RaftModelFactory models;
  private final Endpoint founder;
  private final RaftGroupMembersView members;

  InitialSnapshot(RaftModelFactory models, Endpoint founder) {
    this.models = models;
    this.founder = founder;
    members = models
        .createRaftGroupMembersViewBuilder()
        .setLogIndex(0)
        .setMembers(List.of(founder))
        .setVotingMembers(List.of(founder))
        .build();
  }

  /** Returns the state of a founder that begins with these chunks of a snapshot. */
  RestoredRaftState of(List<List<StoreRecord>> chunks) {
    List<SnapshotChunk> parts = new ArrayList<>(chunks.size());
    for (List<StoreRecord> chunk : chunks) {
      parts.add(models
          .createSnapshotChunkBuilder()
          .setIndex(INDEX)
          .setTerm(TERM)
          .setOperation(chunk)
          .setSnapshotChunkIndex(parts.size())
          .setSnapshotChunkCount(chunks.size())
          .setGroupMembersView(members)
          .build());
    }
    return new RestoredRaftState(
        models
            .createRaftEndpointPersistentStateBuilder()
            .setLocalEndpoint(founder)
            .setVoting(true)
            .build(),
        members,
        models
            .createRaftTermPersistentStateBuilder()
            .setTerm(TERM)
            .setVotedFor(null)
            .build(),
        models
            .createSnapshotEntryBuilder()
            .setIndex(INDEX)
            .setTerm(TERM)
            .setSnapshotChunks(parts)
            .setGroupMembersView(members)
            .build(),
        List.of());
  }
}
