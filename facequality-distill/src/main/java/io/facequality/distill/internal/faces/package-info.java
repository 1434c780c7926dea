/** What a training learns from: crops, their variants, the teacher, labels. */
@NullMarked
package io.facequality.distill.internal.faces;

import org.jspecify.annotations.NullMarked;
