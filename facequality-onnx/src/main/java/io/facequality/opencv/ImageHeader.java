package io.facequality.opencv;

import io.facequality.Outcome;
import io.facequality.Problem;
import io.facequality.Rejection.Cause;
import java.util.Objects;

/**
 * What a picture's file says about itself, read from its bytes without decoding a pixel.
 *
 * @param format the file's format, told by its content, whatever the file is called
 * @param width pixels in a stored row, at least 1; a camera's note that the picture is to be turned is not applied
 * @param height stored rows, at least 1
 */
public record ImageHeader(Format format, int width, int height) {

    /** The formats that are read. */
    public enum Format {
        /** JPEG (ISO/IEC 10918-1). */
        JPEG,
        /** PNG (W3C, third edition); of an animated one the first picture. */
        PNG,
        /** WebP (RFC 9649), lossy, lossless and extended; of an animated one the first picture. */
        WEBP,
        /** BMP, as Windows and OS/2 write it. */
        BMP,
        /** TIFF (revision 6.0) and BigTIFF; of several pages the first. */
        TIFF
    }

    private static final String WHAT = "cannot read the picture";
    private static final String KNOWN_FORMATS = "a JPEG, PNG, WebP, BMP or TIFF picture";

    /** Checks that there is a format and the size is positive. */
    public ImageHeader {
        Objects.requireNonNull(format, "format");
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "expected a size of at least 1 x 1, found " + width + " x " + height);
        }
    }

    /**
     * Reads a header and judges whether the file is complete. It takes one look at each byte of a JPEG and a few dozen
     * at those of other formats; hostile bytes give a rejection, never an exception.
     *
     * @param id the picture's identifier, for messages
     * @param bytes the whole content of a file
     * @return the header, or the rejection: {@code EMPTY} without bytes, {@code NOT_A_PICTURE} for another content,
     *     {@code TRUNCATED} if the file ends before the picture does, {@code CORRUPT} if it is malformed
     */
    public static Outcome<ImageHeader> read(String id, byte[] bytes) {
        if (bytes.length == 0) {
            return Outcome.rejected(
                    Cause.EMPTY,
                    new Problem(WHAT, id, KNOWN_FORMATS, "no bytes at all", "Get the file anew from its source."));
        }
        try {
            return Outcome.ok(read(new PictureBytes(bytes)));
        } catch (PictureDefect defect) {
            return Outcome.rejected(defect.kind(), defect.in(WHAT, id));
        }
    }

    private static ImageHeader read(PictureBytes bytes) throws PictureDefect {
        if (JpegStructure.begins(bytes)) {
            return JpegStructure.read(bytes);
        }
        if (PngStructure.begins(bytes)) {
            return PngStructure.read(bytes);
        }
        if (WebpStructure.begins(bytes)) {
            return WebpStructure.read(bytes);
        }
        if (TiffStructure.begins(bytes)) {
            return TiffStructure.read(bytes);
        }
        if (BmpStructure.begins(bytes)) {
            return BmpStructure.read(bytes);
        }
        ContentGuess guess = ContentGuess.of(bytes);
        throw new PictureDefect(Cause.NOT_A_PICTURE, KNOWN_FORMATS, guess.content(), guess.remedy());
    }

    /**
     * How many pixels the picture has.
     *
     * @return width times height
     */
    public long pixels() {
        return (long) width * height;
    }

    /** Makes a header from sizes as a file states them, which may be nonsense. */
    static ImageHeader of(Format format, long width, long height) throws PictureDefect {
        if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            throw PictureDefect.corrupt("a size of at least 1 x 1 and below 2^31", width + " x " + height);
        }
        return new ImageHeader(format, (int) width, (int) height);
    }
}
