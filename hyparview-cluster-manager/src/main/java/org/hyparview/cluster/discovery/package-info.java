/** Discovery of contacts: nodes of the same cluster through which a new one can join. */
@NullMarked
package org.hyparview.cluster.discovery;

import org.jspecify.annotations.NullMarked;
