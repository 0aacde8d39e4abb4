/** Suspicion of members, refutation, and the declaration of death. */
@NullMarked
package org.hyparview.cluster.protocol.failure;

import org.jspecify.annotations.NullMarked;
