/** The keys and certificates that are derived from a secret that the nodes of a cluster share. */
@NullMarked
package org.hyparview.transport.secret;

import org.jspecify.annotations.NullMarked;
