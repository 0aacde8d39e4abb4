/** The demo jar: overlays to watch, a node to run by hand, and the program of the README. */
@NullMarked
package org.hyparview.examples;

import org.jspecify.annotations.NullMarked;
