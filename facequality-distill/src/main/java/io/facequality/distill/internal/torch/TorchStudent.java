package io.facequality.distill.internal.torch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.convert.internal.checkpoint.Tensor;
import io.facequality.convert.internal.network.MobileFaceNet.MapShape;
import io.facequality.distill.DistillationSettings;
import io.facequality.distill.internal.faces.FaceFiles;
import io.facequality.distill.internal.faces.TrainingExamples;
import io.facequality.distill.internal.loss.DistillationLoss;
import io.facequality.distill.internal.loss.HintLoss;
import io.facequality.distill.internal.loss.LossValue;
import io.facequality.distill.internal.student.ExportCheck;
import io.facequality.distill.internal.student.ExportedWeights;
import io.facequality.distill.internal.student.MapHints;
import io.facequality.distill.internal.student.Student;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** A student in PyTorch's memory, which it holds while it is open. For one thread. */
public final class TorchStudent implements AutoCloseable {

    /** A block that learns by itself sees so many positions a step, of faces enough to normalize a batch. */
    private static final int POSITIONS = 4704;
    private static final int FEWEST_FACES = 2;

    /** What 16 bits in places cost is less, and what wrong kernels were seen to cost is more. */
    private static final double PRECISION = 2e-3;

    private final Student network;
    private final MapHints hints;
    private final DistillationSettings settings;
    private final TrainedTensors tensors;
    private final Engine engine;
    private final NDManager manager;
    private final TorchWeights weights;

    /**
     * Puts a student into memory.
     *
     * @param start the weights to start from
     * @param hints which of its maps are to be like the teacher's
     */
    public TorchStudent(
            Student network, Map<String, Tensor> start, MapHints hints, DistillationSettings settings) {
        this.network = network;
        this.hints = hints;
        this.settings = settings;
        Map<String, Tensor> all = new LinkedHashMap<>(start);
        hints.layer().ifPresent(layer -> all.putAll(layer.firstWeights(settings.training().seed())));
        this.tensors = TrainedTensors.of(all, settings.training());
        this.engine = TorchEngine.start(settings.training().threads());
        this.manager = engine.newBaseManager();
        this.weights = new TorchWeights(
                manager, all, tensors::isTrained, tensors::isMatrix, settings.schedule().average());
    }

    /**
     * Weights to start from, of a model that was trained here.
     *
     * @param model the model's file
     * @param faces what the network is run on, to normalize as the model does
     * @throws ModelException if the model is none of this network
     */
    public static Map<String, Tensor> startingFrom(
            Path model, Student network, List<AlignedFace> faces, DistillationSettings.Training how) {
        try (NDManager scope = TorchEngine.start(how.threads()).newBaseManager()) {
            return TorchUnfolding.unfold(
                    scope,
                    ExportedWeights.read(model),
                    network.firstWeights(how.seed()),
                    operators -> network.apply(operators, images(scope, faces)),
                    model.toString());
        }
    }

    /** The features that a network gives with some weights. */
    public static List<Embedding> features(
            Student network, Map<String, Tensor> weights, List<AlignedFace> faces, DistillationSettings.Training how) {
        List<Embedding> features = new ArrayList<>();
        try (NDManager all = TorchEngine.start(how.threads()).newBaseManager()) {
            for (int from = 0; from < faces.size(); from += how.batch()) {
                List<AlignedFace> batch = faces.subList(from, Math.min(faces.size(), from + how.batch()));
                try (NDManager scope = all.newSubManager()) {
                    Student.Output<NDArray> output = network.apply(
                            TorchOperators.validating(scope, TorchWeights.fixed(scope, weights)), images(scope, batch));
                    for (float[] row : rows(output.features().toFloatArray(), batch.size())) {
                        features.add(Embedding.copyOf(row));
                    }
                }
            }
        }
        return features;
    }

    public TorchWeights weights() {
        return weights;
    }

