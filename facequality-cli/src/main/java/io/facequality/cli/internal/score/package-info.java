/** The commands that give something for each face: score, embed, label. */
@NullMarked
package io.facequality.cli.internal.score;

import org.jspecify.annotations.NullMarked;
