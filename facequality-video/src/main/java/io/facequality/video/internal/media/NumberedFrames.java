package io.facequality.video.internal.media;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.Image;
import io.facequality.ImageDecoder;
import io.facequality.ImageSource;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection.Cause;
import io.facequality.internal.WholeFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder of pictures that are numbered as the frames of a video. The last number in a file's name counts, and the
 * frame's time follows from it, so that a missing file leaves a gap. A picture that cannot be read counts as damaged.
 */
public final class NumberedFrames implements FrameReader {

    private static final Pattern NUMBERED = Pattern.compile("(?:.*\\D)?(\\d{1,9})\\D*\\.\\w+");
    private static final long NANOS = 1_000_000_000;

    private final List<Numbered> files;
    private final double rate;
    private final ImageDecoder decoder;
    private int next;
    private long damaged;

    private NumberedFrames(List<Numbered> files, double rate, ImageDecoder decoder) {
        this.files = files;
        this.rate = rate;
        this.decoder = decoder;
    }

    private record Numbered(Path file, long number) {}

    /**
     * Looks into a folder.
     *
     * @param rate frames a second
     * @param decoder decodes the pictures
     */
    public static Outcome<NumberedFrames> open(Path folder, double rate, ImageDecoder decoder) {
        if (!(rate > 0) || Double.isInfinite(rate)) {
            throw InvalidInputException.ofValue("NumberedFrames", "frames a second above 0", rate);
        }
        List<Numbered> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                Matcher name = NUMBERED.matcher(entry.getFileName().toString());
                if (Files.isRegularFile(entry) && name.matches()) {
                    files.add(new Numbered(entry, Long.parseLong(name.group(1))));
                }
            }
        } catch (IOException e) {
            throw new StorageException(
                    new Problem(
                            "cannot look for frames", folder.toString(), "a folder that can be read",
                            WholeFile.reason(e), "Give yourself permission to read it."),
                    e);
        }
        if (files.isEmpty()) {
            return Outcome.rejected(
                    Cause.EMPTY,
                    new Problem(
                            "cannot read the frames", folder.toString(), "pictures with numbers in their names",
                            "none", "Name a folder such as one with frame-0001.jpg."));
        }
        files.sort(Comparator.comparingLong(Numbered::number).thenComparing(file -> file.file().toString()));
        return Outcome.ok(new NumberedFrames(files, rate, decoder));
    }

    @Override
    public Optional<Frame> next() {
        while (next < files.size()) {
            Numbered file = files.get(next++);
            Optional<Image> image =
                    decoder.decode(ImageSource.of(file.file())).match(Optional::of, rejection -> Optional.empty());
            if (image.isPresent()) {
                return Optional.of(new PictureFrame(time(file), image.get()));
            }
            damaged++;
        }
        return Optional.empty();
    }

    private Duration time(Numbered file) {
        return Duration.ofNanos(Math.round((file.number() - files.get(0).number()) * (NANOS / rate)));
    }

    @Override
    public void skipTo(Duration time) {
        while (next < files.size() && time(files.get(next)).compareTo(time) < 0) {
            next++;
        }
    }

    @Override
    public long damaged() {
        return damaged;
    }

    @Override
    public void close() {}
}
