/** Searches for the best choice among the faces of a group. */
@NullMarked
package io.facequality.select.internal.search;

import org.jspecify.annotations.NullMarked;
