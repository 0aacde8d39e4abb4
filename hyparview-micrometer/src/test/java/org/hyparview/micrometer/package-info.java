/** Tests. */
@NullMarked
package org.hyparview.micrometer;

import org.jspecify.annotations.NullMarked;
