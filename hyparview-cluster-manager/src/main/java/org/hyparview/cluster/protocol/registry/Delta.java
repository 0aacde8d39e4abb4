package org.hyparview.cluster.protocol.registry;

import java.util.List;
import java.util.Objects;
import org.hyparview.protocol.peer.Peer;

/**
 * The difference between two states of a node's record, as operations.
 *
 * <p>It can be applied to the base, and to any state between base and stamp, where the first
 * operations are applied already. A base of version 0 is the empty record: it can be applied to
 * anything older.
 *
 * @param owner the node, with its present incarnation
 * @param base the state before the operations; its incarnation is the owner's or an earlier one,
 *     when the owner has refuted suspicions since
 * @param ops in order; each raises the version by one
 */
public record Delta(Peer owner, Stamp base, List<RecordOp> ops) {

  /** The most operations in one delta. */
  public static final int MAX_OPS = 8_192;

  /** Checks the ranges, and copies the operations. */
  public Delta {
    Objects.requireNonNull(owner, "owner");
    ops = List.copyOf(ops);
    if (base.incarnation() > owner.incarnation() || ops.size() > MAX_OPS) {
      throw new IllegalArgumentException("A delta from " + base + " must not end in incarnation "
          + owner.incarnation() + " nor have " + ops.size() + " operations");
    }
  }

  /** Returns the state after the operations. */
  public Stamp stamp() {
    return base.in(owner.incarnation()).plus(ops.size());
  }
}
