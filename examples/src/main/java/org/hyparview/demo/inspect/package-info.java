/** The commands of the demo jar that look at running clusters. */
@NullMarked
package org.hyparview.demo.inspect;

import org.jspecify.annotations.NullMarked;
