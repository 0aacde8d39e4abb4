/** The client of inspection: looks at running nodes and clusters without becoming a member. */
@NullMarked
package org.hyparview.inspect;

import org.jspecify.annotations.NullMarked;
