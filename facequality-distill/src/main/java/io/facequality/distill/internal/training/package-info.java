/** The trainings of heads and students. */
@NullMarked
package io.facequality.distill.internal.training;

import org.jspecify.annotations.NullMarked;
