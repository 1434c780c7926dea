package io.facequality.images;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.Image;
import io.facequality.ImageDecoder;
import io.facequality.ImagePyramid.Level;
import io.facequality.ImageSource;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection.Cause;
import io.facequality.images.internal.ExifOrientation;
import io.facequality.images.internal.ImageHeader;
import io.facequality.images.internal.ImageHeader.Format;
import io.facequality.images.internal.MorePictures;
import io.facequality.images.internal.OpenCv;
import io.facequality.images.internal.PictureBytes;
import io.facequality.images.internal.PictureDamage;
import io.facequality.images.internal.PictureDefect;
import io.facequality.images.internal.PngStructure;
import io.facequality.images.internal.RawPicture;
import io.facequality.images.internal.TiffStructure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Decodes JPEG (also CMYK, YCCK, gray and progressive), PNG, WebP, BMP and TIFF with OpenCV, by content and not by
 * extension. Bytes are admitted by their {@linkplain ImageHeader header} before anything is decoded: a picture above
 * the limits costs no memory.
 *
 * <p>The pixels are those that Pillow's {@code convert("RGB")} gives (at most 1 apart for CMYK), transparency is
 * dropped, with these exceptions: 16-bit gray keeps its upper 8 bits, where Pillow cuts values above 255; transparency
 * in a TIFF is laid on black. A TIFF's orientation is part of the format and always applied, as Pillow does.
 *
 * <p>Of a camera's raw file (NEF, CR2, CR3, DNG, ARW, RAF and others) the largest JPEG in it is decoded. The module
 * {@code facequality-video} adds HEIC, AVIF and GIF, which are turned as they say themselves, whatever the orientation.
 *
 * <p>A JPEG or TIFF whose data is damaged in the middle is decoded with the damage in it, as every viewer does. The
 * native libraries write a line about it to standard error, without the picture's name; {@link PictureDamage} says which
 * picture it is.
 *
 * <p>Reduced to a half, a quarter or an eighth, a JPEG is decoded by that size's part of its coefficients: less time, and
 * memory for the reduced picture alone. The other formats are decoded whole and then averaged. Where the whole has a
 * size that is no multiple of the reduction, the last pixels of a JPEG's level are filled up, those of others left out.
 *
 * <p>Immutable and safe to share between threads; holds nothing. A call takes the memory that {@link
 * ImageHeader#decodingBytes} says, and releases the native part before it returns.
 */
public final class OpenCvImageDecoder implements ImageDecoder {

    private static final String WHAT = "cannot decode the picture";
    /** OpenCV would pass over notes of orientation that are not of the type in the standard. */
    private static final int FLAGS = opencv_imgcodecs.IMREAD_COLOR_RGB | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
    /** OpenCV's flag for half the size is this times 2, without its flag for the colors; and so on. */
    private static final int REDUCTION_FLAG = opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_2 / 2;

    private final long maximumPixels;
    private final int maximumBytes;
    private final Orientation orientation;

    private OpenCvImageDecoder(Builder builder) {
        this.maximumPixels = builder.maximumPixels;
        this.maximumBytes = builder.maximumBytes;
        this.orientation = builder.orientation;
    }

    /**
     * A decoder with the default limits that turns pictures upright.
     *
     * @return the decoder
     */
    public static OpenCvImageDecoder create() {
        return builder().build();
    }

    /**
     * Starts from the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Outcome<Image> decode(ImageSource source) {
        return decode(source, 1).map(Level::image);
    }

    /** 8: by a half, a quarter and an eighth. A JPEG is reduced by its own coefficients, others by areas. */
    @Override
    public int largestReduction() {
        return ImageHeader.LARGEST_REDUCTION;
    }

    @Override
    public Outcome<Level> decode(ImageSource source, int reduction) {
        if (reduction < 1 || reduction > largestReduction() || Integer.bitCount(reduction) != 1) {
            throw InvalidInputException.ofValue("OpenCvImageDecoder", "a reduction of 1, 2, 4 or 8", reduction);
        }
        if (source instanceof ImageSource.Decoded decoded) {
            return decoded(decoded.id(), decoded.image(), reduction);
        }
        return read((ImageSource.Encoded) source).then(bytes -> decode(source.id(), bytes, reduction));
    }

    /**
     * Decodes bytes that were read already, for instance to take their digest.
     *
     * @param id the picture's identifier, for messages
     * @param bytes the whole content of a file; left as they are
     * @return its pixels, or why it cannot be used
     */
    public Outcome<Image> decode(String id, byte[] bytes) {
        return decode(id, bytes, 1).map(Level::image);
    }

    private Outcome<Level> decode(String id, byte[] bytes, int reduction) {
        if (bytes.length > maximumBytes) {
            return tooManyBytes(id);
        }
        Optional<MorePictures> other = MorePictures.readerOf(bytes);
        return ImageHeader.read(id, bytes)
                .then(header -> withinLimit(id, header.pixelsInMemory(reduction), header.width(), header.height())
                        .then(admitted -> other.isPresent()
                                ? other.get().decode(id, bytes, maximumPixels)
                                        .map(image -> reduction == 1 ? Level.of(image) : reduced(image, reduction))
                                : level(id, header, bytes, reduction)));
    }

    private Outcome<Level> decoded(String id, Image image, int reduction) {
        return withinLimit(id, (long) image.width() * image.height(), image.width(), image.height())
                .map(admitted -> reduction == 1 ? Level.of(image) : reduced(image, reduction));
    }

    private static Level reduced(Image image, int reduction) {
        OpenCv.load();
        try (Mat rgb = OpenCv.matrix(image)) {
            OpenCv.reduceByAreas(rgb, reduction);
            return ExifOrientation.UPRIGHT.upright(rgb, image.width(), image.height(), reduction);
        }
    }

    private Outcome<byte[]> read(ImageSource.Encoded source) {
        try (InputStream stream = source.open()) {
            // For files this is the length, so that a huge one is refused unread.
            if (stream.available() > maximumBytes) {
                return tooManyBytes(source.id());
            }
            byte[] bytes = stream.readNBytes(maximumBytes);
            return bytes.length == maximumBytes && stream.read() >= 0 ? tooManyBytes(source.id()) : Outcome.ok(bytes);
        } catch (IOException | UncheckedIOException e) {
            return Outcome.rejected(
                    Cause.UNREADABLE,
                    new Problem(
                            "cannot read the picture", source.id(), "bytes", e.toString(),
                            "Check that the file is there, may be read, and lies on a disk that works."));
        }
    }

    private <T> Outcome<T> tooManyBytes(String id) {
        return Outcome.rejected(
                Cause.TOO_LARGE,
                new Problem(
                        WHAT, id, "at most " + maximumBytes + " bytes", "more",
                        "Shrink the file, or raise the limit on a picture's bytes."));
    }

    private Outcome<String> withinLimit(String id, long pixelsInMemory, int width, int height) {
        if (pixelsInMemory <= maximumPixels) {
            return Outcome.ok(id);
        }
        return Outcome.rejected(
                Cause.TOO_LARGE,
                new Problem(
                        WHAT, id, "at most " + maximumPixels + " pixels", width + " x " + height,
                        "Shrink the picture, or raise the limit on a picture's pixels."));
    }

    private Outcome<Level> level(String id, ImageHeader header, byte[] bytes, int reduction) {
        try {
            Optional<RawPicture> raw = RawPicture.in(bytes);
            ExifOrientation turn = orientation == Orientation.APPLY_EXIF
                    ? raw.map(RawPicture::orientation)
                            .orElseGet(() -> ExifOrientation.of(header.format(), new PictureBytes(bytes)))
                    : ExifOrientation.UPRIGHT;
            byte[] content = raw.isPresent() ? raw.get().content() : prepared(header.format(), bytes);
            return level(id, header, content, turn, reduction);
        } catch (PictureDefect defect) {
            return Outcome.rejected(defect.kind(), defect.in(WHAT, id));
        }
    }

    private static byte[] prepared(Format format, byte[] bytes) throws PictureDefect {
        return switch (format) {
            case PNG -> PngStructure.withoutExtras(bytes);
            case TIFF -> TiffStructure.withoutExcess(bytes);
            case JPEG, WEBP, BMP, OTHER -> bytes;
        };
    }

    private static Outcome<Level> level(
            String id, ImageHeader header, byte[] bytes, ExifOrientation turn, int reduction) {
        OpenCv.load();
        int whileDecoding = header.format() == Format.JPEG ? reduction : 1;
        try (BytePointer data = new BytePointer(bytes);
                Mat encoded = new Mat(1, bytes.length, opencv_core.CV_8UC1, data);
                Mat rgb = opencv_imgcodecs.imdecode(encoded, flags(whileDecoding))) {
            if (rgb.empty()) {
                return corrupt(id, "damaged data");
            }
            int width = whileDecoding == 1 ? rgb.cols() : header.width();
            int height = whileDecoding == 1 ? rgb.rows() : header.height();
            OpenCv.reduceByAreas(rgb, reduction / whileDecoding);
            return Outcome.ok(turn.upright(rgb, width, height, reduction));
        } catch (RuntimeException e) {
            return corrupt(id, "data that OpenCV refuses: " + e.getMessage());
        }
    }

    private static int flags(int reduction) {
        return reduction == 1 ? FLAGS : FLAGS | REDUCTION_FLAG * reduction;
    }

    private static <T> Outcome<T> corrupt(String id, String found) {
        return Outcome.rejected(
                Cause.CORRUPT,
                new Problem(
                        WHAT, id, "data that follows the format", found,
                        "Get the file anew, or save it anew with a program that opens it."));
    }

    @Override
    public String toString() {
        return "OpenCvImageDecoder[maximumPixels=" + maximumPixels + ", maximumBytes=" + maximumBytes
                + ", orientation=" + orientation + "]";
    }

    /** Collects settings; not safe to share between threads. */
    public static final class Builder {

        private static final long LARGEST_PICTURE = (Integer.MAX_VALUE - 8L) / 3;
        private static final int LARGEST_FILE = Integer.MAX_VALUE - 8;

        private long maximumPixels = 250_000_000;
        private int maximumBytes = 256 << 20;
        private Orientation orientation = Orientation.APPLY_EXIF;

        private Builder() {}

        /**
         * Sets how many pixels of a picture may be in memory at once; 250 million by default, which lets the 200
         * megapixels of phones in. Decoding takes 6 to 12 bytes for each. A JPEG in one pass that is reduced while it is
         * decoded counts as the pixels that are left, so that it may be larger; a progressive one is held as a whole.
         *
         * @param maximumPixels from 1 to 715,827,879, the most that one array holds
         * @return this builder
         */
        public Builder maximumPixels(long maximumPixels) {
            if (maximumPixels < 1 || maximumPixels > LARGEST_PICTURE) {
                throw InvalidInputException.ofValue(
                        "OpenCvImageDecoder", "maximumPixels from 1 to " + LARGEST_PICTURE, maximumPixels);
            }
            this.maximumPixels = maximumPixels;
            return this;
        }

        /**
         * Sets how many bytes a file may have; 256 MiB by default. No more than that is read.
         *
         * @param maximumBytes at least 1
         * @return this builder
         */
        public Builder maximumBytes(int maximumBytes) {
            if (maximumBytes < 1 || maximumBytes > LARGEST_FILE) {
                throw InvalidInputException.ofValue("OpenCvImageDecoder", "maximumBytes from 1 to " + LARGEST_FILE, maximumBytes);
            }
            this.maximumBytes = maximumBytes;
            return this;
        }

        /**
         * Sets what is done about a camera's note of how it was held; {@link Orientation#APPLY_EXIF} by default.
         *
         * @param orientation what is done
         * @return this builder
         */
        public Builder orientation(Orientation orientation) {
            this.orientation = Objects.requireNonNull(orientation, "orientation");
            return this;
        }

        /**
         * Fixes the settings.
         *
         * @return the decoder
         */
        public OpenCvImageDecoder build() {
            return new OpenCvImageDecoder(this);
        }
    }

    /** What a decoder does about the orientation that a camera noted in the file (EXIF 2.3, tag 0x0112). */
    public enum Orientation {
        /** Turn the pixels upright, as every viewer does. */
        APPLY_EXIF,
        /** Leave the pixels as they are stored, as the published code does. */
        AS_STORED
    }
}
