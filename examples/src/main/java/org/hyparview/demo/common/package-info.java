/** Parts that several commands of the demo share. */
@NullMarked
package org.hyparview.demo.common;

import org.jspecify.annotations.NullMarked;
