/** Training: losses, heads, students. */
@NullMarked
package io.facequality.distill.training;

import org.jspecify.annotations.NullMarked;
