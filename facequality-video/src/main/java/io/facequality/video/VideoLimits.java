package io.facequality.video;

import io.facequality.FaceQualityException.InvalidInputException;
import java.time.Duration;
import java.util.Objects;

/**
 * What a video may have at most. A file that says that it has more is rejected before anything is decoded; one that says
 * nothing, or less than the truth, is followed up to the limit.
 *
 * @param pixels of a frame, width times height
 * @param duration of the video; that of a stream that the caller pushes has no limit
 * @param bytes of the file
 */
public record VideoLimits(long pixels, Duration duration, long bytes) {

    private static final VideoLimits USUAL = new VideoLimits(36_000_000, Duration.ofHours(24), 64L << 30);

    /** Checks the numbers. */
    public VideoLimits {
        Objects.requireNonNull(duration, "duration");
        if (pixels < 1 || bytes < 1 || duration.isNegative() || duration.isZero()) {
            throw InvalidInputException.ofValue(
                    "VideoLimits", "limits above 0", pixels + " pixels, " + duration + ", " + bytes + " bytes");
        }
    }

    /**
     * The limits to start from.
     *
     * @return 36 million pixels, which lets 8K in; 24 hours; 64 GiB
     */
    public static VideoLimits usual() {
        return USUAL;
    }

    /**
     * The same with another largest frame.
     *
     * @param most width times height, at least 1
     * @return other limits
     */
    public VideoLimits withPixels(long most) {
        return new VideoLimits(most, duration, bytes);
    }

    /**
     * The same with another longest video.
     *
     * @param longest above 0
     * @return other limits
     */
    public VideoLimits withDuration(Duration longest) {
        return new VideoLimits(pixels, longest, bytes);
    }

    /**
     * The same with another largest file.
     *
     * @param most at least 1
     * @return other limits
     */
    public VideoLimits withBytes(long most) {
        return new VideoLimits(pixels, duration, most);
    }
}
