package org.hyparview.protocol.peer;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One life of a node: its id, the incarnation of this life, and where it can be dialed.
 *
 * <p>Two peers are {@linkplain #equals equal} when all three agree, and are {@linkplain #sameNode
 * the same node} when their ids agree. Of two lives of one node the one with the higher incarnation
 * is the later. Immutable and safe for use by any thread.
 */
public final class Peer {

  private final PeerId id;
  private final long incarnation;
  private final PeerAddress address;

  /** That of the id, kept here so that the id need not be fetched to tell two nodes apart. */
  private final int hash;

  /**
   * A peer.
   *
   * @param id the node
   * @param incarnation which life of the node, 0 or more; by convention the wall-clock milliseconds
   *     of its start
   * @param address where other nodes dial it
   * @throws IllegalArgumentException if the incarnation is negative
   */
  public Peer(PeerId id, long incarnation, PeerAddress address) {
    if (incarnation < 0) {
      throw new IllegalArgumentException(
          "An incarnation must not be negative, but is " + incarnation);
    }
    this.id = Objects.requireNonNull(id, "id");
    this.incarnation = incarnation;
    this.address = Objects.requireNonNull(address, "address");
    this.hash = id.hashCode();
  }

  /** The node. */
  public PeerId id() {
    return id;
  }

  /** Which life of the node. */
  public long incarnation() {
    return incarnation;
  }

  /** Where the node can be dialed. */
  public PeerAddress address() {
    return address;
  }

  /** The host of {@link #address()}. */
  public String host() {
    return address.host();
  }

  /** The port of {@link #address()}. */
  public int port() {
    return address.port();
  }

  /** Whether the other peer is some life of the same node. */
  public boolean sameNode(Peer other) {
    return hash == other.hash && id.equals(other.id);
  }

  /** Whether this is a later life than the other peer, which must be the same node. */
  public boolean isLaterThan(Peer other) {
    return incarnation > other.incarnation;
  }

  /** This node at this address in another life. */
  public Peer withIncarnation(long other) {
    return new Peer(id, other, address);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Peer that
            && incarnation == that.incarnation
            && sameNode(that)
            && address.equals(that.address));
  }

  /** The hash of the id, whatever the life: a node has few lives, and seldom two at a time. */
  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return id + "@" + address;
  }
}
