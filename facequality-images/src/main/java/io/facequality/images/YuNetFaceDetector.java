package io.facequality.images;

import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Box;
import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.FaceDetector;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.Image;
import io.facequality.ModelId;
import io.facequality.images.internal.FaceOrder;
import io.facequality.images.internal.InstancePool;
import io.facequality.images.internal.OpenCv;
import io.facequality.internal.Sha256;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_dnn;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.FaceDetectorYN;

/**
 * Finds faces with YuNet (W. Wu, H. Peng, S. Yu, YuNet: a tiny millisecond-level face detector, Machine Intelligence
 * Research 20, 2023) through OpenCV. It has its own five points, and finds turned faces that a cascade misses. The
 * confidence is its score.
 *
 * <p>Pictures whose longer side is above the detection size are brought down to it; smaller ones are taken as they are.
 * YuNet's points move by up to 8 % of the eye distance with the size of the picture.
 *
 * <p>Safe to call from several threads at once: each call leases a network of its own, of which there are at most as
 * many as processors. {@link #close()} waits for calls in flight.
 */
public final class YuNetFaceDetector implements FaceDetector {

    private static final int VALUES = 15;
    private static final int SMALLEST_SIDE = 8;

    /** Where its last maps are a single pixel wide, OpenCV's network reads memory that nobody wrote. */
    private static final int SMALLEST_CANVAS = 64;

    private final ModelId id;
    private final InstancePool<FaceDetectorYN> networks;
    private final int longSide;

    private YuNetFaceDetector(Builder builder, byte[] model) {
        this.id = new ModelId(nameOf(builder.file), "", Sha256.of(model));
        this.networks = new InstancePool<>(
                id.name(),
                Runtime.getRuntime().availableProcessors(),
                () -> network(builder, model),
                FaceDetectorYN::close);
        this.longSide = builder.longSide;
    }

    /**
     * Opens a detector with the default settings.
     *
     * @param file YuNet's ONNX file, such as {@code face_detection_yunet_2023mar.onnx} of the OpenCV model zoo
     * @return the open detector, which the caller closes
     * @throws ModelException if the file is missing, damaged or another model, or OpenCV's natives cannot be loaded
     */
    public static YuNetFaceDetector open(Path file) {
        return builder(file).open();
    }

    /**
     * Starts from the defaults.
     *
     * @param file YuNet's ONNX file
     * @return a new builder
     */
    public static Builder builder(Path file) {
        return new Builder(file);
    }

    @Override
    public List<DetectedFace> detect(Image image) {
        return networks.use(network -> detect(image, network));
    }

    private List<DetectedFace> detect(Image image, FaceDetectorYN network) {
        double scale = Math.min(1, (double) longSide / Math.max(image.width(), image.height()));
        int width = (int) Math.round(image.width() * scale);
        int height = (int) Math.round(image.height() * scale);
        if (Math.min(width, height) < SMALLEST_SIDE) {
            return List.of();
        }
        int canvasWidth = Math.max(width, SMALLEST_CANVAS);
        int canvasHeight = Math.max(height, SMALLEST_CANVAS);
        try (Mat bgr = scaled(image, width, height);
                Size size = new Size(canvasWidth, canvasHeight);
                Mat found = new Mat()) {
            opencv_core.copyMakeBorder(
                    bgr, bgr, 0, canvasHeight - height, 0, canvasWidth - width, opencv_core.BORDER_CONSTANT);
            network.setInputSize(size);
            network.detect(bgr, found);
            return FaceOrder.largestFirst(
                    faces(found, (double) image.width() / width, (double) image.height() / height));
        } catch (RuntimeException e) {
            String found = "OpenCV's message " + e.getMessage() + " for a picture of " + width + " x " + height;
            throw unusable(id.name(), found, e);
        }
    }

    private static Mat scaled(Image image, int width, int height) {
        Mat bgr = OpenCv.bgrMatrix(image);
        try (Size size = new Size(width, height)) {
            if (width != image.width() || height != image.height()) {
                opencv_imgproc.resize(bgr, bgr, size, 0, 0, opencv_imgproc.INTER_AREA);
            }
            return bgr;
        } catch (Throwable e) {
            bgr.close();
            throw e;
        }
    }

    /** Reads rows of left, top, width, height, five points and the score. */
    private static List<DetectedFace> faces(Mat found, double scaleX, double scaleY) {
        List<DetectedFace> faces = new ArrayList<>();
        if (found.empty()) {
            return faces;
        }
        float[] row = new float[VALUES];
        FloatBuffer rows = found.createBuffer();
        for (int i = 0; i < found.rows(); i++) {
            rows.get(i * VALUES, row);
            if (row[2] > 0 && row[3] > 0) {
                faces.add(face(row, scaleX, scaleY));
            }
        }
        return faces;
    }

