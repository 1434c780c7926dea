/** What a quality report says of a face, from pixels and landmarks alone; nothing here is for users. */
@NullMarked
package io.facequality.images.internal.quality;

import org.jspecify.annotations.NullMarked;
