package io.facequality.images.internal.detection;

import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.ModelId;
import io.facequality.images.internal.BilinearWarp;
import io.facequality.images.internal.SimilarityTransform;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.internal.OnnxModel;
import io.facequality.onnx.internal.OnnxModelDescription.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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

    /**
     * What the network makes of a square.
     *
     * @param landmarks the points, in the picture's pixels
     * @param face the probability that the square shows a face
     */
    record Look(Landmarks landmarks, double face) {}

    /**
     * Looks at squares of a picture, in their order.
     *
     * @param views the picture and smaller copies of it, the smallest first; each square is cut from the first that has
     *     enough pixels, since a crop that reduces much would be sampled without antialiasing
     * @return a look for each square; empty where it makes no sense
     */
    List<Optional<Look>> look(List<PictureView> views, List<FaceSquare> squares, Workspace workspace) {
        List<Optional<Look>> looks = new ArrayList<>();
        for (int from = 0; from < squares.size(); from += BATCH) {
            lookAtSome(views, squares.subList(from, Math.min(squares.size(), from + BATCH)), workspace, looks);
        }
        return looks;
    }

    private void lookAtSome(
            List<PictureView> views, List<FaceSquare> squares, Workspace workspace, List<Optional<Look>> looks) {
        FloatBuffer buffer = workspace.room(squares.size() * CHANNELS * PLANE);
        List<Crop> crops = squares.stream().map(square -> Crop.of(views, square)).toList();
        for (int i = 0; i < crops.size(); i++) {
            pack(crops.get(i).warp(), buffer, i * CHANNELS * PLANE);
        }
        Map<String, float[]> outputs =
                model.run(INPUT, new long[] {squares.size(), CHANNELS, SIZE, SIZE}, buffer);
        float[] points = Objects.requireNonNull(outputs.get(POINTS_OUTPUT), POINTS_OUTPUT);
        float[] faces = Objects.requireNonNull(outputs.get(FACE_OUTPUT), FACE_OUTPUT);
        for (int i = 0; i < crops.size(); i++) {
            looks.add(look(points, i, faces[i], crops.get(i)));
        }
    }

    /** A square that is cut out of a view. */
    private record Crop(PictureView view, SimilarityTransform toView) {

        static Crop of(List<PictureView> views, FaceSquare square) {
            PictureView view = views.stream()
                    .filter(one -> square.side() / one.step() >= SIZE)
                    .findFirst()
                    .orElse(views.get(views.size() - 1));
            return new Crop(view, view.fromOriginal(square).toCrop(SIZE).inverse());
        }

        BilinearWarp warp() {
            return new BilinearWarp(view.image(), toView);
        }

        Point toOriginal(Point point) {
            return view.toOriginal(toView.apply(point));
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

    private static Optional<Look> look(float[] coordinates, int row, float face, Crop crop) {
        Point[] points = new Point[POINTS];
        for (int k = 0; k < POINTS; k++) {
            double x = coordinates[row * COORDINATES + 2 * k] * (double) SIZE;
            double y = coordinates[row * COORDINATES + 2 * k + 1] * (double) SIZE;
            if (!Double.isFinite(x) || !Double.isFinite(y)) {
                return Optional.empty();
            }
            points[k] = crop.toOriginal(new Point(x, y));
        }
        Landmarks landmarks = new Landmarks(points[0], points[1], points[2], points[3], points[4]);
        boolean makesSense = FaceSquare.faceSize(landmarks) >= 1 && face >= 0 && face <= 1;
        return makesSense ? Optional.of(new Look(landmarks, face)) : Optional.empty();
    }

    @Override
    public void close() {
        model.close();
    }
}
