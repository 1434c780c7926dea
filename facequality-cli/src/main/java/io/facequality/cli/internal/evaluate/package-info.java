/** The commands that measure: evaluate, calibrate. */
@NullMarked
package io.facequality.cli.internal.evaluate;

import org.jspecify.annotations.NullMarked;
