package io.facequality.pipeline.internal;

import io.facequality.Image;
import io.facequality.ImageSource;
import io.facequality.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

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
     * Shows the frames of a video, as often as faces ask for.
     *
     * @param id what the video is called; frames are named after it
     * @param threads how many frames are converted at once
     * @param isolation how long a process of the video's own, which decodes it, may be silent before it is ended; empty to
     *     decode in this process
     * @param viewer looks at them
     * @return how many frames were looked at, or why the video cannot be used
     */
    Outcome<Long> show(String id, Path video, int threads, Optional<Duration> isolation, Viewer viewer);

    /** Looks at frames. */
    @FunctionalInterface
    interface Viewer {

        /**
         * Looks at a few frames.
         *
         * @param frames decoded, named after the video and their times, in the order of time
         * @return for each whether there is a face
         */
        List<Boolean> look(List<ImageSource> frames);
    }

    /** Fetches a frame again. */
    Outcome<Image> frame(Path video, Duration time);
}
