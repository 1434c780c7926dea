package io.facequality.video.internal.media;

import io.facequality.Image;
import java.time.Duration;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;

/** A frame as the decoder gave it. It must be converted before its reader is closed. */
final class DecodedFrame implements Frame {

    private final AVFrame frame;
    private final Duration time;
    private final PixelConverter converter;
    private boolean closed;

    DecodedFrame(AVFrame frame, Duration time, PixelConverter converter) {
        this.frame = frame;
        this.time = time;
        this.converter = converter;
    }

    @Override
    public Duration time() {
        return time;
    }

    @Override
    public LumaGrid luma() {
        return LumaGrid.of(frame);
    }

    @Override
    public Image image() {
        return converter.convert(frame);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            avutil.av_frame_free(frame);
        }
    }
}
