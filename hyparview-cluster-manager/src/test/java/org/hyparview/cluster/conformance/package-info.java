/**
 * Test classes of Vert.x, Vert.x Web and Vert.x Service Discovery as they are published, on this
 * project's manager, with nothing ignored, patched or slowed down. CONTRIBUTING.md lists them.
 */
package org.hyparview.cluster.conformance;
