package io.facequality.pipeline.internal;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a frame: its video's, and its time as a media fragment (W3C Media Fragments 1.0), in seconds with three
 * digits, as in {@code video.mp4#t=12.433}.
 *
 * @param video what the video is called
 * @param time when the frame is shown
 */
public record FrameName(String video, Duration time) {

    private static final Pattern NAME = Pattern.compile("(?s)(.+)#t=(\\d{1,9})\\.(\\d{3})");
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int MILLIS_PER_SECOND = 1000;

    /** Reads a name. */
    public static Optional<FrameName> of(String name) {
        Matcher parts = NAME.matcher(name);
        return parts.matches()
                ? Optional.of(new FrameName(
                        parts.group(1),
                        Duration.ofMillis(
                                Long.parseLong(parts.group(2)) * MILLIS_PER_SECOND + Long.parseLong(parts.group(3)))))
                : Optional.empty();
    }

    /** The time in whole milliseconds, rounded. */
    public static long millis(Duration time) {
        return Math.floorDiv(time.toNanos() + NANOS_PER_MILLI / 2, NANOS_PER_MILLI);
    }

    /** The name of the frame. */
    public String name() {
        return video + "#t=" + seconds(time);
    }

    /** A time in seconds, with three digits. */
    public static String seconds(Duration time) {
        long millis = millis(time);
        return String.format(Locale.ROOT, "%d.%03d", millis / MILLIS_PER_SECOND, millis % MILLIS_PER_SECOND);
    }
}
