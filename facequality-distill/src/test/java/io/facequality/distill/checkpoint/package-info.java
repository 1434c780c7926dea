@NullMarked
package io.facequality.distill.checkpoint;

import org.jspecify.annotations.NullMarked;
