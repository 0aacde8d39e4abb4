/** Options: their declarations and checks, and their conversion to and from JSON. */
@NullMarked
package org.hyparview.options;

import org.jspecify.annotations.NullMarked;
