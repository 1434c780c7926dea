/** The commands for making models. */
@NullMarked
package io.facequality.distill.command;

import org.jspecify.annotations.NullMarked;
