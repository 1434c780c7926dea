package io.facequality.images;

import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Box;
import io.facequality.FaceDetector;
import io.facequality.Image;
import io.facequality.InvalidInputException;
import io.facequality.ModelException;
import io.facequality.ModelId;
import io.facequality.images.internal.InstancePool;
import io.facequality.images.internal.OpenCv;
import io.facequality.images.internal.detection.Calibration;
import io.facequality.images.internal.detection.DetectionNetwork;
import io.facequality.images.internal.detection.FaceSearch;
import io.facequality.images.internal.detection.Finding;
import io.facequality.images.internal.detection.LandmarkNetwork;
import io.facequality.images.internal.detection.TwoLooks;
import io.facequality.images.internal.detection.Workspace;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds faces at any angle with two networks on ONNX Runtime: one proposes places in the whole picture, another looks
 * twice at each, in a crop that is turned upright. The first is the embedded detector or a file of YuNet, the second the
 * embedded landmark network.
 *
 * <p>Pictures larger than the detection size are searched in a smaller copy; where the faces are small there, also in a
 * copy of twice that size, and where one fills the picture, in one of half. The points come from more pixels.
 *
 * <p>The box is a square from the forehead to the chin. With a calibration the confidence says how often such a finding
 * is a face: at 0.5 nine of ten times. Without one it is the score of the first network. {@code docs/detection.md} has
 * what is found at which angle and size, and how often something is found that is no face.
 *
 * <p>Safe to call from several threads at once; all share one session of each network. Each call leases memory for the
 * networks' input, at most 15 MB with the default size, of which there are at most as many as processors. {@link
 * #close()} waits for calls in flight.
 */
public final class OnnxFaceDetector implements FaceDetector {

    /** The default threshold of the confidence. */
    public static final double DEFAULT_THRESHOLD = 0.5;

    /** A threshold for pictures of which many show no face: few findings are none, and some small faces are missed. */
    public static final double STRICT_THRESHOLD = 0.9;

    private static final Comparator<DetectedFace> LARGEST_FIRST = Comparator.<DetectedFace>comparingDouble(
                    face -> -face.box().area())
            .thenComparingDouble(face -> face.box().top())
            .thenComparingDouble(face -> face.box().left());

    private final DetectionNetwork network;
    private final LandmarkNetwork landmarks;
    private final FaceSearch search;
    private final Calibration calibration;
    private final double threshold;
    private final InstancePool<Workspace> workspaces;

    private OnnxFaceDetector(Builder builder, DetectionNetwork network, LandmarkNetwork landmarks) {
        this.network = network;
        this.landmarks = landmarks;
        this.search = new FaceSearch(network, new TwoLooks(landmarks), builder.longSide);
        this.calibration = builder.calibration == null
                ? Calibration.NONE
                : Calibration.read(builder.calibration, network.formatName());
        this.threshold = builder.threshold;
        this.workspaces = new InstancePool<>(
                model().name(), Runtime.getRuntime().availableProcessors(), Workspace::new, workspace -> {});
    }

    /**
     * Starts from the defaults.
     *
     * @param detector the embedded detector, or a file of YuNet such as {@code face_detection_yunet_2023mar.onnx} of the
     *     OpenCV model zoo
     * @param landmarks the embedded landmark network, or one of the same contract
     * @return a new builder
     */
    public static Builder builder(ModelFile detector, ModelFile landmarks) {
        return new Builder(detector, landmarks);
    }

    @Override
    public List<DetectedFace> detect(Image image) {
        return workspaces.use(own -> search.find(image, own)).stream()
                .map(this::face)
                .filter(face -> face.confidence() >= threshold)
                .sorted(LARGEST_FIRST)
                .toList();
    }

    private DetectedFace face(Finding finding) {
        Box box = finding.box();
        return new DetectedFace(box, finding.landmarks(), calibration.confidence(finding));
    }

    /** The names and versions of both networks, with the digest of the detector's file. */
    @Override
    public ModelId model() {
        ModelId first = network.id();
        ModelId second = landmarks.id();
        String version = first.version().isEmpty() ? "" : first.version() + "+" + second.version();
        return new ModelId(first.name() + "+" + second.name(), version, first.sha256());
    }

    @Override
    public void close() {
        workspaces.close();
        network.close();
        landmarks.close();
    }

    @Override
    public String toString() {
        return "OnnxFaceDetector[" + model().name() + "]";
    }

    /** Collects settings; not safe to share between threads. */
    public static final class Builder {

        private final ModelFile detector;
        private final ModelFile landmarks;
        private ModelOptions modelOptions = ModelOptions.defaults();
        private byte @Nullable [] calibration;
        private int longSide = 640;
        private double threshold = DEFAULT_THRESHOLD;

        private Builder(ModelFile detector, ModelFile landmarks) {
            this.detector = Objects.requireNonNull(detector, "detector");
            this.landmarks = Objects.requireNonNull(landmarks, "landmarks");
        }

        /**
         * Sets how the networks are run; one thread on the processor by default.
         *
         * @param modelOptions the options; the batch size does not matter here
         * @return this builder
         */
        public Builder modelOptions(ModelOptions modelOptions) {
            this.modelOptions = Objects.requireNonNull(modelOptions, "modelOptions");
            return this;
        }

        /**
         * Sets what the networks' numbers mean; without it the confidence is the detector's score.
         *
         * @param properties the calibration that travels with the embedded detector, a properties file; it covers YuNet
         *     too
         * @return this builder
         */
        public Builder calibration(byte[] properties) {
            this.calibration = properties.clone();
            return this;
        }

        /**
         * Sets to how many pixels a picture's longer side is brought down before it is searched; 640 by default. The
         * time grows with the square; faces below about 14 pixels after this reduction are missed more and more.
         *
         * @param longSide at least 64
         * @return this builder
         */
        public Builder longSide(int longSide) {
            if (longSide < 64) {
                throw InvalidInputException.ofValue("OnnxFaceDetector", "longSide of at least 64", longSide);
            }
            this.longSide = longSide;
            return this;
        }

        /**
         * Sets from which confidence on a finding counts; {@link #DEFAULT_THRESHOLD} by default.
         *
         * @param threshold from 0 to 1
         * @return this builder
         */
        public Builder threshold(double threshold) {
            if (!(threshold >= 0 && threshold <= 1)) {
                throw InvalidInputException.ofValue("OnnxFaceDetector", "threshold from 0 to 1", threshold);
            }
            this.threshold = threshold;
            return this;
        }

        /**
         * Opens the detector.
         *
         * @return the open detector, which the caller closes
         * @throws ModelException if a network is missing, damaged or of another contract, if the calibration lacks the
         *     detector's format, or if OpenCV's natives cannot be loaded
         */
        public OnnxFaceDetector open() {
            OpenCv.load();
            DetectionNetwork network = DetectionNetwork.open(detector, modelOptions);
            try {
                LandmarkNetwork second = LandmarkNetwork.open(landmarks, modelOptions);
                try {
                    return new OnnxFaceDetector(this, network, second);
                } catch (Throwable e) {
                    second.close();
                    throw e;
                }
            } catch (Throwable e) {
                network.close();
                throw e;
            }
        }
    }
}
