/** The runnable demo jar: its entry point, and a node to run by hand. */
@NullMarked
package org.hyparview.demo;

import org.jspecify.annotations.NullMarked;
