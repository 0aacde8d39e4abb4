/** How options are checked, and how they become JSON and come from it. */
@NullMarked
package org.hyparview.options;

import org.jspecify.annotations.NullMarked;
