/** The commands that this room adds to the command line. */
@NullMarked
package io.facequality.distill.command;

import org.jspecify.annotations.NullMarked;
