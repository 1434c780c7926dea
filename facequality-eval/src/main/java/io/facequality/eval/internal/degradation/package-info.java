/** How pictures of faces are degraded. For the modules of this library, not for users. */
@NullMarked
package io.facequality.eval.internal.degradation;

import org.jspecify.annotations.NullMarked;
