/**
 * The state machine that a group of replicas agrees on: maps, counters, locks and the sessions of
 * their users.
 */
@NullMarked
package org.hyparview.cluster.protocol.store;

import org.jspecify.annotations.NullMarked;
