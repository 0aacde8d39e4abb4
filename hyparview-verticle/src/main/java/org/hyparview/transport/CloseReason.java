package org.hyparview.transport;

/** The reason why a link ended or was never opened; each is counted. */
public enum CloseReason {
  /** This end had no more use for it. */
  UNUSED,
  /** The other end closed it. */
  CLOSED_BY_PEER,
  /** The connection broke. */
  CONNECTION_LOST,
  /** Nobody accepts connections at the address, or it can't be resolved or reached. */
  CONNECT_FAILED,
  /** The connection was not made in time. */
  CONNECT_TIMEOUT,
  /** The other end did not introduce itself in time. */
  HELLO_TIMEOUT,
  /** The first bytes are not a hello. */
  BAD_HELLO,
  /** The other end belongs to another cluster. */
  WRONG_CLUSTER,
  /** The two ends have no version of the protocol in common. */
  WRONG_VERSION,
  /** Another node than the expected one answered. */
  WRONG_PEER,
  /** The certificate of the other end doesn't name the node that it says it is. */
  WRONG_IDENTITY,
  /** The other end is this node itself, or bears its id. */
  SELF,
  /** Too many links are open already that nobody relies on. */
  TOO_MANY_LINKS,
  /** The node doesn't let this inspector in; see {@link LinkOptions#setInspection}. */
  INSPECTION_REFUSED,
  /** A frame is longer than this end accepts. */
  FRAME_TOO_LARGE,
  /** A frame or message can't be decoded. */
  BAD_FRAME,
  /** The other end has been silent for too long. */
  HEARTBEAT_TIMEOUT,
  /** Only one end relies on the link. */
  ONE_SIDED,
  /** The other end does not read fast enough. */
  OVERFLOW,
  /** Nobody relies on the link and nothing was sent on it for some time. */
  IDLE,
  /** The transport was stopped. */
  STOPPED
}
