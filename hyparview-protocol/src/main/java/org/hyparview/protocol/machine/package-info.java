/** What every pure machine shares: the Machine interface and the outbox. */
@NullMarked
package org.hyparview.protocol.machine;

import org.jspecify.annotations.NullMarked;
