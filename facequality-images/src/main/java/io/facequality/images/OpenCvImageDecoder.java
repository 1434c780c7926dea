package io.facequality.images;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.Image;
import io.facequality.ImageDecoder;
import io.facequality.ImageSource;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection.Cause;
import io.facequality.images.internal.ExifOrientation;
import io.facequality.images.internal.ImageHeader;
import io.facequality.images.internal.ImageHeader.Format;
import io.facequality.images.internal.OpenCv;
import io.facequality.images.internal.PictureBytes;
import io.facequality.images.internal.PictureDamage;
import io.facequality.images.internal.PictureDefect;
import io.facequality.images.internal.PngStructure;
import io.facequality.images.internal.TiffStructure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
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
 * <p>A JPEG or TIFF whose data is damaged in the middle is decoded with the damage in it, as every viewer does. The
 * native libraries write a line about it to standard error, without the picture's name; {@link PictureDamage} says which
 * picture it is.
 *
 * <p>Immutable and safe to share between threads; holds nothing. A call takes the memory that {@link
 * ImageHeader#decodingBytes} says, and releases the native part before it returns.
 */
public final class OpenCvImageDecoder implements ImageDecoder {

    private static final String WHAT = "cannot decode the picture";
    /** OpenCV would pass over notes of orientation that are not of the type in the standard. */
    private static final int FLAGS = opencv_imgcodecs.IMREAD_COLOR_RGB | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;

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
        if (source instanceof ImageSource.Decoded decoded) {
            return withinLimit(decoded.id(), decoded.image().width(), decoded.image().height())
                    .then(id -> Outcome.ok(decoded.image()));
        }
        return read((ImageSource.Encoded) source).then(bytes -> decode(source.id(), bytes));
    }

    /**
     * Decodes bytes that were read already, for instance to take their digest.
     *
     * @param id the picture's identifier, for messages
     * @param bytes the whole content of a file; left as they are
     * @return its pixels, or why it cannot be used
     */
    public Outcome<Image> decode(String id, byte[] bytes) {
        if (bytes.length > maximumBytes) {
            return tooManyBytes(id);
        }
        return ImageHeader.read(id, bytes)
                .then(header -> withinLimit(id, header.width(), header.height())
                        .then(admitted -> pixels(id, header.format(), bytes)));
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

    private Outcome<String> withinLimit(String id, int width, int height) {
        if ((long) width * height <= maximumPixels) {
            return Outcome.ok(id);
        }
        return Outcome.rejected(
                Cause.TOO_LARGE,
                new Problem(
                        WHAT, id, "at most " + maximumPixels + " pixels", width + " x " + height,
                        "Shrink the picture, or raise the limit on a picture's pixels."));
    }

    private Outcome<Image> pixels(String id, Format format, byte[] bytes) {
        try {
            ExifOrientation turn = orientation == Orientation.APPLY_EXIF
                    ? ExifOrientation.of(format, new PictureBytes(bytes))
                    : ExifOrientation.UPRIGHT;
            return pixels(id, prepared(format, bytes), turn);
        } catch (PictureDefect defect) {
            return Outcome.rejected(defect.kind(), defect.in(WHAT, id));
        }
    }

    private static byte[] prepared(Format format, byte[] bytes) throws PictureDefect {
        return switch (format) {
            case PNG -> PngStructure.withoutExtras(bytes);
            case TIFF -> TiffStructure.withoutExcess(bytes);
            case JPEG, WEBP, BMP -> bytes;
        };
    }

    private static Outcome<Image> pixels(String id, byte[] bytes, ExifOrientation turn) {
        OpenCv.load();
        try (BytePointer data = new BytePointer(bytes);
                Mat encoded = new Mat(1, bytes.length, opencv_core.CV_8UC1, data);
                Mat rgb = opencv_imgcodecs.imdecode(encoded, FLAGS)) {
            if (rgb.empty()) {
                return corrupt(id, "damaged data");
            }
            turn.apply(rgb);
            return Outcome.ok(OpenCv.image(rgb));
        } catch (RuntimeException e) {
            return corrupt(id, "data that OpenCV refuses: " + e.getMessage());
        }
    }

    private static Outcome<Image> corrupt(String id, String found) {
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
         * Sets how many pixels a picture may have; 250 million by default, which lets the 200 megapixels of
         * phones in. Decoding takes 6 to 12 bytes for each.
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
