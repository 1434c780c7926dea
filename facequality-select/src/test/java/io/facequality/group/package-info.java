/** Tests of the grouping: properties against plain double loops, hostile input, and pictures made in memory. */
@NullMarked
package io.facequality.group;

import org.jspecify.annotations.NullMarked;
