/** The identity of nodes: the names by which certificates say which node has them. */
@NullMarked
package org.hyparview.transport.identity;

import org.jspecify.annotations.NullMarked;
