package io.facequality.distill.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.InvalidInputException;
import io.facequality.distill.checkpoint.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Trains a student, from scratch or from weights: its features are drawn to the teacher's, its score to the optimised
 * labels, which follow from where its own features lie at the time.
 *
 * <p>A training that was stopped, even by a kill, goes on from its {@linkplain TrainingCourse last checkpoint} and ends
 * with the same weights, bit for bit, on the same machine with the same number of threads. A seed decides the rest.
 *
 * <p>It holds PyTorch's memory while it is open. For one thread.
 */
final class StudentTraining implements AutoCloseable {

    /** Batch normalisation needs two faces. */
    private static final int SMALLEST_BATCH = 2;

    private final Student network;
    private final Optional<HintLayer> hint;
    private final DistillationSettings settings;
    private final TrainingCourse course;
    private final Engine engine;
    private final NDManager manager;
    private final TorchWeights weights;

    /**
     * Opens a training, and takes up an earlier one's state.
     *
     * @param start the weights to start from
     * @param hint what makes maps like the teacher's, if its lesson has some
     * @param run what the training is: settings, first weights, teacher and labels
     */
    StudentTraining(
            Student network,
            Map<String, Tensor> start,
            Optional<HintLayer> hint,
            DistillationSettings settings,
            Path checkpoint,
            String run) {
        this.network = network;
        this.hint = hint;
        this.settings = settings;
        this.course = new TrainingCourse(rules(settings.training()), checkpoint, run);
        this.engine = TorchEngine.start(settings.training().threads());
        this.manager = engine.newBaseManager();
        Map<String, Tensor> all = new LinkedHashMap<>(start);
        hint.ifPresent(layer -> all.putAll(layer.firstWeights(settings.training().seed())));
        this.weights = new TorchWeights(
                manager,
                all,
                trained(all.keySet())::contains,
                name -> isMatrix(name, all.get(name)),
                settings.schedule().average());
    }

    /** Whether Muon trains it. */
    private boolean isMatrix(String name, Tensor tensor) {
        return settings.training().matrixRate() > 0
                && WeightNames.isBackbone(name)
                && TorchMuon.takes(WeightNames.sizes(tensor));
    }

    private static TrainingCourse.Rules rules(DistillationSettings.Training how) {
        return new TrainingCourse.Rules(
                how.epochs(), how.batch(), SMALLEST_BATCH, how.patience(), how.checkpointSteps(), how.seed());
    }

    /** The head and the last tensors before it; running averages are kept by the normalisation itself. */
    private Set<String> trained(Set<String> names) {
        List<String> backbone = names.stream()
                .filter(name -> WeightNames.isBackbone(name) && !WeightNames.isRunning(name))
                .toList();
        int wanted = settings.training().backboneTensors();
        int left = wanted == 0 ? 0 : Math.max(0, backbone.size() - wanted);
        Set<String> trained = new HashSet<>(backbone.subList(left, backbone.size()));
        names.stream().filter(WeightNames::isHead).forEach(trained::add);
        names.stream().filter(name -> HintLayer.owns(name) && !WeightNames.isRunning(name)).forEach(trained::add);
        return trained;
    }

    /** What came of it. */
    record Result(Map<String, Tensor> weights, int best, List<EpochLosses> epochs) {}

    /**
     * Trains until the last epoch, or until validation no longer gets better.
     *
     * @param soFar takes the best weights whenever the schedule has them exported
     * @throws InvalidInputException if a loss is not finite
     * @throws CancellationException if this thread is interrupted; the state is written down
     */
    Result train(Lesson lesson, TrainingListener listener, Consumer<Result> soFar) {
        ValidationSplit split = ValidationSplit.of(lesson.labels(), settings.training().validationShare());
        int stepsAnEpoch = course.stepsAnEpoch(split.training().length);
        return result(course.take(new Pupil(lesson, stepsAnEpoch), split, new Watch(listener, soFar)));
    }

    private Result result(TrainingCourse.Result result) {
        Map<String, float[]> ofTheModel = new LinkedHashMap<>(result.weights());
        ofTheModel.keySet().removeIf(HintLayer::owns);
        return new Result(
                weights.tensors(ofTheModel),
                result.best(),
                result.epochs().stream().map(EpochLosses::ofRow).toList());
    }

    /** Tells a listener of the two losses, and hands out what there is when it is due. */
    private final class Watch implements TrainingCourse.Watch {

        private final TrainingListener listener;
        private final Consumer<Result> soFar;

        Watch(TrainingListener listener, Consumer<Result> soFar) {
            this.listener = listener;
            this.soFar = soFar;
        }

        @Override
        public void onStep(TrainingClock clock, int epoch, long step, double[] losses) {
            listener.onStep(clock.progress(epoch, step, losses[1], losses[2]));
        }

        @Override
        public void onEpoch(double[] row) {
            EpochLosses losses = EpochLosses.ofRow(row);
            listener.onEpoch(losses);
            int every = settings.schedule().exportEpochs();
            if (every > 0 && losses.epoch() % every == 0) {
                soFar.accept(result(course.soFar()));
            }
        }
    }

    /** Learns a lesson; its losses are the weighted sum, Lrc and Lq. */
    private final class Pupil implements TrainingCourse.Pupil {

        private final Lesson lesson;
        private final int stepsAnEpoch;

        Pupil(Lesson lesson, int stepsAnEpoch) {
            this.lesson = lesson;
            this.stepsAnEpoch = stepsAnEpoch;
        }

