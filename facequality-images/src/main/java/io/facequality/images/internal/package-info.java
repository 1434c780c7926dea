/** How pictures are read and faces found; nothing here is for users. */
@NullMarked
package io.facequality.images.internal;

import org.jspecify.annotations.NullMarked;
