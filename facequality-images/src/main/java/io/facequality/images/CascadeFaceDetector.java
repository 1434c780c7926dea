package io.facequality.images;

import io.facequality.DetectedFace;
import io.facequality.FaceDetector;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.Image;
import io.facequality.ModelId;
import io.facequality.images.internal.Cascade;
import io.facequality.images.internal.Cascade.Square;
import io.facequality.images.internal.FaceOrder;
import io.facequality.images.internal.InstancePool;
import io.facequality.images.internal.LandmarkNetwork;
import io.facequality.images.internal.OpenCv;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import java.nio.FloatBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Finds upright frontal faces without any download: OpenCV's cascade proposes places, a landmark network looks at each,
 * and once more at where its points say that the face is; what it takes for a face stays, and of findings that overlap
 * the surest. The confidence is the network's probability, and the box is the square around the points that the cascade
 * would have drawn.
 *
 * <p>Of 429 portraits of 250 x 250 pixels it finds 428; a thorough search of one takes about 30 ms of one processor,
 * one for the main face 10 ms. The points lie at a median of 9 % of the eye distance from YuNet's.
 *
 * <p>It finds faces turned up to some 30 degrees; profiles and faces upside down are for other detectors. Pictures
 * larger than the detection size are searched in a smaller copy; the points come from the full picture.
 *
 * <p>Safe to call from several threads at once: each call leases a cascade of its own, of which there are at most as
 * many as processors, about 5 MB each. {@link #close()} waits for calls in flight.
 */
public final class CascadeFaceDetector implements FaceDetector {

    /** The crop that the network was trained on is so much larger than the cascade's box. */
    private static final double CROP = 1.3;

    /** Step and size at which 427 of 429 portraits are found, in a third of the time of a thorough search. */
    private static final double QUICK_STEP = 1.2;

    private static final int QUICK_LONG_SIDE = 160;
    private static final double THOROUGH_STEP = 1.1;

    private static final Comparator<Square> ONE_ORDER = Comparator.<Square>comparingDouble(square -> -square.side())
            .thenComparingDouble(square -> square.center().y())
            .thenComparingDouble(square -> square.center().x());

    private final LandmarkNetwork network;
    private final InstancePool<Instruments> instruments;
    private final FaceChoice wanted;
    private final int longSide;
    private final double smallestFace;
    private final double minimumConfidence;

    private CascadeFaceDetector(Builder builder, LandmarkNetwork network) {
        String definition = Cascade.definition();
        this.network = network;
        this.instruments = new InstancePool<>(
                model().name(),
                Runtime.getRuntime().availableProcessors(),
                () -> new Instruments(Cascade.of(definition), LandmarkNetwork.newBuffer()),
                Instruments::close);
        this.wanted = builder.wanted;
        this.longSide = builder.longSide;
        this.smallestFace = builder.smallestFace;
        this.minimumConfidence = builder.minimumConfidence;
    }

    /** What one call at a time works with. */
    private record Instruments(Cascade cascade, FloatBuffer buffer) {
        void close() {
            cascade.close();
        }
    }

    /**
     * Opens a detector with the default settings.
     *
     * @param landmarks the landmark network, such as the embedded one
     * @param options how the network is run
     * @return the open detector, which the caller closes
     * @throws ModelException if the network is missing, damaged or of another contract, if OpenCV's natives cannot be
     *     loaded, or if no OpenCV jar on the class path has the cascade
     */
    public static CascadeFaceDetector open(ModelFile landmarks, ModelOptions options) {
        return builder(landmarks).modelOptions(options).open();
    }

    /**
     * Starts from the defaults.
     *
     * @param landmarks the landmark network, such as the embedded one
     * @return a new builder
     */
    public static Builder builder(ModelFile landmarks) {
        return new Builder(landmarks);
    }

    @Override
    public List<DetectedFace> detect(Image image) {
        return instruments.use(own -> detect(image, own));
    }

    private List<DetectedFace> detect(Image image, Instruments own) {
        if (wanted == FaceChoice.MAIN) {
            List<DetectedFace> large = search(image, own, Math.min(QUICK_LONG_SIDE, longSide), QUICK_STEP);
            if (!large.isEmpty()) {
                return large;
            }
        }
        return search(image, own, longSide, THOROUGH_STEP);
    }

    private List<DetectedFace> search(Image image, Instruments own, int size, double sizeStep) {
        double smallest = smallestFace * Math.min(image.width(), image.height());
        List<Square> proposed = own.cascade().propose(image, size, sizeStep, smallest);
        List<DetectedFace> first = network.faces(image, crops(proposed), own.buffer());
        List<Square> corrected = first.stream().map(CascadeFaceDetector::square).toList();
        List<DetectedFace> sure = network.faces(image, crops(corrected), own.buffer()).stream()
                .filter(face -> face.confidence() >= minimumConfidence)
                .toList();
        return FaceOrder.largestFirst(FaceOrder.withoutDuplicates(sure));
    }

    /** The squares that the network looks at, in one order whatever order OpenCV's threads found them in. */
    private static List<Square> crops(List<Square> boxes) {
        return boxes.stream()
                .sorted(ONE_ORDER)
                .map(box -> new Square(box.center(), CROP * box.side()))
                .toList();
    }

    private static Square square(DetectedFace face) {
        return new Square(face.box().center(), face.box().width());
    }

    /**
     * The cascade's and the network's names, with the version and the digest of the network; the cascade is part of
     * OpenCV.
     */
    @Override
    public ModelId model() {
        ModelId id = network.id();
        return new ModelId(Cascade.NAME + "+" + id.name(), id.version(), id.sha256());
    }

    @Override
    public void close() {
        instruments.close();
        network.close();
    }

    @Override
    public String toString() {
        return "CascadeFaceDetector[" + model().name() + "]";
    }

    /** Collects settings; not safe to share between threads. */
    public static final class Builder {

        private final ModelFile landmarks;
        private ModelOptions modelOptions = ModelOptions.defaults();
        private FaceChoice wanted = FaceChoice.ALL;
        private int longSide = 320;
        private double smallestFace = 0.1;
        private double minimumConfidence = 0.5;

        private Builder(ModelFile landmarks) {
            this.landmarks = Objects.requireNonNull(landmarks, "landmarks");
        }

        /**
         * Sets how the landmark network is run; one thread on the processor by default.
         *
         * @param modelOptions the options
         * @return this builder
         */
        public Builder modelOptions(ModelOptions modelOptions) {
            this.modelOptions = Objects.requireNonNull(modelOptions, "modelOptions");
            return this;
        }

        /**
         * Sets which faces are wanted; {@link FaceChoice#ALL} by default. For {@link FaceChoice#MAIN} a small copy is
         * searched first, and the rest is left out if it shows a face: that takes a third of the time on portraits and
         * may miss faces narrower than an eighth of the picture beside a larger one.
         *
         * @param wanted the faces that the caller will choose
         * @return this builder
         */
        public Builder wanted(FaceChoice wanted) {
            this.wanted = Objects.requireNonNull(wanted, "wanted");
            return this;
        }

        /**
         * Sets to how many pixels a picture's longer side is brought down before it is searched; 320 by default. The
         * time grows with the square; the smallest face that can be found is 20 pixels wide after this reduction.
         *
         * @param longSide at least 20
         * @return this builder
         */
        public Builder longSide(int longSide) {
            if (longSide < 20) {
                throw InvalidInputException.ofValue("CascadeFaceDetector", "longSide of at least 20", longSide);
            }
            this.longSide = longSide;
            return this;
        }

        /**
         * Sets how small a face may be, as a share of the picture's shorter side; 0.1 by default. A larger one is
         * faster and finds fewer faces that are none.
         *
         * @param smallestFace from 0 to 1
         * @return this builder
         */
        public Builder smallestFace(double smallestFace) {
            this.smallestFace = share(smallestFace, "smallestFace");
            return this;
        }

        /**
         * Sets how sure the network must be; 0.5 by default.
         *
         * @param minimumConfidence from 0 to 1
         * @return this builder
         */
        public Builder minimumConfidence(double minimumConfidence) {
            this.minimumConfidence = share(minimumConfidence, "minimumConfidence");
            return this;
        }

        private static double share(double value, String name) {
            if (!(value >= 0 && value <= 1)) {
                throw InvalidInputException.ofValue("CascadeFaceDetector", name + " from 0 to 1", value);
            }
            return value;
        }

        /**
         * Opens the detector.
         *
         * @return the open detector, which the caller closes
         * @throws ModelException if the network is missing, damaged or of another contract, if OpenCV's natives cannot
         *     be loaded, or if no OpenCV jar on the class path has the cascade
         */
        public CascadeFaceDetector open() {
            OpenCv.load();
            LandmarkNetwork network = LandmarkNetwork.open(landmarks, modelOptions);
            try {
                return new CascadeFaceDetector(this, network);
            } catch (Throwable e) {
                network.close();
                throw e;
            }
        }
    }
}
