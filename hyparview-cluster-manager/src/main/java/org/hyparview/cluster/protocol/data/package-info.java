/** What the machines of a cluster have in common: values that mean nothing to them. */
@NullMarked
package org.hyparview.cluster.protocol.data;

import org.jspecify.annotations.NullMarked;
