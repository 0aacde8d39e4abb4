package org.hyparview.cluster.protocol.registry;

import java.util.List;
import org.hyparview.protocol.peer.Peer;

/** A whole record: the operations that build it from an empty one. */
record Snapshot(Peer owner, Stamp stamp, List<RecordOp> ops) {

  Snapshot {
    ops = List.copyOf(ops);
  }
}
