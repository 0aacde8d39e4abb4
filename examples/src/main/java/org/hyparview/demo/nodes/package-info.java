/** Groups of overlay nodes in this process and in others that can be killed. */
@NullMarked
package org.hyparview.demo.nodes;

import org.jspecify.annotations.NullMarked;
