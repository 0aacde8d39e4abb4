/** Finds contacts: nodes of the same cluster that a new one can ask to be let in. */
@NullMarked
package org.hyparview.cluster.discovery;

import org.jspecify.annotations.NullMarked;
