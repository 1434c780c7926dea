/** PyTorch: the only package that names it. */
@NullMarked
package io.facequality.distill.internal.torch;

import org.jspecify.annotations.NullMarked;
