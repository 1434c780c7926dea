/** Finding people among faces: evidence for one person, candidates, constraints, and the clustering. */
@NullMarked
package io.facequality.group.internal.people;

import org.jspecify.annotations.NullMarked;
