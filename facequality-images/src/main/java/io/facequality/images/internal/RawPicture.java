package io.facequality.images.internal;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The largest JPEG in a camera's raw file (NEF, CR2, CR3, DNG, ARW, RAF and others), which the camera made of what its
 * sensor saw. It is looked for by its marker, whatever the format around it, and must be a whole JPEG of a kind that is
 * read; what the sensor saw is often coded as a lossless JPEG, which is not.
 */
public final class RawPicture {

    /** A raw file holds two or three; the marker comes by chance once in 16 million bytes. */
    private static final int MOST_CANDIDATES = 64;

    private static final int MARKER_BYTES = 3;

    private final byte[] file;
    private final int from;
    private final PictureBytes raw;

    private RawPicture(byte[] file, int from, PictureBytes raw) {
        this.file = file;
        this.from = from;
        this.raw = raw;
    }

    /** Whether a file is a camera's raw file, by its content. */
    public static boolean is(byte[] file) {
        return is(new PictureBytes(file));
    }

    private static boolean is(PictureBytes bytes) {
        return UnreadFormat.of(bytes).filter(format -> format == UnreadFormat.RAW).isPresent()
                || TiffStructure.isRaw(bytes);
    }

    /** Looks for the JPEG; empty for what is no raw file, or one without a JPEG. */
    public static Optional<RawPicture> in(byte[] file) {
        return in(new PictureBytes(file));
    }

    static Optional<RawPicture> in(PictureBytes bytes) {
        if (!is(bytes)) {
            return Optional.empty();
        }
        byte[] file = bytes.all();
        @Nullable RawPicture largest = null;
        long pixels = 0;
        int candidates = 0;
        for (int at = next(file, 0); at >= 0 && candidates < MOST_CANDIDATES; at = next(file, at + MARKER_BYTES)) {
            candidates++;
            long found = pixels(new PictureBytes(file, at));
            if (found > pixels) {
                pixels = found;
                largest = new RawPicture(file, at, bytes);
            }
        }
        return Optional.ofNullable(largest);
    }

    private static int next(byte[] file, int from) {
        for (int at = from; at < file.length - MARKER_BYTES; at++) {
            if (file[at] == (byte) 0xFF && file[at + 1] == (byte) 0xD8 && file[at + 2] == (byte) 0xFF) {
                return at;
            }
        }
        return -1;
    }

    /** 0 for what is no whole JPEG. */
    private static long pixels(PictureBytes jpeg) {
        try {
            return JpegStructure.read(jpeg).pixels();
        } catch (PictureDefect other) {
            return 0;
        }
    }

    PictureBytes jpeg() {
        return new PictureBytes(file, from);
    }

    /** The JPEG, with whatever comes behind it. */
    public byte[] content() {
        return Arrays.copyOfRange(file, from, file.length);
    }

    /** How the camera was held: as the JPEG says, or else the raw file. */
    public ExifOrientation orientation() {
        ExifOrientation own = ExifOrientation.of(ImageHeader.Format.JPEG, jpeg());
        return own == ExifOrientation.UPRIGHT && !hasExif() ? ExifOrientation.ofTiff(raw) : own;
    }

    private boolean hasExif() {
        try {
            return JpegStructure.exif(jpeg()).isPresent();
        } catch (PictureDefect none) {
            return false;
        }
    }
}
