/** Finding the close pairs among many faces or pictures. */
@NullMarked
package io.facequality.group.internal.search;

import org.jspecify.annotations.NullMarked;
