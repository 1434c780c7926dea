/** Training: losses, heads, students. */
@NullMarked
package io.facequality.distill.internal.training;

import org.jspecify.annotations.NullMarked;
