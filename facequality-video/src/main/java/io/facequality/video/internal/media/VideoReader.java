package io.facequality.video.internal.media;

import io.facequality.FaceQualityException.Problem;
import io.facequality.Image;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection.Cause;
import io.facequality.internal.Interrupts;
import io.facequality.internal.WholeFile;
import io.facequality.pipeline.internal.FrameName;
import io.facequality.video.VideoFacts;
import io.facequality.video.VideoLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIndexEntry;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/** The frames of a video file, with their times of presentation. Not safe to share between threads. */
public final class VideoReader implements FrameReader {

    private static final String WHAT = "cannot read the video";
    private static final long NANOS = 1_000_000_000;
    private static final Duration FIRST_STEP_BACK = Duration.ofSeconds(1);
    private static final Duration MARGIN_AT_START = Duration.ofSeconds(10);

    /** A last frame may be missing, and a duration be rounded, without anything being wrong. */
    private static final Duration USUAL_GAP_AT_END = Duration.ofSeconds(1);

    private final MediaFile file;
    private final AVStream stream;
    private final StreamDecoder decoder;
    private final PixelConverter converter;
    private final VideoFacts facts;
    private final Duration longest;
    private final AVPacket packet = avcodec.av_packet_alloc();
    private final long start;
    private @Nullable Duration last;
    private @Nullable String brokenOff;
    private long damaged;
    private boolean drained;
    private boolean closed;

    private VideoReader(MediaFile file, AVStream stream, StreamDecoder decoder, VideoLimits limits) {
        this.file = file;
        this.stream = stream;
        this.decoder = decoder;
        this.converter = new PixelConverter(StreamFacts.turn(stream));
        this.facts = StreamFacts.of(file.context(), stream);
        this.longest = limits.duration();
        this.start = startOf(file.context(), stream);
    }

    /**
     * Opens a file.
     *
     * @param id what messages call it
     * @param threads how many decode at once; the frames are the same for any number
     * @return the reader, which the caller closes, or why the file cannot be used
     */
    public static Outcome<VideoReader> open(String id, Path path, VideoLimits limits, int threads) {
        return admitted(id, path, limits).then(admitted -> {
            try {
                return open(id, path, MediaFile.video(path), limits, threads);
            } catch (UndecodableException e) {
                Interrupts.check();
                return unusable(id, path, String.valueOf(e.getMessage()));
            }
        });
    }

    private static Outcome<Path> admitted(String id, Path path, VideoLimits limits) {
        try {
            long bytes = Files.size(path);
            if (!Files.isRegularFile(path)) {
                return rejected(Cause.UNREADABLE, id, "a file", "something else", "Name a video file.");
            }
            if (bytes == 0) {
                return rejected(Cause.EMPTY, id, "a video", "no bytes at all", "Get the file anew from its source.");
            }
            return bytes <= limits.bytes()
                    ? Outcome.ok(path)
                    : rejected(
                            Cause.TOO_LARGE, id, "at most " + limits.bytes() + " bytes", Long.toString(bytes),
                            "Cut the video, or raise the limit on a video's bytes.");
        } catch (IOException e) {
            String found = e instanceof NoSuchFileException ? "no such file" : WholeFile.reason(e);
            return rejected(
                    Cause.UNREADABLE, id, "a file that can be read", found,
                    "Check that it is still there and that you may read it.");
        }
    }

    private static <T> Outcome<T> unusable(String id, Path path, String found) {
        return ContainerStart.of(path).lacksIndex()
                ? rejected(
                        Cause.TRUNCATED, id, "a whole video", "one without its index, which comes at the end",
                        "Copy or download the file again; its end is missing.")
                : rejected(
                        ContainerStart.of(path).isKnown() ? Cause.CORRUPT : Cause.NOT_A_PICTURE, id,
                        "a video", found, "Get the file anew, or convert it to MP4.");
    }

