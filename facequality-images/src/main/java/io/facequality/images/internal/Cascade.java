package io.facequality.images.internal;

import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.Image;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.global.opencv_objdetect;
import org.bytedeco.opencv.opencv_core.FileNode;
import org.bytedeco.opencv.opencv_core.FileStorage;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;

/**
 * OpenCV's frontal-face cascade (P. Viola and M. Jones, Rapid object detection using a boosted cascade of simple
 * features, CVPR 2001), which proposes places for the landmark network to check. Only one thread may use it at a time.
 */
public final class Cascade implements AutoCloseable {

    /** The cascade's name; it travels inside OpenCV's jar. */
    public static final String NAME = "haarcascade_frontalface_alt2";

    private static final int WINDOW = 20;

    /** Lower than usual: what is no face costs a look of the network and nothing else. */
    private static final int NEIGHBORS = 2;

    private final CascadeClassifier classifier;

    /** A square in a picture, in its pixels. */
    public record Square(Point center, double side) {}

    private Cascade(CascadeClassifier classifier) {
        this.classifier = classifier;
    }

    /**
     * Makes a cascade from its file's content, without a detour over the disk.
     *
     * @param xml the content as {@link #definition()} gives it
     */
    public static Cascade of(String xml) {
        CascadeClassifier classifier = new CascadeClassifier();
        try (FileStorage storage = new FileStorage(xml, FileStorage.READ | FileStorage.MEMORY);
                FileNode root = storage.getFirstTopLevelNode()) {
            if (!classifier.read(root)) {
                throw new ModelException(new Problem(
                        "cannot open the cascade", NAME, "the file of OpenCV's jar", "one that OpenCV refuses",
                        "Get org.bytedeco:opencv anew."));
            }
            return new Cascade(classifier);
        } catch (Throwable e) {
            classifier.close();
            throw e;
        }
    }

    /**
     * Reads the cascade's file from OpenCV's jar of this platform, or else of another one: the jar for Windows has
     * none, and the content is the same.
     *
     * @throws ModelException if no jar on the class path has it
     */
    public static String definition() {
        URL file = Stream.of(
                        Loader.getPlatform(), "linux-x86_64", "linux-arm64", "macosx-arm64", "macosx-x86_64")
                .map(platform -> "/org/bytedeco/opencv/" + platform + "/share/opencv4/haarcascades/" + NAME + ".xml")
                .flatMap(path -> found(path).stream())
                .findFirst()
                .orElseThrow(() -> new ModelException(new Problem(
                        "cannot find the cascade", NAME, "it in one of OpenCV's jars on the class path", "none",
                        "Add org.bytedeco:opencv with the classifier linux-x86_64 beside this platform's,"
                                + " whose jar lacks it, or detect with YuNet.")));
        try (InputStream stream = file.openStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ModelException(
                    new Problem("cannot read the cascade", file.toString(), "its content", e.toString(),
                            "Get org.bytedeco:opencv anew."),
                    e);
        }
    }

    private static List<URL> found(String path) {
        try {
            return List.of(Loader.findResources(opencv_objdetect.class, path, 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Proposes places of upright frontal faces, in no particular order.
     *
     * @param longSide the picture's longer side is brought down to so many pixels first
     * @param sizeStep how much larger each size of faces is than the one before; 1.2 takes half the time of 1.1
     * @param smallestFace the smallest face, in pixels of the picture
     */
    public List<Square> propose(Image image, int longSide, double sizeStep, double smallestFace) {
        double scale = Math.min(1, (double) longSide / Math.max(image.width(), image.height()));
        int width = Math.max(1, (int) Math.round(image.width() * scale));
        int height = Math.max(1, (int) Math.round(image.height() * scale));
        if (Math.min(width, height) < WINDOW) {
            return List.of();
        }
        int smallest = Math.max(WINDOW, (int) Math.round(smallestFace * scale));
        try (Mat gray = gray(image, width, height);
                RectVector found = new RectVector();
                Size smallestSize = new Size(smallest, smallest);
                Size noLimit = new Size()) {
            classifier.detectMultiScale(gray, found, sizeStep, NEIGHBORS, 0, smallestSize, noLimit);
            return squares(found, (double) image.width() / width, (double) image.height() / height);
        }
    }

    private static Mat gray(Image image, int width, int height) {
        Mat gray = new Mat();
        try (Mat rgb = OpenCv.matrix(image);
                Size size = new Size(width, height)) {
            if (width != image.width() || height != image.height()) {
                opencv_imgproc.resize(rgb, rgb, size, 0, 0, opencv_imgproc.INTER_AREA);
            }
            opencv_imgproc.cvtColor(rgb, gray, opencv_imgproc.COLOR_RGB2GRAY);
            return gray;
        } catch (Throwable e) {
            gray.close();
            throw e;
        }
    }

    private static List<Square> squares(RectVector found, double scaleX, double scaleY) {
        List<Square> squares = new ArrayList<>();
        for (long i = 0; i < found.size(); i++) {
            try (Rect rect = found.get(i)) {
                double x = (rect.x() + rect.width() / 2.0) * scaleX - 0.5;
                double y = (rect.y() + rect.height() / 2.0) * scaleY - 0.5;
                squares.add(new Square(new Point(x, y), rect.width() * scaleX));
            }
        }
        return squares;
    }

    @Override
    public void close() {
        classifier.close();
    }
}
