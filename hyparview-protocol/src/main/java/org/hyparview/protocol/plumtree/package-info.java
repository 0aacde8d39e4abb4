/** The Plumtree broadcast machine: epidemic broadcast trees, with acknowledgements. */
@NullMarked
package org.hyparview.protocol.plumtree;

import org.jspecify.annotations.NullMarked;
