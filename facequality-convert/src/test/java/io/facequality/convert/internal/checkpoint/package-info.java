@NullMarked
package io.facequality.convert.internal.checkpoint;

import org.jspecify.annotations.NullMarked;
