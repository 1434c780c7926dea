/** The commands that choose among faces and act on the choice: select, dedupe, review, findings, apply, demo. */
@NullMarked
package io.facequality.cli.internal.select;

import org.jspecify.annotations.NullMarked;
