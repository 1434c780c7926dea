package io.facequality.images.internal;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection.Cause;
import io.facequality.images.OpenCvImageDecoder;
import java.util.Objects;
import java.util.Optional;

/**
 * What a picture's file says about itself, read from its bytes without decoding a pixel.
 *
 * @param format the file's format, told by its content, whatever the file is called
 * @param width pixels in a stored row, at least 1; a camera's note that the picture is to be turned is not applied
 * @param height stored rows, at least 1
 * @param workspace how many bytes the format's decoder works with at most, apart from the pixels that it makes, such as
 *     the coefficients of a progressive JPEG or a whole strip of a TIFF
 * @param fileBytes how many bytes the file has
 */
public record ImageHeader(Format format, int width, int height, long workspace, int fileBytes) {

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
        TIFF,
        /** One that an installed module reads: HEIC, AVIF, GIF. */
        OTHER
    }

    /** How much smaller a picture can be decoded: a power of 2, the most that a JPEG's own scaling gives. */
    public static final int LARGEST_REDUCTION = 8;

    /** How many bytes of a file tell its format. */
    public static final int SIGNATURE_BYTES = 32;

    static final int PIXEL_BYTES = 3;
    /** Coded pixels of up to 16 bits, and those of the tiles that a picture is put together of. */
    private static final int OTHER_WORKSPACE = 8;
    /** More than any limit allows, and few enough to count bytes with. */
    private static final long MOST_PIXELS = 1L << 40;
    private static final String WHAT = "cannot read the picture";
    static final String KNOWN_FORMATS = "a JPEG, PNG, WebP, BMP or TIFF picture";

    /** Checks that there is a format and the size is positive. */
    public ImageHeader {
        Objects.requireNonNull(format, "format");
        if (width < 1 || height < 1) {
            throw InvalidInputException.ofValue("ImageHeader", "a size of at least 1 x 1", width + " x " + height);
        }
        if (workspace < 0) {
            throw new IllegalArgumentException("expected at least 0 bytes of workspace, found " + workspace);
        }
    }

    /**
     * Reads a header and checks that the file is complete, and that it is not far too small for the size that it
     * claims. It takes one look at each byte of a JPEG and a few dozen at those of other formats; hostile bytes give a
     * rejection, never an exception.
     *
     * @param id the picture's identifier, for messages
     * @param bytes the whole content of a file
     * @return the header, or the rejection: {@code EMPTY} without bytes, {@code NOT_A_PICTURE} for another content,
     *     {@code UNSUPPORTED} for a kind of picture that is not read, {@code TRUNCATED} if the file ends before the
     *     picture does, {@code CORRUPT} if it is malformed, {@code TOO_LARGE} for a size beyond all counting
     */
    public static Outcome<ImageHeader> read(String id, byte[] bytes) {
        if (bytes.length == 0) {
            return Outcome.rejected(
                    Cause.EMPTY,
                    new Problem(WHAT, id, KNOWN_FORMATS, "no bytes at all", "Get the file anew from its source."));
        }
        Optional<MorePictures> other = MorePictures.readerOf(bytes);
        try {
            return other.isPresent()
                    ? other.get().size(id, bytes).map(size -> other(size, bytes.length))
                    : Outcome.ok(read(new PictureBytes(bytes)));
        } catch (PictureDefect defect) {
            return Outcome.rejected(defect.kind(), defect.in(WHAT, id));
        }
    }

    private static ImageHeader other(MorePictures.Size size, int fileBytes) {
        long pixels = (long) size.width() * size.height();
        return new ImageHeader(Format.OTHER, size.width(), size.height(), pixels * OTHER_WORKSPACE, fileBytes);
    }

    /**
     * Tells a format by a file's first bytes alone.
     *
     * @param start the first {@value #SIGNATURE_BYTES} bytes of a file, or all if it has fewer
     * @return the format that the bytes promise; empty if they promise none that is read
     */
    public static Optional<Format> formatOf(byte[] start) {
        try {
            return formatOf(new PictureBytes(start));
        } catch (PictureDefect tooShortToTell) {
            return Optional.empty();
        }
    }

    private static Optional<Format> formatOf(PictureBytes bytes) throws PictureDefect {
        if (JpegStructure.begins(bytes)) {
            return Optional.of(Format.JPEG);
        }
        if (PngStructure.begins(bytes)) {
            return Optional.of(Format.PNG);
        }
        if (WebpStructure.begins(bytes)) {
            return Optional.of(Format.WEBP);
        }
        if (TiffStructure.begins(bytes)) {
            return Optional.of(Format.TIFF);
        }
        if (BmpStructure.begins(bytes)) {
            return Optional.of(Format.BMP);
        }
        return UnreadFormat.of(bytes).flatMap(MorePictures::readerOf).map(reader -> Format.OTHER);
    }

    static ImageHeader read(PictureBytes bytes) throws PictureDefect {
        Optional<Format> format = formatOf(bytes);
        Optional<RawPicture> raw = RawPicture.in(bytes);
        if (raw.isPresent()) {
            return JpegStructure.read(raw.get().jpeg()).of(bytes);
        }
        if (format.isEmpty()) {
            throw PictureDefect.notRead(ContentGuess.of(bytes));
        }
        ImageHeader header = switch (format.get()) {
            case JPEG -> JpegStructure.read(bytes);
            case PNG -> PngStructure.read(bytes);
            case WEBP -> WebpStructure.read(bytes);
            case TIFF -> TiffStructure.read(bytes);
            case BMP -> BmpStructure.read(bytes);
            case OTHER -> throw PictureDefect.notRead(ContentGuess.of(bytes));
        };
        return header.of(bytes);
    }

    /**
     * How many pixels the picture has.
     *
     * @return width times height
     */
    public long pixels() {
        return (long) width * height;
    }

    /**
     * How much the picture can be reduced.
     *
     * @param longSide the pixels that the longer side is to have at least
     * @return the largest power of 2, up to {@link #LARGEST_REDUCTION}; 1 if the whole has no more pixels than that
     */
    public int reductionTo(int longSide) {
        int reduction = LARGEST_REDUCTION;
        while (reduction > 1 && Math.max(width, height) / reduction < longSide) {
            reduction /= 2;
        }
        return reduction;
    }

    /**
     * How many pixels are in memory at once while the picture is decoded. A JPEG in one pass is never there as a whole.
     *
     * @param reduction how many pixels lie along one that is decoded
     * @return the pixels of the whole, or of what is decoded
     */
    public long pixelsInMemory(int reduction) {
        return format == Format.JPEG && workspace == 0 ? pixels(reduction) : pixels();
    }

    /**
     * How much memory {@link OpenCvImageDecoder} takes at most while it decodes the picture, beside the bytes that it is
     * given: a copy of them, the pixels in native memory and on the heap, and the workspace.
     *
     * @param reduction how many pixels lie along one that is decoded
     * @return bytes
     */
    public long decodingBytes(int reduction) {
        long result = pixels(reduction) * PIXEL_BYTES;
        boolean reducedByDecoder = reduction == 1 || format == Format.JPEG;
        long pixelBytes = reducedByDecoder
                ? result + Math.max(result, workspace)
                : pixels() * PIXEL_BYTES + Math.max(2 * result, workspace);
        return pixelBytes + fileBytes;
    }

    private long pixels(int reduction) {
        return reduced(width, reduction) * reduced(height, reduction);
    }

    private static long reduced(int side, int reduction) {
        return ((long) side + reduction - 1) / reduction;
    }

    /** Makes a header from sizes as a file states them, which may be nonsense. */
    static ImageHeader of(Format format, long width, long height) throws PictureDefect {
        if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            throw PictureDefect.corrupt("a size of at least 1 x 1 and below 2^31", width + " x " + height);
        }
        if (width * height > MOST_PIXELS) {
            throw new PictureDefect(
                    Cause.TOO_LARGE, "a picture that fits into memory", width + " x " + height, "Leave it out.");
        }
        return new ImageHeader(format, (int) width, (int) height, 0, 0);
    }

    /** The same, whose decoder works with so much memory before the pixels are copied to the heap. */
    ImageHeader withWorkspace(long bytes) {
        return new ImageHeader(format, width, height, bytes, fileBytes);
    }

    private ImageHeader of(PictureBytes bytes) {
        return new ImageHeader(format, width, height, workspace, bytes.length());
    }
}
