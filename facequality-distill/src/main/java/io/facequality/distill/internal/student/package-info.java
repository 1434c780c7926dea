/** The networks that are trained, their first weights, and their export. */
@NullMarked
package io.facequality.distill.internal.student;

import org.jspecify.annotations.NullMarked;
