/** What tests of all modules do with the processes and ports of this machine. */
@NullMarked
package org.hyparview.host;

import org.jspecify.annotations.NullMarked;
