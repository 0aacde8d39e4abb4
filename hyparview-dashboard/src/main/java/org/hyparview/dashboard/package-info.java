/** A verticle that serves a page on a running cluster. */
@NullMarked
package org.hyparview.dashboard;

import org.jspecify.annotations.NullMarked;
