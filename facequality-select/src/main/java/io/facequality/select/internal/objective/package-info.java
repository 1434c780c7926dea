/** The library's objectives, and what they compute from. */
@NullMarked
package io.facequality.select.internal.objective;

import org.jspecify.annotations.NullMarked;
