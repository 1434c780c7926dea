/** Frames into tracks: which frames are looked at, who is followed, which shots are kept. Pure Java. */
@NullMarked
package io.facequality.video.internal.tracks;

import org.jspecify.annotations.NullMarked;
