/** Labels and training of quality models. */
@NullMarked
package io.facequality.distill;

import org.jspecify.annotations.NullMarked;
