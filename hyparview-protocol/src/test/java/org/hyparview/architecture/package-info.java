/** Rules that the architecture tests of all modules share. */
@NullMarked
package org.hyparview.architecture;

import org.jspecify.annotations.NullMarked;
