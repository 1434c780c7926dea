/**
 * Video and streams in, best shots out: {@link io.facequality.video.BestShots} follows every face and keeps the best
 * few of each person.
 */
@NullMarked
package io.facequality.video;

import org.jspecify.annotations.NullMarked;
