/** Objectives and searches; nothing here is for users. */
@NullMarked
package io.facequality.select.internal;

import org.jspecify.annotations.NullMarked;
