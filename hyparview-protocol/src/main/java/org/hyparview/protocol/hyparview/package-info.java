/** The HyParView membership machine: partial views kept by pure state transitions. */
@NullMarked
package org.hyparview.protocol.hyparview;

import org.jspecify.annotations.NullMarked;
