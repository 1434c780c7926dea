package io.facequality.pipeline.internal;

import io.facequality.FaceQualityException.Problem;
import io.facequality.Image;
import io.facequality.ImageSource;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection.Cause;
import java.nio.file.Files;
import java.nio.file.Path;

/** Frames of videos where pictures are named: {@code video.mp4#t=12.433} is one, unless there is a file of that name. */
public final class VideoFrames {

    private VideoFrames() {}

    /** Whether a name below a folder is a frame's. */
    public static boolean isFrame(Path root, String name) {
        return FrameName.of(name).isPresent() && Files.notExists(root.resolve(name));
    }

    /** Fetches a frame again; the name is one. */
    public static Outcome<Image> image(Path root, String name) {
        FrameName frame = FrameName.of(name).orElseThrow();
        return VideoSupport.installed()
                .map(support -> support.frame(root.resolve(frame.video()), frame.time()))
                .orElseGet(() -> Outcome.rejected(
                        Cause.UNSUPPORTED,
                        new Problem(
                                "cannot read the frame", name, "something that reads videos", "nothing",
                                "Add facequality-video.")));
    }

    /** Where a picture, or a frame, can be read again. A frame is decoded now. */
    public static ImageSource source(Path root, String name) {
        return isFrame(root, name) ? frame(root, name) : ImageSource.of(name, root.resolve(name));
    }

    private static ImageSource frame(Path root, String name) {
        return image(root, name)
                .match(image -> new ImageSource.Decoded(name, image), rejection -> ImageSource.encoded(name, () -> {
                    throw new UnusableFileException(rejection.problem().found(), rejection.problem().remedy());
                }));
    }
}
