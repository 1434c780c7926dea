/** Plans: what is kept and dropped, and why; written, read, and applied. */
@NullMarked
package io.facequality.plan;

import org.jspecify.annotations.NullMarked;
