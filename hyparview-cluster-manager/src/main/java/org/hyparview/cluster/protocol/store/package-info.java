/** What a group of replicas agrees on: maps, counters, locks and the sessions of who uses them. */
@NullMarked
package org.hyparview.cluster.protocol.store;

import org.jspecify.annotations.NullMarked;
