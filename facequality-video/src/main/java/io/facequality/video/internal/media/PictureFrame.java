package io.facequality.video.internal.media;

import io.facequality.Image;
import java.time.Duration;

/**
 * A frame whose pixels are there already. It holds no native memory.
 *
 * @param time when it is shown
 * @param image its pixels
 */
public record PictureFrame(Duration time, Image image) implements Frame {

    @Override
    public LumaGrid luma() {
        return LumaGrid.of(image);
    }

    @Override
    public void close() {}
}
