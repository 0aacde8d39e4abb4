package org.hyparview.cluster;

import io.vertx.core.MultiMap;

/**
 * A broadcast that was delivered at this node.
 *
 * @param topic the topic under which it was sent
 * @param body a Buffer, a String or a JsonObject, of its own for each handler
 * @param origin the id of the node that sent it
 * @param hops the number of links that it crossed, 0 at its origin
 * @param headers those of the message, if it was sent by the event bus
 * @param <T> the type of the body
 */
public record ClusterBroadcast<T>(
    String topic, T body, String origin, int hops, MultiMap headers) {}
