/** The losses and their gradients. */
@NullMarked
package io.facequality.distill.internal.loss;

import org.jspecify.annotations.NullMarked;
