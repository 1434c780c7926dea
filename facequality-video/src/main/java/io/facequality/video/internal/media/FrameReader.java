package io.facequality.video.internal.media;

import java.time.Duration;
import java.util.Optional;

/** Gives frames in the order in which they are shown. Not safe to share between threads. */
public interface FrameReader extends AutoCloseable {

    /** The next frame, which the caller closes; empty at the end. */
    Optional<Frame> next();

    /**
     * Says that nobody wants a frame before some time, so that a reader that can skip does.
     *
     * @param time where to go on, later than the last frame
     */
    default void skipTo(Duration time) {}

    /** How many packets or frames were damaged so far, and skipped. */
    default long damaged() {
        return 0;
    }

    /** Why the frames ended before the video's end. */
    default Optional<String> brokenOff() {
        return Optional.empty();
    }

    @Override
    void close();
}
