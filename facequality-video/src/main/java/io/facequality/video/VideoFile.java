package io.facequality.video;

import io.facequality.FaceQualityException.Problem;
import io.facequality.Image;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection.Cause;
import io.facequality.video.internal.media.VideoReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/** A video file: what it says about itself, and single frames of it. Immutable; holds nothing open. */
public final class VideoFile {

    private final Path path;
    private final VideoLimits limits;

    private VideoFile(Path path, VideoLimits limits) {
        this.path = Objects.requireNonNull(path, "path");
        this.limits = Objects.requireNonNull(limits, "limits");
    }

    /**
     * Names a file, which is opened when something is asked of it.
     *
     * @param path the file
     * @return it, with the usual limits
     */
    public static VideoFile of(Path path) {
        return new VideoFile(path, VideoLimits.usual());
    }

    /**
     * What the file says about itself.
     *
     * @return the facts, or why it cannot be used
     */
    public Outcome<VideoFacts> facts() {
        return open().map(reader -> {
            try (reader) {
                return reader.facts();
            }
        });
    }

    /**
     * Fetches a frame again, exactly: decodes from the key frame before it.
     *
     * @param time when it is shown, in whole milliseconds, as a {@link Shot}'s source says
     * @return its pixels, or why there are none
     */
    public Outcome<Image> frame(Duration time) {
        return open().then(reader -> {
            try (reader) {
                return reader.at(time).map(Outcome::ok).orElseGet(() -> Outcome.rejected(
                        Cause.UNREADABLE,
                        new Problem(
                                "cannot find the frame", path.toString(), "a frame that is shown at " + time, "none",
                                "Check that the video is the one that it was.")));
            }
        });
    }

    private Outcome<VideoReader> open() {
        return VideoReader.open(path.toString(), path, limits, 1);
    }
}
