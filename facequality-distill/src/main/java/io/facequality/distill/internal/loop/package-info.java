/** The loop of steps and epochs, with checkpoints, whatever is trained. */
@NullMarked
package io.facequality.distill.internal.loop;

import org.jspecify.annotations.NullMarked;
