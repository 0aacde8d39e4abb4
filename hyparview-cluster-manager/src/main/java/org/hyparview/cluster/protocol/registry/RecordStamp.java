package org.hyparview.cluster.protocol.registry;

import org.hyparview.protocol.peer.PeerId;

/** The stamp of a state of one node's record. */
public record RecordStamp(PeerId id, Stamp stamp) {}
