package org.hyparview.cluster.protocol.registry;

import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.protocol.machine.Output;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * An event of the registry: a change in the cluster, for the user.
 *
 * <p>Events are in order: of one node {@link NodeUp} comes first, then its info and registrations,
 * then the removal of each registration that it still has, then {@link NodeDown}. They are reported
 * before any other node is notified that this one has applied them.
 */
public sealed interface RegistryEvent extends Output<RegistryEvent.Host> {

  /** A host of the registry, or of a machine that contains it. */
  interface Host {

    /** This has happened: tell the user. */
    void onEvent(RegistryEvent event);
  }

  @Override
  default void passTo(Host host) {
    host.onEvent(this);
  }

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  /** The handler of events, with one method per kind, so that a forgotten kind doesn't compile. */
  interface Handler {
    void onJoined(Joined event);

    void onNodeUp(NodeUp event);

    void onNodeDown(NodeDown event);

    void onNodeInfoChanged(NodeInfoChanged event);

    void onMetadataChanged(MetadataChanged event);

    void onRegistrationAdded(RegistrationAdded event);

    void onRegistrationRemoved(RegistrationRemoved event);

    void onEntryChanged(EntryChanged event);

    void onCompleted(Completed event);

    void onReturned(Returned event);

    void onLeft(Left event);
  }

  /**
   * This node has the state of the cluster, and the cluster knows this node: all nodes that it can
   * reach have acknowledged its record, or their time is over. Reported once.
   */
  record Joined() implements RegistryEvent {
    @Override
    public void dispatch(Handler handler) {
      handler.onJoined(this);
    }
  }

  /** Another node is in the cluster; its info, if it has one, follows. Never this node itself. */
  record NodeUp(Peer node) implements RegistryEvent {
    @Override
    public void dispatch(Handler handler) {
      handler.onNodeUp(this);
    }
  }

  /** Another node is no longer in the cluster; all its registrations have been removed. */
  record NodeDown(Peer node, DownReason reason) implements RegistryEvent {
    @Override
    public void dispatch(Handler handler) {
      handler.onNodeDown(this);
    }
  }

  /** The info of a node, this node included, was set or changed. */
  record NodeInfoChanged(PeerId node, Bytes info) implements RegistryEvent {
    @Override
    public void dispatch(Handler handler) {
      handler.onNodeInfoChanged(this);
    }
  }

  /** The metadata of a node, this node included, was set or changed. */
  record MetadataChanged(PeerId node, Bytes metadata) implements RegistryEvent {
    @Override
    public void dispatch(Handler handler) {
      handler.onMetadataChanged(this);
    }
  }

  /** A handler, possibly of this node, was registered at an address. */
  record RegistrationAdded(PeerId owner, long seq, String address) implements RegistryEvent {
    @Override
    public void dispatch(Handler handler) {
      handler.onRegistrationAdded(this);
    }
  }

  /** A handler, possibly of this node, is no longer registered at an address. */
  record RegistrationRemoved(PeerId owner, long seq, String address) implements RegistryEvent {
    @Override
    public void dispatch(Handler handler) {
      handler.onRegistrationRemoved(this);
    }
  }

  /**
   * An entry of a replicated map has another value.
   *
   * @param value the value, or null if the entry was removed
   */
  record EntryChanged(String map, Bytes key, @Nullable Bytes value) implements RegistryEvent {
    @Override
    public void dispatch(Handler handler) {
      handler.onEntryChanged(this);
    }
  }

  /** The outcome of a change that this node made. Each ticket is completed once. */
  record Completed(long ticket, Outcome outcome) implements RegistryEvent {
    @Override
    public void dispatch(Handler handler) {
      handler.onCompleted(this);
    }
  }

  /**
   * The cluster, or a part of it, declared this node dead; it has announced itself again, with its
   * whole record.
   *
   * @param self this node in its new incarnation
   */
  record Returned(Peer self) implements RegistryEvent {
    @Override
    public void dispatch(Handler handler) {
      handler.onReturned(this);
    }
  }

  /** All that is possible for a graceful leave is done; the overlay may be left. Reported once. */
  record Left() implements RegistryEvent {
    @Override
    public void dispatch(Handler handler) {
      handler.onLeft(this);
    }
  }

  /** The outcome of a change. */
  enum Outcome {
    /** Every reachable node has applied it. */
    ACKNOWLEDGED,
    /** Not all nodes have acknowledged in time; those that are reachable will receive it. */
    TIMED_OUT,
    /** This node left before. */
    LEFT
  }
}
