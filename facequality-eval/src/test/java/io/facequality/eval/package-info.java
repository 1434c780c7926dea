@NullMarked
package io.facequality.eval;

import org.jspecify.annotations.NullMarked;
