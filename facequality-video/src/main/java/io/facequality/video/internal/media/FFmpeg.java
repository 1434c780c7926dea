package io.facequality.video.internal.media;

import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.internal.Interrupts;
import io.facequality.onnx.internal.NativeLibraries;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;

/** The way to FFmpeg's native libraries. */
public final class FFmpeg {

    private static final int LONGEST_MESSAGE = 256;

    /** Tried once: asking the loader again takes longer than opening a file. */
    private static final Optional<Throwable> FAILURE = loaded();

    private FFmpeg() {}

    private static Optional<Throwable> loaded() {
        Optional<Throwable> failure = NativeLibraries.tryToLoad(avutil.class)
                .or(() -> NativeLibraries.tryToLoad(avcodec.class))
                .or(() -> NativeLibraries.tryToLoad(avformat.class))
                .or(() -> NativeLibraries.tryToLoad(swscale.class));
        if (failure.isEmpty()) {
            // Its lines name no file, and a damaged one would write thousands.
            avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        }
        return failure;
    }

    /**
     * Makes sure that the native libraries are loaded.
     *
     * @throws ModelException if this platform's natives are not on the class path, or cannot be unpacked
     */
    public static void load() {
        if (FAILURE.isPresent()) {
            Throwable failure = FAILURE.get();
            Interrupts.checkNotEnding();
            throw NativeLibraries.cacheProblem().orElseGet(() -> new ModelException(
                    new Problem(
                            "cannot load FFmpeg",
                            Loader.getPlatform(),
                            "its native libraries on the class path",
                            String.valueOf(failure.getMessage()),
                            "Add org.bytedeco:ffmpeg with this platform's classifier."),
                    failure));
        }
    }

    /** What an error code means, in FFmpeg's words. */
    static String words(int error) {
        byte[] text = new byte[LONGEST_MESSAGE];
        avutil.av_strerror(error, text, text.length);
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    /** Whether the call has nothing to give now, which is no failure. */
    static boolean isEnd(int result) {
        return result == avutil.AVERROR_EOF() || result == avutil.AVERROR_EAGAIN();
    }
}
