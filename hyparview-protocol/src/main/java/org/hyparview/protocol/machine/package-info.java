/** The common parts of every pure machine: the Machine interface, outputs and the outbox. */
@NullMarked
package org.hyparview.protocol.machine;

import org.jspecify.annotations.NullMarked;