    private static DetectedFace face(float[] row, double scaleX, double scaleY) {
        Box box = new Box(row[0] * scaleX, row[1] * scaleY, row[2] * scaleX, row[3] * scaleY);
        Point[] points = new Point[5];
        for (int k = 0; k < points.length; k++) {
            points[k] = new Point(
                    (row[4 + 2 * k] + 0.5) * scaleX - 0.5, (row[5 + 2 * k] + 0.5) * scaleY - 0.5);
        }
        Landmarks landmarks = new Landmarks(points[0], points[1], points[2], points[3], points[4]);
        return new DetectedFace(box, landmarks, Math.max(0, Math.min(1, row[VALUES - 1])));
    }

    private static FaceDetectorYN network(Builder builder, byte[] model) {
        // Read from memory: OpenCV opens no path with letters that are foreign to a Windows code page.
        try (Size size = new Size(builder.longSide, builder.longSide);
                BytePointer content = new BytePointer(model);
                BytePointer noConfiguration = new BytePointer()) {
            return FaceDetectorYN.create(
                    "onnx", content, noConfiguration, size, (float) builder.minimumConfidence,
                    (float) builder.overlap, builder.topK, opencv_dnn.DNN_BACKEND_OPENCV, opencv_dnn.DNN_TARGET_CPU);
        } catch (RuntimeException e) {
            throw unusable(builder.file.toString(), "a file that OpenCV refuses: " + e.getMessage(), e);
        }
    }

    private static ModelException unusable(String where, String found, RuntimeException cause) {
        return new ModelException(
                new Problem(
                        "cannot run YuNet", where, "an ONNX file of YuNet", found,
                        "Get face_detection_yunet_2023mar.onnx from the OpenCV model zoo."),
                cause);
    }

    private static String nameOf(Path file) {
        Path name = file.getFileName();
        return name == null ? file.toString() : name.toString().replaceFirst("\\.onnx$", "");
    }

    @Override
    public ModelId model() {
        return id;
    }

    @Override
    public void close() {
        networks.close();
    }

    @Override
    public String toString() {
        return "YuNetFaceDetector[" + id.name() + "]";
    }

    /** Collects settings; not safe to share between threads. */
    public static final class Builder {

        private final Path file;
        private int longSide = 640;
        private double minimumConfidence = 0.7;
        private double overlap = 0.3;
        private int topK = 5000;

        private Builder(Path file) {
            this.file = Objects.requireNonNull(file, "file");
        }

        /**
         * Sets to how many pixels a picture's longer side is brought down before it is searched; 640 by default. The
         * time grows with the square; faces below about 10 pixels after this reduction are missed.
         *
         * @param longSide at least 32
         * @return this builder
         */
        public Builder longSide(int longSide) {
            if (longSide < 32) {
                throw InvalidInputException.ofValue("YuNetFaceDetector", "longSide of at least 32", longSide);
            }
            this.longSide = longSide;
            return this;
        }

        /**
         * Sets the score from which on a finding counts; 0.7 by default.
         *
         * @param minimumConfidence from 0 to 1
         * @return this builder
         */
        public Builder minimumConfidence(double minimumConfidence) {
            this.minimumConfidence = share(minimumConfidence, "minimumConfidence");
            return this;
        }

        /**
         * Sets from which intersection over union on two findings are one face; 0.3 by default.
         *
         * @param overlap from 0 to 1
         * @return this builder
         */
        public Builder overlap(double overlap) {
            this.overlap = share(overlap, "overlap");
            return this;
        }

        /**
         * Sets how many findings are looked at before those that overlap are left out; 5,000 by default.
         *
         * @param topK at least 1
         * @return this builder
         */
        public Builder topK(int topK) {
            if (topK < 1) {
                throw InvalidInputException.ofValue("YuNetFaceDetector", "topK of at least 1", topK);
            }
            this.topK = topK;
            return this;
        }

        private static double share(double value, String name) {
            if (!(value >= 0 && value <= 1)) {
                throw InvalidInputException.ofValue("YuNetFaceDetector", name + " from 0 to 1", value);
            }
            return value;
        }

        /**
         * Opens the detector.
         *
         * @return the open detector, which the caller closes
         * @throws ModelException if the file is missing, damaged or another model, or OpenCV's natives cannot be loaded
         */
        public YuNetFaceDetector open() {
            OpenCv.load();
            YuNetFaceDetector detector = new YuNetFaceDetector(this, content());
            try {
                // Only a run tells whether the file is YuNet.
                detector.detect(Image.filledBy(32, 32, rgb -> {}));
                return detector;
            } catch (Throwable e) {
                detector.close();
                throw e;
            }
        }

        private byte[] content() {
            try {
                return Files.readAllBytes(file);
            } catch (IOException e) {
                throw new ModelException(
                        new Problem(
                                "cannot open YuNet", file.toString(), "a readable ONNX file", e.toString(),
                                "Check the path, or get face_detection_yunet_2023mar.onnx from the OpenCV model zoo."),
                        e);
            }
        }
    }
}
