/** What users of the cluster manager import. */
@NullMarked
package org.hyparview.cluster;

import org.jspecify.annotations.NullMarked;
