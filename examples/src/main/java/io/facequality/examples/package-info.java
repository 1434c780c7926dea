/** Examples, each a small program of its own. */
@NullMarked
package io.facequality.examples;

import org.jspecify.annotations.NullMarked;