        @Override
        public double[] learn(int[] batch, int epoch, long step) {
            double share = settings.schedule().factor(step, stepsAnEpoch, settings.training().epochs());
            LossValue loss = step(lesson.examples(batch, epoch), step, share);
            return new double[] {loss.total(), loss.consistency(), loss.quality()};
        }

        @Override
        public double[] validate(int[] validation) {
            return StudentTraining.this.validate(lesson, validation);
        }

        @Override
        public Map<String, float[]> state() {
            return weights.state();
        }

        @Override
        public void resume(Map<String, float[]> state) {
            weights.resume(state);
        }

        @Override
        public Map<String, float[]> weights() {
            return weights.values();
        }
    }

    private LossValue step(Lesson.Examples examples, long step, double share) {
        try (NDManager scope = manager.newSubManager()) {
            LossValue loss;
            try (GradientCollector collector = engine.newGradientCollector()) {
                TorchOperators operators = TorchOperators.training(scope, weights.arrays(scope));
                Student.Output<NDArray> output = network.apply(operators, pictures(scope, examples));
                loss = settings.loss().train(batch(examples, output));
                NDArray gradients = product(scope, output.features(), flat(loss.featureGradient()))
                        .add(product(scope, output.quality(), loss.scoreGradient()));
                if (hint.isPresent()) {
                    NDArray said = hint.get().apply(operators, output.maps());
                    HintLoss hinted = HintLoss.of(said.toFloatArray(), examples.maps(), hint.get().to());
                    loss = loss.plus(settings.hint().weight() * hinted.value());
                    gradients = gradients.add(product(scope, said, hinted.gradient(settings.hint().weight())));
                }
                if (!Double.isFinite(loss.total())) {
                    return loss;
                }
                collector.backward(gradients);
            }
            update(scope, step, share);
            return loss;
        }
    }

    /** A loss's own gradient, handed to the network: this product has just that one. */
    private static NDArray product(NDManager scope, NDArray said, float[] gradient) {
        return said.mul(scope.create(gradient, said.getShape())).sum();
    }

    private void update(NDManager scope, long step, double share) {
        weights.update(scope, step, settings.training().gradientNorm(), name -> share * rate(name));
    }

    private double rate(String name) {
        DistillationSettings.Training how = settings.training();
        if (WeightNames.isHead(name)) {
            return how.headRate();
        }
        return weights.isMatrix(name) ? how.matrixRate() : how.backboneRate();
    }

    private double[] validate(Lesson lesson, int[] validation) {
        double[] sums = new double[3];
        int size = settings.training().batch();
        for (int from = 0; from < validation.length; from += size) {
            int[] batch = Arrays.copyOfRange(validation, from, Math.min(validation.length, from + size));
            try (NDManager scope = manager.newSubManager()) {
                Lesson.Examples examples = lesson.validation(batch);
                Student.Output<NDArray> output =
                        network.apply(TorchOperators.validating(scope, weights.judged(scope)), pictures(scope, examples));
                LossValue loss = settings.loss().validate(batch(examples, output));
                sums[0] += loss.total() * batch.length / validation.length;
                sums[1] += loss.consistency() * batch.length / validation.length;
                sums[2] += loss.quality() * batch.length / validation.length;
            }
        }
        return sums;
    }

    private static DistillationLoss.Batch batch(Lesson.Examples examples, Student.Output<NDArray> output) {
        float[][] features = rows(output.features().toFloatArray(), examples.pictures().size());
        return examples.with(features, output.quality().toFloatArray());
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

    private static NDArray pictures(NDManager scope, Lesson.Examples examples) {
        return pictures(scope, examples.pictures());
    }

    private static NDArray pictures(NDManager scope, List<AlignedFace> crops) {
        float[] values = new float[crops.size() * FaceFiles.FLOATS];
        for (int face = 0; face < crops.size(); face++) {
            FaceFiles.pixels(crops.get(face), values, face * FaceFiles.FLOATS);
        }
        return scope.create(
                        values, new Shape(crops.size(), AlignedFace.SIZE, AlignedFace.SIZE, FaceFiles.CHANNELS))
                .transpose(0, 3, 1, 2);
    }

    /**
     * What the trained network says of faces, in double precision, which also keeps PyTorch from computing with fewer bits
     * where it is told to.
     */
    List<ExportCheck.Judgement> judge(Result result, List<AlignedFace> crops) {
        try (NDManager scope = manager.newSubManager()) {
            Map<String, NDArray> trained = TorchWeights.fixed(scope, result.weights());
            trained.replaceAll((name, weight) -> weight.toType(DataType.FLOAT64, false));
            Student.Output<NDArray> output = network.apply(
                    TorchOperators.validating(scope, trained), pictures(scope, crops).toType(DataType.FLOAT64, false));
            float[][] features =
                    rows(output.features().toType(DataType.FLOAT32, false).toFloatArray(), crops.size());
            float[] scores = output.quality().toType(DataType.FLOAT32, false).toFloatArray();
            List<ExportCheck.Judgement> judgements = new ArrayList<>();
            for (int face = 0; face < scores.length; face++) {
                judgements.add(new ExportCheck.Judgement(scores[face], Embedding.copyOf(features[face])));
            }
            return judgements;
        }
    }

    /** How many arrays PyTorch holds between two steps. */
    int held() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        manager.close();
    }
}
