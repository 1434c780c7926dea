package io.facequality.images;

import io.facequality.DetectedFace;
import io.facequality.FaceDetector;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.Image;
import io.facequality.ImagePyramid;
import io.facequality.ImagePyramid.Level;
import io.facequality.ModelId;
import io.facequality.images.internal.InstancePool;
import io.facequality.images.internal.OpenCv;
import io.facequality.images.internal.detection.Calibration;
import io.facequality.images.internal.detection.DetectionNetwork;
import io.facequality.images.internal.detection.FaceSearch;
import io.facequality.images.internal.detection.LandmarkNetwork;
import io.facequality.images.internal.detection.Searcher;
import io.facequality.images.internal.detection.Workspace;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds faces at any angle with networks on ONNX Runtime: one proposes places in the whole picture, another looks at
 * each three times, in crops that are turned upright. The first is the embedded detector or a file of YuNet, the second
 * the embedded landmark network. A third network, the crowd detector, also proposes places where several, small or turned
 * faces are found.
 *
 * <p>A picture is searched in a copy of the detection size, in one of half of it for faces that fill the picture, and in
 * one of twice of it where faces are small or none was found. The points come from more pixels.
 *
 * <p>The box is a square from the forehead to the chin. With a calibration the confidence says how often such a finding
 * is a face: at 0.5 nine of ten times. Without one it is the score of the network that proposed it. {@code
 * docs/detection.md} has what is found at which angle and size, and how often something is found that is no face.
 *
 * <p>Safe to call from several threads at once; all share one session of each network. Each call leases memory for the
 * networks' input, 5 MB with the default size and up to 20 MB where faces are small, of which there are at most as many
 * as processors. {@link #close()} waits for calls in flight.
 */
public final class OnnxFaceDetector implements FaceDetector {

    /** To how many pixels a picture's longer side is brought down by default. */
    public static final int DEFAULT_LONG_SIDE = 640;

    /** The default threshold of the confidence: few faces are missed. */
    public static final double DEFAULT_THRESHOLD = 0.2;

    /** A threshold for pictures of which many show nobody: faces that are cut or very blurred are missed. */
    public static final double STRICT_THRESHOLD = 0.5;

    private static final Comparator<DetectedFace> LARGEST_FIRST = Comparator.<DetectedFace>comparingDouble(
                    face -> -face.box().area())
            .thenComparingDouble(face -> face.box().top())
            .thenComparingDouble(face -> face.box().left());

    private final List<DetectionNetwork> networks;
    private final LandmarkNetwork landmarks;
    private final FaceSearch search;
    private final int longSide;
    private final double threshold;
    private final InstancePool<Workspace> workspaces;

    private OnnxFaceDetector(Builder builder, List<DetectionNetwork> networks, LandmarkNetwork landmarks) {
        List<Searcher> searchers = networks.stream()
                .map(network -> new Searcher(network, calibration(builder, network)))
                .toList();
        this.networks = networks;
        this.landmarks = landmarks;
        this.search = new FaceSearch(
                searchers.get(0), searchers.subList(1, searchers.size()), landmarks, builder.longSide);
        this.longSide = builder.longSide;
        this.threshold = builder.threshold;
        this.workspaces = new InstancePool<>(
                model().name(), Runtime.getRuntime().availableProcessors(), Workspace::new, workspace -> {});
    }

    private static Calibration calibration(Builder builder, DetectionNetwork network) {
        return builder.calibration == null
                ? Calibration.NONE
                : Calibration.read(builder.calibration, network.formatName());
    }

    /**
     * Starts from the defaults.
     *
     * @param detector the embedded detector, or a file of YuNet, such as {@code face_detection_yunet_2023mar.onnx} of
     *     the OpenCV model zoo
     * @param landmarks the embedded landmark network, or one of the same contract
     * @return a new builder
     */
    public static Builder builder(ModelFile detector, ModelFile landmarks) {
        return new Builder(detector, landmarks);
    }

    @Override
    public List<DetectedFace> detect(Image image) {
        return workspaces.use(own -> faces(search.find(image, threshold, own)));
    }

    @Override
    public List<DetectedFace> detect(ImagePyramid picture) {
        return workspaces.use(own -> {
            Level level = picture.atLeast(longSide);
            FaceSearch.Result found = search.find(level.image(), threshold, own);
            if (found.needsLarger() && level.longSide() < search.largestSide() && level.reduction() > 1) {
                Level larger = picture.atLeast(search.largestSide());
                return inWhole(search.find(larger.image(), threshold, own), larger);
            }
            return inWhole(found, level);
        });
    }

    private static List<DetectedFace> inWhole(FaceSearch.Result result, Level level) {
        return faces(result).stream().map(level::toWhole).toList();
    }

    private static List<DetectedFace> faces(FaceSearch.Result result) {
        return result.faces().stream()
                .map(found -> new DetectedFace(
                        found.finding().box(), found.finding().landmarks(), found.confidence()))
                .sorted(LARGEST_FIRST)
                .toList();
    }

    /** The names and versions of all networks, with the digest of the first one's file. */
    @Override
    public ModelId model() {
        List<ModelId> ids = Stream.concat(networks.stream().map(DetectionNetwork::id), Stream.of(landmarks.id()))
                .toList();
        String names = ids.stream().map(ModelId::name).collect(Collectors.joining("+"));
        String versions = ids.stream().map(ModelId::version).collect(Collectors.joining("+"));
        return new ModelId(names, ids.get(0).version().isEmpty() ? "" : versions, ids.get(0).sha256());
    }

    @Override
    public void close() {
        workspaces.close();
        networks.forEach(DetectionNetwork::close);
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
        private @Nullable ModelFile crowdDetector;
        private byte @Nullable [] calibration;
        private int longSide = DEFAULT_LONG_SIDE;
        private double threshold = DEFAULT_THRESHOLD;

        private Builder(ModelFile detector, ModelFile landmarks) {
            this.detector = Objects.requireNonNull(detector, "detector");
            this.landmarks = Objects.requireNonNull(landmarks, "landmarks");
        }

        /**
         * Sets a second network that also searches pictures with several, small or turned faces; none by default.
         *
         * @param file the embedded one, or another that is better at crowds than the first
         * @return this builder
         */
        public Builder crowdDetector(ModelFile file) {
            this.crowdDetector = Objects.requireNonNull(file, "crowdDetector");
            return this;
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
            Deque<AutoCloseable> opened = new ArrayDeque<>();
            try {
                List<DetectionNetwork> networks = new ArrayList<>();
                for (ModelFile file : crowdDetector == null ? List.of(detector) : List.of(detector, crowdDetector)) {
                    networks.add(DetectionNetwork.open(file, modelOptions));
                    opened.push(networks.get(networks.size() - 1));
                }
                LandmarkNetwork second = LandmarkNetwork.open(landmarks, modelOptions);
                opened.push(second);
                return new OnnxFaceDetector(this, List.copyOf(networks), second);
            } catch (RuntimeException | Error e) {
                closeAll(opened, e);
                throw e;
            }
        }

        private static void closeAll(Deque<AutoCloseable> opened, Throwable cause) {
            for (AutoCloseable one : opened) {
                try {
                    one.close();
                } catch (Exception e) {
                    cause.addSuppressed(e);
                }
            }
        }
    }
}
