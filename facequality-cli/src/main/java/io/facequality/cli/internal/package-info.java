/** The commands, and how they are run; wiring, no logic. */
@NullMarked
package io.facequality.cli.internal;

import org.jspecify.annotations.NullMarked;
