/** How figures are measured. Not for users. */
@NullMarked
package io.facequality.eval.internal;

import org.jspecify.annotations.NullMarked;
