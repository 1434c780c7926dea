package io.facequality.images.internal;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.Image;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Turns pixels into the bytes of a picture file. Safe to call from several threads at once; holds nothing. */
public final class PictureEncoder {

    private PictureEncoder() {}

    /**
     * Writes a baseline JPEG.
     *
     * @param image the picture
     * @param quality from 1 (smallest) to 100 (best)
     * @return a file's content
     * @throws InvalidInputException if the quality is out of range, or a side is longer than the 65,500 pixels that
     *     the format's library takes
     */
    public static byte[] jpeg(Image image, int quality) {
        if (quality < 1 || quality > 100) {
            throw InvalidInputException.ofValue("PictureEncoder", "a JPEG quality from 1 to 100", quality);
        }
        return encode(image, ".jpg", opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality);
    }

    /**
     * Writes a PNG, which loses nothing.
     *
     * @param image the picture
     * @return a file's content
     */
    public static byte[] png(Image image) {
        return encode(image, ".png");
    }

    private static byte[] encode(Image image, String extension, int... parameters) {
        OpenCv.load();
        try (Mat bgr = OpenCv.bgrMatrix(image);
                IntPointer settings = new IntPointer(parameters);
                BytePointer encoded = new BytePointer()) {
            if (!opencv_imgcodecs.imencode(extension, bgr, encoded, settings)) {
                throw InvalidInputException.ofValue("PictureEncoder", "a picture that fits into a " + extension + " file", image);
            }
            byte[] bytes = new byte[Math.toIntExact(encoded.limit())];
            encoded.get(bytes);
            return bytes;
        }
    }
}
