/** The local page on which a person looks at a plan, corrects it and applies it. */
@NullMarked
package io.facequality.review;

import org.jspecify.annotations.NullMarked;
