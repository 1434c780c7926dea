/** The command line: wiring, no logic. */
@NullMarked
package io.facequality.cli;

import org.jspecify.annotations.NullMarked;
