/** The experiments of the papers, repeated with the machines that ship. */
@NullMarked
package org.hyparview.benchmarks.paper;

import org.jspecify.annotations.NullMarked;
