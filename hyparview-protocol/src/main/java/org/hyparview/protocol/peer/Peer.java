package org.hyparview.protocol.peer;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One incarnation of a node: its id, the incarnation number and the address to dial.
 *
 * <p>Two peers are {@linkplain #equals equal} when all three agree, and are {@linkplain #sameNode
 * the same node} when their ids agree. Of two incarnations of one node the higher number is the
 * later. Immutable and safe for use by any thread.
 */
public final class Peer {

  private final PeerId id;
  private final long incarnation;
  private final PeerAddress address;

  /** The hash of the id, stored here so that comparing two nodes need not fetch the ids. */
  private final int hash;

  /**
   * Creates a peer.
   *
   * @param id the node
   * @param incarnation the incarnation of the node, 0 or more; by convention the wall-clock
   *     milliseconds of its start
   * @param address the address that other nodes dial
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

  /** Returns the node's id. */
  public PeerId id() {
    return id;
  }

  /** Returns the node's incarnation. */
  public long incarnation() {
    return incarnation;
  }

  /** Returns the address that other nodes dial. */
  public PeerAddress address() {
    return address;
  }

  /** Returns the host of {@link #address()}. */
  public String host() {
    return address.host();
  }

  /** Returns the port of {@link #address()}. */
  public int port() {
    return address.port();
  }

  /** Returns whether the other peer is an incarnation of the same node. */
  public boolean sameNode(Peer other) {
    return hash == other.hash && id.equals(other.id);
  }

  /**
   * Returns whether this is a later incarnation than the other peer, which must be the same node.
   */
  public boolean isLaterThan(Peer other) {
    return incarnation > other.incarnation;
  }

  /** Returns this node at this address in another incarnation. */
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

  /** Returns the hash of the id alone: a node has few incarnations, and seldom two at a time. */
  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return id + "@" + address;
  }
}
