package io.facequality.video.internal.isolation;

import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.Image;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection;
import io.facequality.Outcome.Rejection.Cause;
import io.facequality.internal.Interrupts;
import io.facequality.video.VideoFacts;
import io.facequality.video.VideoLimits;
import io.facequality.video.internal.media.Frame;
import io.facequality.video.internal.media.FrameReader;
import io.facequality.video.internal.media.LumaGrid;
import io.facequality.video.internal.media.UndecodableException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a video that another process decodes. If that process dies or hangs, the frames end, and what was seen
 * before counts. Frames may be converted and closed by several threads; {@link #next} is for one.
 */
public final class IsolatedReader implements FrameReader {

    private static final String MEMORY = "-Xmx512m";
    private static final double MILLIS_PER_SECOND = 1000;

    private final Process process;
    private final WatchedOutput output;
    private final Duration longestSilence;
    private final DataOutputStream requests;
    private final DataInputStream answers;
    private final long maximumPixels;
    private final VideoFacts facts;
    private long damaged;
    private Optional<String> brokenOff = Optional.empty();
    private boolean ended;

    private IsolatedReader(
            Process process,
            WatchedOutput output,
            Duration longestSilence,
            DataOutputStream requests,
            DataInputStream answers,
            long maximumPixels,
            VideoFacts facts) {
        this.process = process;
        this.output = output;
        this.longestSilence = longestSilence;
        this.requests = requests;
        this.answers = answers;
        this.maximumPixels = maximumPixels;
        this.facts = facts;
    }

    /**
     * Starts a process and opens a file in it.
     *
     * @param id what messages call the file
     * @param threads how many decode at once
     * @param longestSilence a process that leaves a request without an answer for longer is ended
     * @return the reader, which the caller closes, or why the file cannot be used
     */
    public static Outcome<IsolatedReader> open(
            String id, Path path, VideoLimits limits, int threads, Duration longestSilence) {
        return open(id, started(command(id, path, limits, threads)), limits, longestSilence);
    }

    /** The same with a process that has been started. */
    static Outcome<IsolatedReader> open(String id, Process process, VideoLimits limits, Duration longestSilence) {
        WatchedOutput output = new WatchedOutput(process, longestSilence);
        boolean opened = false;
        try {
            DataInputStream answers = new DataInputStream(new BufferedInputStream(output, 1 << 16));
            DataOutputStream requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
            if (answers.read() != Wire.READY) {
                throw notStarted("one that ended at once (" + exit(process, output, longestSilence) + ")", null);
            }
            if (answers.readByte() == Wire.REJECTED) {
                Rejection rejection = Wire.readRejection(answers);
                return Outcome.rejected(rejection.cause(), rejection.problem());
            }
            IsolatedReader reader = new IsolatedReader(
                    process, output, longestSilence, requests, answers, shownPixels(limits), Wire.readFacts(answers));
            opened = true;
            return Outcome.ok(reader);
        } catch (IOException | IllegalArgumentException e) {
            Interrupts.check();
            return rejected(
                    id, "a video", "one that stopped the process that opened it (" + exit(process, output, longestSilence) + ")",
                    "Leave it out; it may be made to attack.");
        } finally {
            if (!opened) {
                process.destroyForcibly();
            }
        }
    }

    private static Process started(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw notStarted(String.valueOf(e.getMessage()), e);
        }
    }

    private static ModelException notStarted(String found, @Nullable Throwable cause) {
        return new ModelException(
                new Problem(
                        "cannot start a process that decodes", Path.of(System.getProperty("java.home")).toString(),
                        "Java, with the class path or the module path of this process", found,
                        "Run without a process of its own for each video."),
                cause);
    }

    /** Pixels that are not square are stretched, at most four times. */
    private static long shownPixels(VideoLimits limits) {
        return Math.multiplyExact(4, Math.min(limits.pixels(), Integer.MAX_VALUE));
    }

    private static <T> Outcome<T> rejected(String id, String expected, String found, String remedy) {
        return Outcome.rejected(Cause.CORRUPT, new Problem("cannot read the video", id, expected, found, remedy));
    }

    private static List<String> command(String id, Path path, VideoLimits limits, int threads) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(MEMORY);
        add(command, "--class-path", System.getProperty("java.class.path"));
        add(command, "--module-path", System.getProperty("jdk.module.path"));
        String module = IsolatedReader.class.getModule().getName();
        if (module == null) {
            command.add(DecodingProcess.class.getName());
        } else {
            command.add("--module");
            command.add(module + "/" + DecodingProcess.class.getName());
        }
        command.add(path.toAbsolutePath().toString());
        command.add(id);
        command.add(Long.toString(limits.pixels()));
        command.add(Long.toString(limits.duration().toNanos()));
        command.add(Long.toString(limits.bytes()));
        command.add(Integer.toString(threads));
        return command;
    }

    private static void add(List<String> command, String option, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            command.add(option);
            command.add(value);
        }
    }

    /** How a process ended. One that writes no more, but does not end, is ended. */
    private static String exit(Process process, WatchedOutput output, Duration longestSilence) {
        try {
            process.getOutputStream().close();
        } catch (IOException gone) {
            // It is gone, which is what this is about.
        }
        try {
            if (!output.fellSilent() && process.waitFor(longestSilence.toMillis(), TimeUnit.MILLISECONDS)) {
                return "exit code " + process.exitValue();
            }
            process.destroyForcibly().waitFor();
            return "no answer for " + longestSilence.toMillis() / MILLIS_PER_SECOND + " s";
        } catch (InterruptedException e) {
            throw Interrupts.restored();
        }
    }

    public VideoFacts facts() {
        return facts;
    }

    @Override
    public synchronized Optional<Frame> next() {
        if (ended) {
            return Optional.empty();
        }
        try {
            request(Wire.NEXT, 0);
            boolean isFrame = answers.readByte() == Wire.FRAME;
            Optional<Frame> frame = isFrame
                    ? Optional.of(new Remote(answers.readLong(), Wire.readTime(answers), LumaGrid.read(answers)))
                    : Optional.empty();
            damaged = answers.readLong();
            brokenOff = Wire.readOptional(answers);
            ended = !isFrame;
            return frame;
        } catch (IOException e) {
            Interrupts.check();
            died();
            return Optional.empty();
        }
    }

    private void request(byte request, long number) throws IOException {
        requests.writeByte(request);
        requests.writeLong(number);
        requests.flush();
    }

    private void died() {
        if (!ended) {
            ended = true;
            brokenOff = Optional.of("the process that decodes it ended (" + exit(process, output, longestSilence) + ")");
        }
    }

    /** A frame that the other process holds. */
    private final class Remote implements Frame {

        private final long number;
        private final Duration time;
        private final LumaGrid luma;
        private boolean closed;

        Remote(long number, Duration time, LumaGrid luma) {
            this.number = number;
            this.time = time;
            this.luma = luma;
        }

        @Override
        public Duration time() {
            return time;
        }

        @Override
        public LumaGrid luma() {
            return luma;
        }

        @Override
        public Image image() {
            return fetched(number);
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                release(number);
            }
        }
    }

    private synchronized Image fetched(long number) {
        try {
            request(Wire.IMAGE, number);
            if (answers.readByte() == Wire.FRAME) {
                return Wire.readImage(answers, maximumPixels);
            }
            throw new UndecodableException(answers.readUTF());
        } catch (IOException e) {
            Interrupts.check();
            died();
            throw new UndecodableException("a frame that the process that decodes took with it");
        }
    }

    private synchronized void release(long number) {
        try {
            request(Wire.RELEASE, number);
        } catch (IOException e) {
            // Its frames went with it; the next request says so.
            Interrupts.check();
        }
    }

    @Override
    public synchronized void skipTo(Duration time) {
        try {
            request(Wire.SKIP, time.toNanos());
        } catch (IOException e) {
            Interrupts.check();
            died();
        }
    }

    @Override
    public synchronized long damaged() {
        return damaged;
    }

    @Override
    public synchronized Optional<String> brokenOff() {
        return brokenOff;
    }

    @Override
    public void close() {
        try {
            requests.close();
        } catch (IOException gone) {
            // It has ended already.
        }
        process.destroyForcibly();
    }
}
