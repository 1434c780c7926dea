/** Arguments and options of all commands that read pictures. */
@NullMarked
package io.facequality.cli.internal.pictures;

import org.jspecify.annotations.NullMarked;
