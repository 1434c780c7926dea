/** Similarity search; nothing here is for users. */
@NullMarked
package io.facequality.group.internal;

import org.jspecify.annotations.NullMarked;
