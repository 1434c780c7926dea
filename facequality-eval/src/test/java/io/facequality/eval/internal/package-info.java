@NullMarked
package io.facequality.eval.internal;

import org.jspecify.annotations.NullMarked;
