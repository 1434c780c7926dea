package io.facequality.opencv;

import io.facequality.FaceImage;
import io.facequality.ModelException;
import io.facequality.Problem;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.global.opencv_objdetect;
import org.bytedeco.opencv.opencv_core.Mat;

/** The way to OpenCV: its native libraries, and pictures into and out of its memory. */
final class OpenCv {

    private OpenCv() {}

    /**
     * Loads the native libraries now, so that a missing one is reported as a whole and not as a class that cannot be
     * found somewhere deep down.
     *
     * @throws ModelException if this platform's natives are not on the class path
     */
    static void load() {
        try {
            Natives.ready();
        } catch (LinkageError e) {
            throw new ModelException(
                    new Problem(
                            "cannot load OpenCV",
                            Loader.getPlatform(),
                            "its native libraries on the class path",
                            String.valueOf(e.getMessage()),
                            "Add org.bytedeco:opencv, openblas and javacpp with this platform's classifier."),
                    e);
        }
    }

    /** Loaded once: JavaCPP's own loading takes longer than a small picture's decoding, even the second time. */
    private static final class Natives {

        static {
            Loader.load(opencv_objdetect.class);
        }

        static void ready() {}
    }

    /** Copies a picture; the caller closes the matrix, of 8-bit RGB. */
    static Mat matrix(FaceImage image) {
        Mat matrix = new Mat(image.height(), image.width(), opencv_core.CV_8UC3);
        try {
            matrix.data().capacity(image.pixels().capacity()).asByteBuffer().put(image.pixels());
            return matrix;
        } catch (Throwable e) {
            matrix.close();
            throw e;
        }
    }

    /** Copies a matrix of 8-bit RGB without gaps between its rows; the caller still closes it. */
    static FaceImage image(Mat rgb) {
        return FaceImage.filledBy(rgb.cols(), rgb.rows(), pixels -> rgb.data().get(pixels));
    }

    /** Copies a picture with the channels in OpenCV's own order; the caller closes the matrix. */
    static Mat bgrMatrix(FaceImage image) {
        Mat matrix = matrix(image);
        try {
            opencv_imgproc.cvtColor(matrix, matrix, opencv_imgproc.COLOR_RGB2BGR);
            return matrix;
        } catch (Throwable e) {
            matrix.close();
            throw e;
        }
    }
}
