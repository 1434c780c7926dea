/** Linkage of close pairs into groups, and the check of labels; nothing here is for users. */
@NullMarked
package io.facequality.group.internal;

import org.jspecify.annotations.NullMarked;
