/** The roster: what the registry's events say about the members, as users see it. */
@NullMarked
package org.hyparview.cluster.roster;

import org.jspecify.annotations.NullMarked;
