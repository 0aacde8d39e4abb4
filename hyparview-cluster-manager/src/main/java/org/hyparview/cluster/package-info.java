/** The API of the cluster manager. */
@NullMarked
package org.hyparview.cluster;

import org.jspecify.annotations.NullMarked;
