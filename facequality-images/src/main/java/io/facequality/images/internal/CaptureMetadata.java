package io.facequality.images.internal;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a camera noted in a picture's file when it took the picture (EXIF 2.32, in JPEG, PNG, WebP and TIFF). It says
 * nothing of when a file was changed. Anyone can write anything there.
 *
 * @param taken when the picture was taken, in the camera's time zone
 * @param camera what the camera is called, on one line of at most 129 printable characters
 */
public record CaptureMetadata(Optional<LocalDateTime> taken, Optional<String> camera) {

    private static final CaptureMetadata NONE = new CaptureMetadata(Optional.empty(), Optional.empty());

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu:MM:dd HH:mm:ss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    /** Checks that nothing is missing. */
    public CaptureMetadata {
        Objects.requireNonNull(taken, "taken");
        Objects.requireNonNull(camera, "camera");
    }

    /**
     * Reads what is noted in a file. It looks at a few thousand bytes; what is malformed counts as missing.
     *
     * @param file the whole content of a file, of any kind
     * @return what is noted; hostile bytes give nothing, never an exception
     */
    public static CaptureMetadata of(byte[] file) {
        return ExifBlock.in(file).map(CaptureMetadata::of).orElse(NONE);
    }

    private static CaptureMetadata of(ExifBlock exif) {
        return new CaptureMetadata(
                exif.text(ExifBlock.DATE_TAKEN).flatMap(CaptureMetadata::date),
                camera(exif.text(ExifBlock.MAKE).orElse(""), exif.text(ExifBlock.MODEL).orElse("")));
    }

    /** A camera whose clock was never set writes zeros, or spaces. */
    private static Optional<LocalDateTime> date(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text, DATE));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Many models name their make, too. */
    private static Optional<String> camera(String make, String model) {
        String name = model.startsWith(make)
                ? model
                : Stream.of(make, model).filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
        return Optional.of(name).filter(text -> !text.isEmpty());
    }
}
