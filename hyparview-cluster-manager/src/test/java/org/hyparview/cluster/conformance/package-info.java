/** Vert.x's own conformance classes, with nothing ignored, patched or slowed down. */
package org.hyparview.cluster.conformance;
