package io.facequality.video.internal.media;

import io.facequality.Image;
import java.time.Duration;

/** One frame of a video. It holds native memory until it is closed; closing is idempotent. */
public interface Frame extends AutoCloseable {

    /** When it is shown, from the start. */
    Duration time();

    /** What it looks like from afar, cheap to get. */
    LumaGrid luma();

    /** Its pixels, upright, in sRGB; converted at each call, or at the first one. */
    Image image();

    @Override
    void close();
}
