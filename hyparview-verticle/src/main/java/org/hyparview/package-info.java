/** What users import: the verticle, its options, its typed client and the shapes of its events. */
@NullMarked
package org.hyparview;

import org.jspecify.annotations.NullMarked;