    private static Outcome<VideoReader> open(
            String id, Path path, MediaFile file, VideoLimits limits, int threads) {
        boolean opened = false;
        try {
            AVFormatContext context = file.context();
            int best = avformat.av_find_best_stream(
                    context, avutil.AVMEDIA_TYPE_VIDEO, -1, -1, (org.bytedeco.ffmpeg.avcodec.AVCodec) null, 0);
            if (best < 0 || isCover(context.streams(best))) {
                return rejected(
                        Cause.NOT_A_PICTURE, id, "a video", "a file without moving pictures, such as a sound",
                        "Leave it out.");
            }
            AVStream stream = context.streams(best);
            Optional<Outcome<VideoReader>> beyond = beyond(id, context, stream, limits);
            if (beyond.isPresent()) {
                return beyond.get();
            }
            for (int i = 0; i < context.nb_streams(); i++) {
                if (i != best) {
                    context.streams(i).discard(avcodec.AVDISCARD_ALL);
                }
            }
            StreamDecoder decoder = StreamDecoder.open(stream, limits.pixels(), threads);
            VideoReader reader = new VideoReader(file, stream, decoder, limits);
            opened = true;
            return Outcome.ok(reader);
        } catch (UndecodableException e) {
            return unusable(id, path, String.valueOf(e.getMessage()));
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    /** Music often holds the cover of its album. */
    private static boolean isCover(AVStream stream) {
        return (stream.disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) != 0;
    }

    private static Optional<Outcome<VideoReader>> beyond(
            String id, AVFormatContext context, AVStream stream, VideoLimits limits) {
        int width = stream.codecpar().width();
        int height = stream.codecpar().height();
        if (width < 1 || height < 1) {
            return Optional.of(rejected(
                    Cause.CORRUPT, id, "a size of at least 1 x 1", width + " x " + height, "Get the file anew."));
        }
        if ((long) width * height > limits.pixels()) {
            return Optional.of(rejected(
                    Cause.TOO_LARGE, id, "at most " + limits.pixels() + " pixels in a frame", width + " x " + height,
                    "Shrink the video, or raise the limit on a frame's pixels."));
        }
        return StreamFacts.duration(context, stream)
                .filter(duration -> duration.compareTo(limits.duration()) > 0)
                .map(duration -> rejected(
                        Cause.TOO_LARGE, id, "at most " + limits.duration(), duration.toString(),
                        "Cut the video, or raise the limit on a video's duration."));
    }

    private static <T> Outcome<T> rejected(Cause cause, String id, String expected, String found, String remedy) {
        return Outcome.rejected(cause, new Problem(WHAT, id, expected, found, remedy));
    }

    private static long startOf(AVFormatContext context, AVStream stream) {
        long start = context.start_time();
        return start == avutil.AV_NOPTS_VALUE
                ? 0
                : avutil.av_rescale(
                        start, stream.time_base().den(),
                        (long) avutil.AV_TIME_BASE * Math.max(1, stream.time_base().num()));
    }

    public VideoFacts facts() {
        return facts;
    }

    @Override
    public Optional<Frame> next() {
        while (true) {
            AVFrame frame = avutil.av_frame_alloc();
            switch (decoder.receive(frame)) {
                case FRAME -> {
                    Optional<Duration> time = nextTime(frame);
                    if (time.isPresent() && time.get().compareTo(longest) <= 0) {
                        last = time.get();
                        return Optional.of(new DecodedFrame(frame, last, converter));
                    }
                    avutil.av_frame_free(frame);
                    if (time.isPresent()) {
                        brokenOff = "it is longer than " + longest;
                        return Optional.empty();
                    }
                }
                case DAMAGED -> {
                    avutil.av_frame_free(frame);
                    damaged++;
                }
                case NOTHING -> {
                    avutil.av_frame_free(frame);
                    if (drained) {
                        noteEarlyEnd();
                        return Optional.empty();
                    }
                    feed();
                }
            }
        }
    }

    /** The time of a frame, unless it is not later than the last one, as in a damaged file. */
    private Optional<Duration> nextTime(AVFrame frame) {
        long stamp = frame.best_effort_timestamp();
        if (stamp == avutil.AV_NOPTS_VALUE) {
            return Optional.empty();
        }
        Duration time = time(stamp);
        return time.isNegative() || last != null && time.compareTo(last) <= 0 ? Optional.empty() : Optional.of(time);
    }

    private Duration time(long stamp) {
        return Duration.ofNanos(avutil.av_rescale(
                stamp - start, NANOS * stream.time_base().num(), Math.max(1, stream.time_base().den())));
    }

    private void feed() {
        int result = file.read(packet);
        if (result < 0) {
            Interrupts.check();
            drained = true;
            decoder.send(null);
            return;
        }
        try {
            boolean ours = packet.stream_index() == stream.index();
            if (ours && (!decoder.send(packet) || (packet.flags() & avcodec.AV_PKT_FLAG_CORRUPT) != 0)) {
                damaged++;
            }
        } finally {
            avcodec.av_packet_unref(packet);
        }
    }

    private void noteEarlyEnd() {
        Duration end = last == null ? Duration.ZERO : last;
        facts.duration()
                .filter(duration -> duration.minus(end).compareTo(USUAL_GAP_AT_END) > 0)
                .ifPresent(duration -> brokenOff = "its frames end at " + seconds(end) + " of " + seconds(duration));
    }

    private static String seconds(Duration time) {
        return time.toMillis() / 1000.0 + " s";
    }

    @Override
    public void skipTo(Duration time) {
        long stamp = stamp(time);
        int index = avformat.av_index_search_timestamp(stream, stamp, avformat.AVSEEK_FLAG_BACKWARD);
        AVIndexEntry key = index < 0 ? null : avformat.avformat_index_get_entry(stream, index);
        if (key != null && last != null && time(key.timestamp()).compareTo(last) > 0) {
            seek(stamp);
        }
    }

    private long stamp(Duration time) {
        return start
                + avutil.av_rescale(
                        time.toNanos(), stream.time_base().den(), NANOS * Math.max(1, stream.time_base().num()));
    }

    private boolean seek(long stamp) {
        boolean found =
                avformat.av_seek_frame(file.context(), stream.index(), stamp, avformat.AVSEEK_FLAG_BACKWARD) >= 0;
        if (found) {
            decoder.flush();
            drained = false;
        }
        return found;
    }

    /** Packets are stamped with times of decoding, the first of which may be before the first frame is shown. */
    private void seekToStart() {
        if (!seek(stamp(MARGIN_AT_START.negated()))) {
            seek(start);
        }
    }

    /**
     * Finds a frame again, by its time in whole milliseconds.
     *
     * @return its pixels; empty if no frame is shown at that time
     */
    public Optional<Image> at(Duration time) {
        // Where a file has no index, a seek may end behind the key frame that is needed: then from further back.
        for (Duration back = Duration.ZERO; ; back = back.multipliedBy(2).plus(FIRST_STEP_BACK)) {
            Duration from = time.minus(back);
            if (from.isNegative()) {
                seekToStart();
            } else {
                seek(stamp(from));
            }
            last = null;
            Search search = search(FrameName.millis(time));
            if (search.found().isPresent() || !search.passed() || from.isNegative()) {
                return search.found();
            }
        }
    }

    /** Whether a frame was found; if not, whether the first one that came is a later one. */
    private record Search(Optional<Image> found, boolean passed) {}

    private Search search(long millis) {
        boolean first = true;
        for (Optional<Frame> next = next(); next.isPresent(); next = next()) {
            try (Frame frame = next.get()) {
                long found = FrameName.millis(frame.time());
                if (found == millis) {
                    return new Search(Optional.of(frame.image()), false);
                }
                if (found > millis) {
                    return new Search(Optional.empty(), first);
                }
                first = false;
            }
        }
        return new Search(Optional.empty(), first);
    }

    @Override
    public long damaged() {
        return damaged;
    }

    @Override
    public Optional<String> brokenOff() {
        return Optional.ofNullable(brokenOff);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            avcodec.av_packet_free(packet);
            converter.close();
            decoder.close();
            file.close();
        }
    }
}
