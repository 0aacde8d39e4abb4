package org.hyparview.cluster.protocol.registry;

import org.hyparview.protocol.peer.PeerId;

/** Which state of which node's record. */
public record RecordStamp(PeerId id, Stamp stamp) {}
