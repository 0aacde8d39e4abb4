package org.hyparview.cluster.protocol.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.registry.RegistryEvent.MetadataChanged;
import org.hyparview.cluster.protocol.registry.RegistryEvent.NodeInfoChanged;
import org.hyparview.cluster.protocol.registry.RegistryEvent.RegistrationAdded;
import org.hyparview.cluster.protocol.registry.RegistryEvent.RegistrationRemoved;
import org.hyparview.protocol.machine.Outbox;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/** The record of one node. Each change of it is reported. */
final class NodeRecord {

  private final int maxRegistrations;
  private final Outbox<Registry.Host> outbox;
  private final SortedMap<Long, String> registrations = new TreeMap<>();
  private final RecordOp.Handler handler = new Ops();

  private Peer owner;
  private Stamp stamp;
  private @Nullable Bytes info;
  private @Nullable Bytes metadata;

  /** An empty record. */
  NodeRecord(Peer owner, Stamp stamp, int maxRegistrations, Outbox<Registry.Host> outbox) {
    this.owner = owner;
    this.stamp = stamp;
    this.maxRegistrations = maxRegistrations;
    this.outbox = outbox;
  }

  Peer owner() {
    return owner;
  }

  PeerId id() {
    return owner.id();
  }

  Stamp stamp() {
    return stamp;
  }

  /** Returns the node's info, or null before it has set one. */
  @Nullable
  Bytes info() {
    return info;
  }

  @Nullable
  Bytes metadata() {
    return metadata;
  }

  SortedMap<Long, String> registrations() {
    return Collections.unmodifiableSortedMap(registrations);
  }

  boolean isFull() {
    return registrations.size() >= maxRegistrations;
  }

  /** Changes the stamp of a record with the same content. */
  void restamp(Peer newOwner, Stamp newStamp) {
    owner = newOwner;
    stamp = newStamp;
  }

  /** Applies an operation of the owner. */
  void apply(RecordOp op) {
    stamp = stamp.plus(1);
    op.dispatch(handler);
  }

  /** Replaces the content by that of these operations. Only differences are reported. */
  void replace(Peer newOwner, Stamp newStamp, List<RecordOp> ops) {
    NodeRecord other = new NodeRecord(newOwner, newStamp, maxRegistrations, new Outbox<>());
    ops.forEach(op -> op.dispatch(other.handler));
    restamp(newOwner, newStamp);
    if (other.info != null) {
      setInfo(other.info);
    }
    if (other.metadata != null) {
      setMetadata(other.metadata);
    }
    for (Map.Entry<Long, String> old : List.copyOf(registrations.entrySet())) {
      if (!old.getValue().equals(other.registrations.get(old.getKey()))) {
        remove(old.getKey());
      }
    }
    other.registrations.forEach(this::add);
  }

  /** Empties the record of a departed node: its registrations are removed one after the other. */
  void clear() {
    List.copyOf(registrations.keySet()).forEach(this::remove);
  }

  /** Returns the operations that build this record from an empty one. */
  List<RecordOp> toOps() {
    List<RecordOp> ops = new ArrayList<>(registrations.size() + 2);
    if (info != null) {
      ops.add(new RecordOp.SetNodeInfo(info));
    }
    if (metadata != null) {
      ops.add(new RecordOp.SetMetadata(metadata));
    }
    registrations.forEach((seq, address) -> ops.add(new RecordOp.AddRegistration(seq, address)));
    return ops;
  }

  /** The handler of the operations of the owner. */
  private final class Ops implements RecordOp.Handler {

    @Override
    public void onSetNodeInfo(RecordOp.SetNodeInfo op) {
      setInfo(op.info());
    }

    @Override
    public void onSetMetadata(RecordOp.SetMetadata op) {
      setMetadata(op.metadata());
    }

    @Override
    public void onAddRegistration(RecordOp.AddRegistration op) {
      String old = registrations.get(op.seq());
      if (old != null && !old.equals(op.address())) {
        remove(op.seq());
      }
      add(op.seq(), op.address());
    }

    @Override
    public void onRemoveRegistration(RecordOp.RemoveRegistration op) {
      remove(op.seq());
    }
  }

  private void setInfo(Bytes newInfo) {
    if (!newInfo.equals(info)) {
      info = newInfo;
      report(new NodeInfoChanged(id(), newInfo));
    }
  }

  private void setMetadata(Bytes newMetadata) {
    if (!newMetadata.equals(metadata)) {
      metadata = newMetadata;
      report(new MetadataChanged(id(), newMetadata));
    }
  }

  private void add(long seq, String address) {
    if (!isFull() && registrations.putIfAbsent(seq, address) == null) {
      report(new RegistrationAdded(id(), seq, address));
    }
  }

  private void remove(long seq) {
    String address = registrations.remove(seq);
    if (address != null) {
      report(new RegistrationRemoved(id(), seq, address));
    }
  }

  private void report(RegistryEvent event) {
    outbox.add(event);
  }
}
