@NullMarked
package io.facequality.eval.internal.degradation;

import org.jspecify.annotations.NullMarked;
