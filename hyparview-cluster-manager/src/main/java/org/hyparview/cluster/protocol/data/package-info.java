/** The common values of a cluster's machines, opaque to them. */
@NullMarked
package org.hyparview.cluster.protocol.data;

import org.jspecify.annotations.NullMarked;
