/** Examples. Each is a small program. */
@NullMarked
package io.facequality.examples;

import org.jspecify.annotations.NullMarked;
