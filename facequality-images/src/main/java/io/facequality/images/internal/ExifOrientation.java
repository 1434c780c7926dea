package io.facequality.images.internal;

import io.facequality.images.internal.ImageHeader.Format;
import java.util.Optional;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A camera's note of how it was held (EXIF 2.3, tag 0x0112), as a number of any integer type. OpenCV's own reading
 * takes only the type that the standard names, and phones write others.
 */
public enum ExifOrientation {
    UPRIGHT,
    MIRRORED,
    TURNED_BY_180,
    UPSIDE_DOWN,
    TRANSPOSED,
    TURNED_LEFT,
    TRANSVERSE,
    TURNED_RIGHT;

    private static final int TAG = 0x0112;

    /** Reads the note of a picture that was admitted by its header; without one that makes sense, it is upright. */
    public static ExifOrientation of(Format format, PictureBytes bytes) {
        try {
            Optional<PictureBytes> exif = switch (format) {
                case JPEG -> JpegStructure.exif(bytes);
                case PNG -> PngStructure.exif(bytes);
                case WEBP -> WebpStructure.exif(bytes);
                // A TIFF's orientation is part of the format, and its decoder applies it; a BMP has none.
                case TIFF, BMP -> Optional.empty();
            };
            return exif.isPresent() && TiffDirectory.begins(exif.get())
                    ? ofNumber(TiffDirectory.first(exif.get()).number(TAG, 1))
                    : UPRIGHT;
        } catch (PictureDefect besideThePicture) {
            return UPRIGHT;
        }
    }

    private static ExifOrientation ofNumber(long number) {
        return number >= 1 && number <= values().length ? values()[(int) number - 1] : UPRIGHT;
    }

    /** Turns a picture upright. */
    public void apply(Mat picture) {
        if (ordinal() >= TRANSPOSED.ordinal()) {
            opencv_core.transpose(picture, picture);
        }
        switch (this) {
            case MIRRORED, TURNED_LEFT -> opencv_core.flip(picture, picture, 1);
            case UPSIDE_DOWN, TURNED_RIGHT -> opencv_core.flip(picture, picture, 0);
            case TURNED_BY_180, TRANSVERSE -> opencv_core.flip(picture, picture, -1);
            case UPRIGHT, TRANSPOSED -> {}
        }
    }
}
