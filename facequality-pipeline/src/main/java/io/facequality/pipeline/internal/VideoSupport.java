package io.facequality.pipeline.internal;

import io.facequality.FaceRecord;
import io.facequality.Image;
import io.facequality.Outcome;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Picture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/** Videos as pictures' equals: what an optional module provides. */
public interface VideoSupport {

    /**
     * The support that is installed.
     *
     * @return empty without the module
     */
    static Optional<VideoSupport> installed() {
        return Installed.SUPPORT;
    }

    /** Looked for once. */
    final class Installed {

        private static final Optional<VideoSupport> SUPPORT =
                ServiceLoader.load(VideoSupport.class, VideoSupport.class.getClassLoader()).findFirst();

        private Installed() {}
    }

    /**
     * Tells a video by its name's ending, in lower case, or by its first bytes.
     *
     * @param ending the ending, without the dot
     * @param start the file's first bytes
     */
    boolean isVideo(String ending, byte[] start);

    /**
     * Looks at a video, and scores and embeds the faces of every frame that is looked at.
     *
     * @param id what the video is called; frames are named after it
     * @param results takes the frames with faces, in the order of time
     * @return how many frames were looked at, or why the video cannot be used
     */
    Outcome<Long> look(
            FacePipeline pipeline, String id, Path video, Consumer<? super Picture<FaceRecord>> results);

    /** Fetches a frame again. */
    Outcome<Image> frame(Path video, Duration time);
}
