package io.facequality.video;

import io.facequality.AlignedFace;
import io.facequality.FaceRecord;
import io.facequality.Image;
import io.facequality.pipeline.internal.FrameName;
import java.time.Duration;
import java.util.Objects;

/**
 * A face at one moment. Its record's source is the frame's name, such as {@code video.mp4#t=12.433}, from which {@link
 * VideoFile#frame} gives the whole frame again.
 *
 * @param face its quality, embedding, box and landmarks in the frame's pixels, and the digest of the frame's pixels
 * @param time when the frame is shown, from the video's start
 * @param crop the very pixels that were scored
 * @param surroundings the face in the frame's own pixels, with half its width and height around it where the frame is
 *     large enough
 */
public record Shot(FaceRecord face, Duration time, AlignedFace crop, Image surroundings) {

    /** Checks that nothing is missing. */
    public Shot {
        Objects.requireNonNull(face, "face");
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(crop, "crop");
        Objects.requireNonNull(surroundings, "surroundings");
    }

    /**
     * The video that the shot is of.
     *
     * @return what it is called
     */
    public String video() {
        String frame = face.id().source();
        return FrameName.of(frame).map(FrameName::video).orElse(frame);
    }

    /**
     * How good the face is.
     *
     * @return its score; higher is better; comparable within one model only
     */
    public double quality() {
        return face.quality().value();
    }
}
