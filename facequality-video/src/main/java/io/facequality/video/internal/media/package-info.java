/** Files into frames: everything that names FFmpeg, and what the rest knows of it. */
@NullMarked
package io.facequality.video.internal.media;

import org.jspecify.annotations.NullMarked;
