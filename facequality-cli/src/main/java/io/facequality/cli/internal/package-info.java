/** The program: it finds the command that is asked for and runs it. The commands are in packages by subject. */
@NullMarked
package io.facequality.cli.internal;

import org.jspecify.annotations.NullMarked;
