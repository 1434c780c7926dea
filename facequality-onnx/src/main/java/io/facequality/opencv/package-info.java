/** Decoding, resizing, detecting and aligning on OpenCV. */
@NullMarked
package io.facequality.opencv;

import org.jspecify.annotations.NullMarked;
