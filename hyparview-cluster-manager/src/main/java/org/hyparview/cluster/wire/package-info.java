/** The binary form of the messages of the cluster's machines. */
@NullMarked
package org.hyparview.cluster.wire;

import org.jspecify.annotations.NullMarked;
