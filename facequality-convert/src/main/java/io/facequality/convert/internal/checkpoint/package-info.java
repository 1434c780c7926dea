/** Named tensors from the files that training leaves behind. Nothing in such a file is executed. */
@NullMarked
package io.facequality.convert.internal.checkpoint;

import org.jspecify.annotations.NullMarked;
