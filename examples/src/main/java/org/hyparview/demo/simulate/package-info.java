/** The command {@code simulate}: thousands of nodes in virtual time. */
@NullMarked
package org.hyparview.demo.simulate;

import org.jspecify.annotations.NullMarked;
