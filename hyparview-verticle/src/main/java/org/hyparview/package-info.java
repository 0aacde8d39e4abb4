/** The user API: the verticle, its options, its typed client and its events. */
@NullMarked
package org.hyparview;

import org.jspecify.annotations.NullMarked;
