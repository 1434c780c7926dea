package io.facequality.video;

import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.FaceRecord;
import io.facequality.Image;
import io.facequality.pipeline.internal.FrameName;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A face at one moment. Its record's source is the frame's name, such as {@code video.mp4#t=12.433}, from which {@link
 * VideoFile#frame} gives the whole frame again. The two pictures of a track that has ended lie in a temporary file, which
 * is read each time; it goes when nothing refers to its shots any more. Safe to share between threads.
 */
public final class Shot {

    private final FaceRecord face;
    private final Duration time;
    private final Supplier<AlignedFace> crop;
    private final Supplier<Image> surroundings;

    /**
     * Puts a shot together.
     *
     * @param face its quality, embedding, box and landmarks in the frame's pixels, and the digest of the frame's pixels
     * @param time when the frame is shown, from the video's start
     * @param crop gives {@link #crop}
     * @param surroundings gives {@link #surroundings}
     */
    public Shot(FaceRecord face, Duration time, Supplier<AlignedFace> crop, Supplier<Image> surroundings) {
        this.face = Objects.requireNonNull(face, "face");
        this.time = Objects.requireNonNull(time, "time");
        this.crop = Objects.requireNonNull(crop, "crop");
        this.surroundings = Objects.requireNonNull(surroundings, "surroundings");
    }

    /**
     * What is known of the face.
     *
     * @return its quality, embedding, box and landmarks in the frame's pixels, and the digest of the frame's pixels
     */
    public FaceRecord face() {
        return face;
    }

    /**
     * When the frame is shown.
     *
     * @return from the video's start
     */
    public Duration time() {
        return time;
    }

    /**
     * The very pixels that were scored.
     *
     * @return the crop
     * @throws StorageException if the temporary file cannot be read
     */
    public AlignedFace crop() {
        return crop.get();
    }

    /**
     * The face in the frame's own pixels, with half its width and height around it where the frame is large enough.
     *
     * @return a part of the frame
     * @throws StorageException if the temporary file cannot be read
     */
    public Image surroundings() {
        return surroundings.get();
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

    @Override
    public String toString() {
        return face.id() + " at " + time + ", quality " + quality();
    }
}
