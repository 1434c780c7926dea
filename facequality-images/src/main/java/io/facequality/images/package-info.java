/** Decoding, resizing, detecting and aligning on OpenCV. */
@NullMarked
package io.facequality.images;

import org.jspecify.annotations.NullMarked;
