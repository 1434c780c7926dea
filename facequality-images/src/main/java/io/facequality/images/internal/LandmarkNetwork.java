package io.facequality.images.internal;

import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Box;
import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.Image;
import io.facequality.ModelId;
import io.facequality.images.internal.Cascade.Square;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.internal.OnnxModel;
import io.facequality.onnx.internal.OnnxModelDescription.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The network that checks a square of a picture: five points, and the probability that it shows a face. It takes {@code
 * input [n,3,96,96]} RGB, {@code (p - 127.5) / 127.5}, bilinear, black outside the picture, and gives {@code points
 * [n,10]} in units of the square and {@code face [n,1]}.
 */
public final class LandmarkNetwork implements AutoCloseable {

    /** How many squares go through the network in one run. */
    private static final int BATCH = 16;

    private static final int SIZE = 96;
    private static final int PLANE = SIZE * SIZE;
    private static final int CHANNELS = 3;
    private static final float HALF_RANGE = 127.5f;
    private static final int POINTS = 5;
    private static final int COORDINATES = 2 * POINTS;
    private static final String INPUT = "input";
    private static final String POINTS_OUTPUT = "points";
    private static final String FACE_OUTPUT = "face";

    private final OnnxModel model;

    private LandmarkNetwork(OnnxModel model) {
        this.model = model;
    }

    public static LandmarkNetwork open(ModelFile file, ModelOptions options) {
        OnnxModel model = OnnxModel.open(file, options);
        try {
            check(model);
            return new LandmarkNetwork(model);
        } catch (Throwable e) {
            model.close();
            throw e;
        }
    }

    private static void check(OnnxModel model) {
        List<Tensor> inputs = model.description().inputs();
        List<Tensor> outputs = model.description().outputs();
        boolean fits = inputs.size() == 1
                && fits(inputs.get(0), INPUT, CHANNELS, SIZE, SIZE)
                && outputs.stream().anyMatch(output -> fits(output, POINTS_OUTPUT, COORDINATES))
                && outputs.stream().anyMatch(output -> fits(output, FACE_OUTPUT, 1));
        if (!fits) {
            throw new ModelException(new Problem(
                    "cannot use the model for landmarks",
                    model.id().name(),
                    "input float32 [n,3,96,96] and the outputs points [n,10] and face [n,1]",
                    inputs + " and " + outputs,
                    "Take the embedded landmark network or one of the same contract."));
        }
    }

    private static boolean fits(Tensor tensor, String name, long... sizes) {
        if (!tensor.name().equals(name) || !tensor.isFloat32() || tensor.shape().size() != sizes.length + 1) {
            return false;
        }
        for (int i = 0; i < sizes.length; i++) {
            if (tensor.shape().get(i + 1) != sizes[i]) {
                return false;
            }
        }
        return tensor.shape().get(0) == Tensor.OPEN;
    }

    public ModelId id() {
        return model.id();
    }

    /** Memory for one call of {@link #faces} at a time. */
    public static FloatBuffer newBuffer() {
        return ByteBuffer.allocateDirect(BATCH * CHANNELS * PLANE * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** Checks squares of a picture, in their order; one whose points make no sense is left out. */
    public List<DetectedFace> faces(Image image, List<Square> squares, FloatBuffer buffer) {
        List<DetectedFace> faces = new ArrayList<>();
        for (int from = 0; from < squares.size(); from += BATCH) {
            addFaces(image, squares.subList(from, Math.min(squares.size(), from + BATCH)), buffer, faces);
        }
        return faces;
    }

    private void addFaces(Image image, List<Square> squares, FloatBuffer buffer, List<DetectedFace> faces) {
        List<SimilarityTransform> toPicture = squares.stream()
                .map(square -> SimilarityTransform.ofSquare(square.center(), square.side(), SIZE).inverse())
                .toList();
        for (int i = 0; i < toPicture.size(); i++) {
            pack(new BilinearWarp(image, toPicture.get(i)), buffer, i * CHANNELS * PLANE);
        }
        buffer.position(0).limit(squares.size() * CHANNELS * PLANE);
        Map<String, float[]> outputs =
                model.run(INPUT, new long[] {squares.size(), CHANNELS, SIZE, SIZE}, buffer);
        buffer.clear();
        for (int i = 0; i < toPicture.size(); i++) {
            addFace(outputs.get(POINTS_OUTPUT), i, outputs.get(FACE_OUTPUT)[i], toPicture.get(i), faces);
        }
    }

    private static void pack(BilinearWarp warp, FloatBuffer buffer, int from) {
        warp.square(SIZE, (index, red, green, blue) -> {
            buffer.put(from + index, normalized(red));
            buffer.put(from + PLANE + index, normalized(green));
            buffer.put(from + 2 * PLANE + index, normalized(blue));
        });
    }

    private static float normalized(float value) {
        return (value - HALF_RANGE) / HALF_RANGE;
    }

    private static void addFace(
            float[] coordinates, int row, float probability, SimilarityTransform toPicture, List<DetectedFace> faces) {
        Point[] points = new Point[POINTS];
        for (int k = 0; k < POINTS; k++) {
            double x = coordinates[row * COORDINATES + 2 * k] * (double) SIZE;
            double y = coordinates[row * COORDINATES + 2 * k + 1] * (double) SIZE;
            if (!Double.isFinite(x) || !Double.isFinite(y)) {
                return;
            }
            points[k] = toPicture.apply(new Point(x, y));
        }
        Landmarks landmarks = new Landmarks(points[0], points[1], points[2], points[3], points[4]);
        Square square = faceSquare(landmarks);
        if (square.side() >= 1 && probability >= 0 && probability <= 1) {
            Box box = new Box(
                    square.center().x() - square.side() / 2,
                    square.center().y() - square.side() / 2,
                    square.side(),
                    square.side());
            faces.add(new DetectedFace(box, landmarks, probability));
        }
    }

    /**
     * Where the cascade would put its box, from the points. The factors were fitted when the network was trained, and
     * stand in the provenance file beside the embedded model.
     */
    private static Square faceSquare(Landmarks landmarks) {
        Point eyes = middle(landmarks.rightEye(), landmarks.leftEye());
        Point mouth = middle(landmarks.rightMouthCorner(), landmarks.leftMouthCorner());
        double face = Math.max(2.1 * landmarks.eyeDistance(), 2.0 * eyes.distanceTo(mouth));
        double meanX = landmarks.points().stream().mapToDouble(Point::x).sum() / POINTS;
        double meanY = landmarks.points().stream().mapToDouble(Point::y).sum() / POINTS;
        return new Square(new Point(meanX - 0.01 * face, meanY - 0.08 * face), 1.2 * face);
    }

    private static Point middle(Point one, Point other) {
        return new Point((one.x() + other.x()) / 2, (one.y() + other.y()) / 2);
    }

    @Override
    public void close() {
        model.close();
    }
}
