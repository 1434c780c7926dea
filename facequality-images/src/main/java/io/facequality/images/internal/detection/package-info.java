/** From a picture to its faces: networks propose places, the landmark network looks again, a calibration says how sure. */
@NullMarked
package io.facequality.images.internal.detection;

import org.jspecify.annotations.NullMarked;
