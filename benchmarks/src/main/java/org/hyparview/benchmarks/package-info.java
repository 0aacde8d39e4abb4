/** Micro-benchmarks: the membership machine, and its messages as bytes. */
@NullMarked
package org.hyparview.benchmarks;

import org.jspecify.annotations.NullMarked;
