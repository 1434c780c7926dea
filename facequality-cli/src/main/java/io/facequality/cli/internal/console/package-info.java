/** What stands between the commands and the terminal: output, progress, exit codes. */
@NullMarked
package io.facequality.cli.internal.console;

import org.jspecify.annotations.NullMarked;