    /**
     * Learns from a batch.
     *
     * @param step the steps done before
     * @param factor what the rates are multiplied by
     * @return the losses before; if the total is not finite, nothing was learned
     */
    public LossValue learn(TrainingExamples.Batch batch, long step, double factor) {
        return learn(batch, step, factor, (scope, operators) -> {
            Student.Output<NDArray> output = network.apply(operators, images(scope, batch.images()));
            return new Pass(output, hints.compared(operators, output.maps()));
        });
    }

    /**
     * Learns from a batch, each block by itself: what it sees are the teacher's maps, and not what the student's blocks
     * before it give. Large maps are taken of the first images alone, since each position is an example.
     *
     * @param step the steps done before
     * @param factor what the rates are multiplied by
     * @return the losses before; if the total is not finite, nothing was learned
     */
    public LossValue learnByBlock(TrainingExamples.Batch batch, long step, double factor) {
        return learn(batch, step, factor, (scope, operators) -> {
            List<NDArray> maps = new ArrayList<>();
            for (int block = 0; block < hints.teacher().size(); block++) {
                int faces = Math.min(batch.images().size(), facesFor(hints.teacher().get(block)));
                NDArray input = block == 0
                        ? images(scope, batch.images().subList(0, faces))
                        : teacherMaps(scope, batch, block - 1, faces);
                maps.add(network.block(operators, block, input));
            }
            int last = maps.size() - 1;
            NDArray all = teacherMaps(scope, batch, last, batch.images().size());
            return new Pass(network.output(operators, List.of(all)), maps);
        });
    }

    private static int facesFor(MapShape map) {
        return Math.max(FEWEST_FACES, POSITIONS / (map.side() * map.side()));
    }

    private NDArray teacherMaps(NDManager scope, TrainingExamples.Batch batch, int map, int faces) {
        MapShape shape = hints.teacher().get(map);
        return scope.create(
                flat(batch.maps(map, faces)), new Shape(faces, shape.channels(), shape.side(), shape.side()));
    }

    /** What a batch gives: the outputs, and the maps that are compared with the teacher's. */
    private record Pass(Student.Output<NDArray> output, List<NDArray> maps) {}

    private LossValue learn(
            TrainingExamples.Batch batch,
            long step,
            double factor,
            BiFunction<NDManager, TorchOperators, Pass> forward) {
        try (NDManager scope = manager.newSubManager()) {
            LossValue loss;
            try (GradientCollector collector = engine.newGradientCollector()) {
                Pass pass = forward.apply(scope, TorchOperators.training(scope, weights.arrays(scope)));
                Student.Output<NDArray> output = pass.output;
                loss = DistillationLoss.of(settings).train(withOutput(batch, output));
                NDArray gradients = product(scope, output.features(), flat(loss.featureGradient()))
                        .add(product(scope, output.quality(), loss.scoreGradient()));
                double weight = settings.hint().weight() / Math.max(1, pass.maps.size());
                for (int map = 0; map < pass.maps.size(); map++) {
                    HintLoss hinted = hinted(batch, map, pass.maps.get(map));
                    loss = loss.plus(weight * hinted.value());
                    gradients = gradients.add(product(scope, pass.maps.get(map), hinted.gradient(weight)));
                }
                if (!Double.isFinite(loss.total())) {
                    return loss;
                }
                collector.backward(gradients);
            }
            weights.update(scope, step, settings.training().gradientNorm(), name -> factor * tensors.rate(name));
            return loss;
        }
    }

    private HintLoss hinted(TrainingExamples.Batch batch, int map, NDArray maps) {
        float[][] wanted = batch.maps(map, Math.toIntExact(maps.getShape().get(0)));
        int channels = hints.teacher().get(map).channels();
        return hints.layer().isPresent()
                ? HintLoss.ofStandardized(maps.toFloatArray(), wanted, channels)
                : HintLoss.of(maps.toFloatArray(), wanted, channels);
    }

