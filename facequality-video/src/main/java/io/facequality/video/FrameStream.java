package io.facequality.video;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.Image;
import io.facequality.video.internal.media.PictureFrame;
import io.facequality.video.internal.tracks.Following;
import java.time.Duration;
import java.util.Optional;

/**
 * Frames that the caller pushes, as from a camera. A track is handed over when it ends, so that a stream may go on for
 * ever; memory does not grow with its length, apart from a few KB for each track that {@link #end} gives back. Not safe to share
 * between threads.
 */
public final class FrameStream implements AutoCloseable {

    private final String name;
    private final Following following;
    private final Following.Intake intake;
    private Duration last = Duration.ofNanos(-1);

    FrameStream(String name, Following following) {
        this.name = name;
        this.following = following;
        this.intake = following.intake();
    }

    /**
     * Takes a frame. Most are only noted; once for each coarse step this looks at those that were held back, and takes as
     * long as that takes.
     *
     * @param frame the pixels
     * @param time when it is shown, from the stream's start; later than the last frame
     * @throws InvalidInputException if it is not later
     */
    public void accept(Image frame, Duration time) {
        if (time.compareTo(last) <= 0) {
            throw InvalidInputException.ofValue(name, "a time later than " + last, time);
        }
        last = time;
        intake.accept(new PictureFrame(time, frame));
    }

    /**
     * Ends all tracks.
     *
     * @return what came of the stream
     */
    public Footage end() {
        return following.end(Optional.empty(), 0, Optional.empty());
    }

    /** Lets go what was held back; idempotent. Tracks that have not ended are lost. */
    @Override
    public void close() {
        following.close();
    }
}
