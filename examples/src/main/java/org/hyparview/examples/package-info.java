/**
 * Small programs, each of which shows one thing that a user wants: run one, read it from the top,
 * and copy what you need. They use nothing of the {@linkplain org.hyparview.demo demo}.
 */
@NullMarked
package org.hyparview.examples;

import org.jspecify.annotations.NullMarked;
