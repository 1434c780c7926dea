package io.facequality.images.internal;

import io.facequality.DetectedFace.Box;
import io.facequality.Image;
import io.facequality.ImagePyramid.Level;
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
    private static final double HALF_PIXEL = 0.5;

    /** Reads the note of a picture that was admitted by its header; without one that makes sense, it is upright. */
    public static ExifOrientation of(Format format, PictureBytes bytes) {
        try {
            Optional<PictureBytes> exif = switch (format) {
                case JPEG -> JpegStructure.exif(bytes);
                case PNG -> PngStructure.exif(bytes);
                case WEBP -> WebpStructure.exif(bytes);
                // A TIFF's orientation is part of the format, and its decoder applies it; a BMP has none.
                case TIFF, BMP, OTHER -> Optional.empty();
            };
            return exif.isPresent() && TiffDirectory.begins(exif.get())
                    ? ofNumber(TiffDirectory.first(exif.get()).number(TAG, 1))
                    : UPRIGHT;
        } catch (PictureDefect besideThePicture) {
            return UPRIGHT;
        }
    }

    /** Reads the note of a camera's raw file, which is a TIFF. */
    static ExifOrientation ofTiff(PictureBytes bytes) {
        try {
            return TiffDirectory.begins(bytes) ? ofNumber(TiffDirectory.first(bytes).number(TAG, 1)) : UPRIGHT;
        } catch (PictureDefect besideThePicture) {
            return UPRIGHT;
        }
    }

    private static ExifOrientation ofNumber(long number) {
        return number >= 1 && number <= values().length ? values()[(int) number - 1] : UPRIGHT;
    }

    /**
     * Turns a picture upright.
     *
     * @param rgb the picture as it is stored, reduced; it is turned in its place
     * @param width pixels in a stored row of the whole
     * @param height stored rows of the whole
     * @param reduction how many pixels of the whole lie along one of the matrix
     */
    public Level upright(Mat rgb, int width, int height, int reduction) {
        apply(rgb);
        Image image = OpenCv.image(rgb);
        if (reduction == 1) {
            return Level.of(image);
        }
        int uprightWidth = isTransposed() ? height : width;
        int uprightHeight = isTransposed() ? width : height;
        // What is missing at the end of a stored row, or too much, comes first in a mirrored one.
        double left = flipsColumns() ? uprightWidth - (double) reduction * image.width() : 0;
        double top = flipsRows() ? uprightHeight - (double) reduction * image.height() : 0;
        Box area = new Box(
                left - HALF_PIXEL, top - HALF_PIXEL,
                (double) reduction * image.width(), (double) reduction * image.height());
        return new Level(image, area, uprightWidth, uprightHeight);
    }

    private void apply(Mat rgb) {
        if (isTransposed()) {
            opencv_core.transpose(rgb, rgb);
        }
        if (flipsColumns() || flipsRows()) {
            opencv_core.flip(rgb, rgb, flipsColumns() && flipsRows() ? -1 : flipsColumns() ? 1 : 0);
        }
    }

    private boolean isTransposed() {
        return ordinal() >= TRANSPOSED.ordinal();
    }

    private boolean flipsColumns() {
        return this == MIRRORED || this == TURNED_LEFT || flipsBoth();
    }

    private boolean flipsRows() {
        return this == UPSIDE_DOWN || this == TURNED_RIGHT || flipsBoth();
    }

    private boolean flipsBoth() {
        return this == TURNED_BY_180 || this == TRANSVERSE;
    }
}
