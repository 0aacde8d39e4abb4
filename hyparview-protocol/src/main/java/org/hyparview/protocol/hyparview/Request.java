package org.hyparview.protocol.hyparview;

import org.hyparview.protocol.hyparview.HyParViewMessage.Priority;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/** A pending request for a neighbor. It holds a slot and has a deadline. */
final class Request {

  /** The purpose of the requested neighbor. */
  enum Purpose {
    /** To enter the overlay through it, by {@link HyParViewMessage.Join}. */
    JOIN,
    /** To fill a free slot. */
    FILL,
    /** To fill one of several free slots after all have refused; the one asked makes room. */
    INSIST,
    /** To admit a new node at the end of its walk; another neighbor makes room if necessary. */
    ADMIT,
    /** To connect two components; another neighbor makes room if necessary. */
    HEAL
  }

  /** The progress of a request. */
  enum State {
    /** Its link is being opened. */
    CONNECTING,
    /** It was sent. */
    ASKED,
    /** The peer has asked at the same moment, and its request goes ahead. */
    EXPECTED
  }

  static final long NO_LINK = Long.MIN_VALUE;

  final long number;
  final Purpose purpose;
  final PeerAddress address;
  final long deadline;
  private @Nullable Peer peer;
  private long link = NO_LINK;
  private State state = State.CONNECTING;
  private Priority priority = Priority.LOW;

  private Request(
      long number, Purpose purpose, PeerAddress address, @Nullable Peer peer, long deadline) {
    this.number = number;
    this.purpose = purpose;
    this.address = address;
    this.peer = peer;
    this.deadline = deadline;
  }

  static Request join(long number, PeerAddress contact, long deadline) {
    return new Request(number, Purpose.JOIN, contact, null, deadline);
  }

  static Request neighbor(long number, Purpose purpose, Peer peer, long deadline) {
    return new Request(number, purpose, peer.address(), peer, deadline);
  }

  /** The requested peer; a contact's is unknown before the connection. */
  @Nullable
  Peer peer() {
    return peer;
  }

  @Nullable
  PeerId peerId() {
    return peer == null ? null : peer.id();
  }

  boolean isTo(Peer other) {
    return peer != null && peer.sameNode(other);
  }

  long link() {
    return link;
  }

  State state() {
    return state;
  }

  Priority priority() {
    return priority;
  }

  void ask(Peer asked, long over, Priority with) {
    peer = asked;
    link = over;
    priority = with;
    state = State.ASKED;
  }

  void expect() {
    link = NO_LINK;
    state = State.EXPECTED;
  }

  /** Returns whether this is a dial of a contact, which has not been asked yet. */
  boolean isContactDial() {
    return purpose == Purpose.JOIN && state == State.CONNECTING;
  }

  /** Returns whether the request has high priority even at a node that has neighbors. */
  boolean isPressing() {
    return purpose == Purpose.INSIST || purpose == Purpose.HEAL;
  }

  boolean isUrgent() {
    return state == State.ASKED && priority == Priority.HIGH;
  }

  /** Returns whether its acceptance may evict another neighbor. */
  boolean mayEvict() {
    return purpose == Purpose.JOIN || purpose == Purpose.ADMIT || purpose == Purpose.HEAL;
  }
}