    /** The gradient of a loss is known: this product has just that gradient, and hands it to the network. */
    private static NDArray product(NDManager scope, NDArray output, float[] gradient) {
        return output.mul(scope.create(gradient, output.getShape())).sum();
    }

    /** The losses of a batch, without learning. */
    public LossValue validate(TrainingExamples.Batch batch) {
        try (NDManager scope = manager.newSubManager()) {
            Student.Output<NDArray> output = network.apply(
                    TorchOperators.validating(scope, weights.validated(scope)), images(scope, batch.images()));
            return DistillationLoss.of(settings).validate(withOutput(batch, output));
        }
    }

    private static DistillationLoss.Batch withOutput(TrainingExamples.Batch batch, Student.Output<NDArray> output) {
        float[][] features = rows(output.features().toFloatArray(), batch.images().size());
        return batch.with(features, output.quality().toFloatArray());
    }

    /**
     * The scores and features that the network gives with some weights. They are computed in double precision, which
     * also keeps PyTorch from computing with fewer bits where it is told to.
     */
    public List<ExportCheck.Output> run(Map<String, Tensor> trained, List<AlignedFace> faces) {
        try (NDManager scope = manager.newSubManager()) {
            Map<String, NDArray> fixed = TorchWeights.fixed(scope, trained);
            fixed.replaceAll((name, weight) -> weight.toType(DataType.FLOAT64, false));
            Student.Output<NDArray> output = network.apply(
                    TorchOperators.validating(scope, fixed), images(scope, faces).toType(DataType.FLOAT64, false));
            float[][] features = rows(output.features().toType(DataType.FLOAT32, false).toFloatArray(), faces.size());
            float[] scores = output.quality().toType(DataType.FLOAT32, false).toFloatArray();
            List<ExportCheck.Output> outputs = new ArrayList<>();
            for (int face = 0; face < scores.length; face++) {
                outputs.add(new ExportCheck.Output(scores[face], Embedding.copyOf(features[face])));
            }
            return outputs;
        }
    }

    /**
     * Checks that PyTorch computes this network in single precision as in double. Some of its kernels give wrong numbers
     * on some processors, which a training would learn to make up for, and no other runtime.
     *
     * @param faces some to compute it for
     * @throws ModelException if the features differ
     */
    public void requirePrecision(List<AlignedFace> faces) {
        Map<String, Tensor> now = weights.tensors(weights.values());
        List<Embedding> single = features(network, now, faces, settings.training());
        List<ExportCheck.Output> twice = run(now, faces);
        for (int face = 0; face < faces.size(); face++) {
            double difference = 1 - single.get(face).cosine(twice.get(face).features());
            if (!(difference <= PRECISION)) {
                throw new ModelException(new Problem(
                        "cannot train", "PyTorch on this processor", "features as in double precision, within " + PRECISION,
                        "a cosine lower by " + difference,
                        "Set ONEDNN_MAX_CPU_ISA=AVX2 in the environment, so that it uses other kernels."));
            }
        }
    }

    static NDArray images(NDManager scope, List<AlignedFace> faces) {
        float[] values = new float[faces.size() * FaceFiles.FLOATS];
        for (int face = 0; face < faces.size(); face++) {
            FaceFiles.pixels(faces.get(face), values, face * FaceFiles.FLOATS);
        }
        return scope.create(
                        values, new Shape(faces.size(), AlignedFace.SIZE, AlignedFace.SIZE, FaceFiles.CHANNELS))
                .transpose(0, 3, 1, 2);
    }

    private static float[][] rows(float[] values, int count) {
        int length = values.length / count;
        float[][] rows = new float[count][];
        for (int row = 0; row < count; row++) {
            rows[row] = Arrays.copyOfRange(values, row * length, (row + 1) * length);
        }
        return rows;
    }

    private static float[] flat(float[][] rows) {
        float[] values = new float[rows.length * rows[0].length];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, values, row * rows[0].length, rows[0].length);
        }
        return values;
    }

    /** How many arrays PyTorch holds between two steps. */
    public int held() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        manager.close();
    }
}
