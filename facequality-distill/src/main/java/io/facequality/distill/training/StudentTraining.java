package io.facequality.distill.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.InvalidInputException;
import io.facequality.Problem;
import io.facequality.distill.checkpoint.Tensor;
import io.facequality.distill.labels.OptimisedLabel;
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

/**
 * Trains a student, from scratch or from weights: its features are drawn to the teacher's, its score to the optimised labels, which follow
 * from where its own features lie at the time.
 *
 * <p>Every so many steps, and after each epoch, all of the state is written down; a training that was stopped, even by a
 * kill, goes on from there and ends with the same weights, bit for bit, on the same machine with the same number of
 * threads. A seed decides the rest.
 *
 * <p>It holds PyTorch's memory while it is open. For one thread.
 */
final class StudentTraining implements AutoCloseable {


    private final StudentNetwork network;
    private final DistillationSettings settings;
    private final FaceFiles faces;
    private final Path checkpoint;
    private final String run;
    private final Engine engine;
    private final NDManager manager;
    private final TorchWeights weights;
    private final List<EpochLosses> epochs = new ArrayList<>();
    private Map<String, float[]> bestWeights = Map.of();
    private int best;
    private long step;
    private double[] epochLoss = new double[4];

    /**
     * Opens a training, and takes up an earlier one's state.
     *
     * @param start the weights to start from
     * @param run what the training is: settings, first weights, teacher and labels
     */
    StudentTraining(
            StudentNetwork network,
            Map<String, Tensor> start,
            DistillationSettings settings,
            FaceFiles faces,
            Path checkpoint,
            String run) {
        this.network = network;
        this.settings = settings;
        this.faces = faces;
        this.checkpoint = checkpoint;
        this.run = run;
        Optional<TrainingCheckpoint> earlier = TrainingCheckpoint.read(checkpoint, run);
        this.engine = TorchEngine.start(settings.training().threads());
        this.manager = engine.newBaseManager();
        this.weights = new TorchWeights(manager, start, trained(start.keySet())::contains);
        earlier.ifPresent(this::resume);
    }

    /** The head and the last tensors before it; running averages are kept by the normalisation itself. */
    private Set<String> trained(Set<String> names) {
        List<String> backbone = names.stream()
                .filter(name -> !StudentNetwork.isHead(name) && !StudentNetwork.isRunning(name))
                .toList();
        int wanted = settings.training().backboneTensors();
        int left = wanted == 0 ? 0 : Math.max(0, backbone.size() - wanted);
        Set<String> trained = new HashSet<>(backbone.subList(left, backbone.size()));
        names.stream().filter(StudentNetwork::isHead).forEach(trained::add);
        return trained;
    }

    private void resume(TrainingCheckpoint earlier) {
        step = earlier.step();
        epochLoss = earlier.sums().clone();
        best = earlier.best();
        earlier.epochs().stream().map(EpochLosses::ofRow).forEach(epochs::add);
        weights.resume(earlier.arrays());
        bestWeights = TorchWeights.part(earlier.arrays(), "best.");
    }

    /** The faces of a training and what there is to know of each, in one order. */
    static final class Lesson {

        private final List<OptimisedLabel> labels;
        private final float[][] teacher;
        private final float[][] centres;

        Lesson(List<OptimisedLabel> labels, List<Embedding> teacher, List<Embedding> centres) {
            this.labels = labels;
            this.teacher = teacher.stream().map(Embedding::toArray).toArray(float[][]::new);
            this.centres = centres.stream().map(Embedding::toArray).toArray(float[][]::new);
        }
    }

    /** What came of it. */
    record Result(Map<String, Tensor> weights, int best, List<EpochLosses> epochs) {}

    /**
     * Trains until the last epoch, or until validation no longer gets better.
     *
     * @throws InvalidInputException if a loss is not finite
     * @throws CancellationException if this thread is interrupted; the state is written down
     */
    Result train(Lesson lesson, TrainingListener listener) {
        DistillationSettings.Training how = settings.training();
        double[] plain = lesson.labels.stream().mapToDouble(OptimisedLabel::normalised).toArray();
        ValidationSplit split = ValidationSplit.of(plain, how.validationShare());
        int stepsAnEpoch = stepsAnEpoch(split.training().length);
        TrainingClock clock = new TrainingClock(step, stepsAnEpoch, how.epochs());
        for (int epoch = epochs.size() + 1; epoch <= how.epochs() && epoch - best <= how.patience(); epoch++) {
            int[] order = split.shuffled(how.seed(), epoch);
            for (int inEpoch = (int) (step - (long) stepsAnEpoch * (epoch - 1)); inEpoch < stepsAnEpoch; inEpoch++) {
                int from = inEpoch * how.batch();
                int[] batch = Arrays.copyOfRange(order, from, Math.min(order.length, from + how.batch()));
                LossValue loss = step(lesson, batch);
                requireFinite(loss.total(), epoch);
                add(loss, batch.length);
                step++;
                listener.onStep(clock.progress(epoch, step, loss.consistency(), loss.quality()));
                if (Thread.interrupted()) {
                    save();
                    throw new CancellationException("interrupted in epoch " + epoch);
                }
                if (step % how.checkpointSteps() == 0) {
                    save();
                }
            }
            finish(epoch, lesson, split.validation(), listener);
        }
        return new Result(weights.tensors(bestWeights), best, List.copyOf(epochs));
    }

    /** Batch normalisation needs two faces: one that is left over waits for an epoch that draws it earlier. */
    private int stepsAnEpoch(int faces) {
        int batch = settings.training().batch();
        if (Math.min(faces, batch) < 2) {
            throw new InvalidInputException(new Problem(
                    "cannot train a student", "batch", "at least two faces a step",
                    "batches of " + batch + " of " + faces + " faces", "Raise the batch, or add pictures."));
        }
        return faces / batch + (faces % batch > 1 ? 1 : 0);
    }

    private void add(LossValue loss, int size) {
        epochLoss[0] += loss.total() * size;
        epochLoss[1] += loss.consistency() * size;
        epochLoss[2] += loss.quality() * size;
        epochLoss[3] += size;
    }

    private void finish(int epoch, Lesson lesson, int[] validation, TrainingListener listener) {
        double[] sums = validate(lesson, validation);
        requireFinite(sums[0], epoch);
        EpochLosses losses = new EpochLosses(
                epoch, epochLoss[0] / epochLoss[3], epochLoss[1] / epochLoss[3], epochLoss[2] / epochLoss[3], sums[0],
                sums[1], sums[2]);
        boolean better = best == 0 || losses.validationLoss() < epochs.get(best - 1).validationLoss();
        epochs.add(losses);
        if (better) {
            best = epoch;
            bestWeights = weights.values();
        }
        epochLoss = new double[4];
        save();
        listener.onEpoch(losses);
    }

    private static void requireFinite(double loss, int epoch) {
        if (!Double.isFinite(loss)) {
            throw new InvalidInputException(new Problem(
                    "the training went astray", "epoch " + epoch, "a finite loss", Double.toString(loss),
                    "Lower the rates of learning and start anew in another folder."));
        }
    }

    private LossValue step(Lesson lesson, int[] batch) {
        try (NDManager scope = manager.newSubManager()) {
            weights.attachTo(scope);
            LossValue loss;
            try (GradientCollector collector = engine.newGradientCollector()) {
                StudentNetwork.Output<NDArray> output =
                        network.apply(new TorchOperators(weights.arrays(), true), pictures(scope, lesson, batch));
                loss = settings.loss().train(batch(lesson, batch, output));
                if (!Double.isFinite(loss.total())) {
                    return loss;
                }
                // The loss's own gradients, handed to the network: this product has just these.
                NDArray features = scope.create(flat(loss.featureGradient()), output.features().getShape());
                NDArray scores = scope.create(loss.scoreGradient(), output.score().getShape());
                collector.backward(output.features().mul(features).sum().add(output.score().mul(scores).sum()));
            }
            update(scope);
            return loss;
        }
    }

    private void update(NDManager scope) {
        DistillationSettings.Training how = settings.training();
        weights.update(scope, step, how.gradientNorm(), name -> StudentNetwork.isHead(name)
                ? how.headRate()
                : how.backboneRate());
    }

    private double[] validate(Lesson lesson, int[] validation) {
        double[] sums = new double[3];
        int size = settings.training().batch();
        for (int from = 0; from < validation.length; from += size) {
            int[] batch = Arrays.copyOfRange(validation, from, Math.min(validation.length, from + size));
            try (NDManager scope = manager.newSubManager()) {
                weights.attachTo(scope);
                StudentNetwork.Output<NDArray> output =
                        network.apply(new TorchOperators(weights.arrays(), false), pictures(scope, lesson, batch));
                LossValue loss = settings.loss().validate(batch(lesson, batch, output));
                sums[0] += loss.total() * batch.length / validation.length;
                sums[1] += loss.consistency() * batch.length / validation.length;
                sums[2] += loss.quality() * batch.length / validation.length;
            }
        }
        return sums;
    }

    private DistillationLoss.Batch batch(Lesson lesson, int[] batch, StudentNetwork.Output<NDArray> output) {
        return new DistillationLoss.Batch(
                rows(output.features().toFloatArray(), batch.length),
                output.score().toFloatArray(),
                select(lesson.teacher, batch),
                select(lesson.centres, batch),
                Arrays.stream(batch).mapToDouble(face -> lesson.labels.get(face).normalised()).toArray());
    }

    private static float[][] select(float[][] rows, int[] batch) {
        return Arrays.stream(batch).mapToObj(face -> rows[face]).toArray(float[][]::new);
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

    private NDArray pictures(NDManager scope, Lesson lesson, int[] batch) {
        List<AlignedFace> crops = new ArrayList<>();
        for (int face : batch) {
            crops.add(faces.readAgain(lesson.labels.get(face).picture().path()));
        }
        return pictures(scope, crops);
    }

    private static NDArray pictures(NDManager scope, List<AlignedFace> crops) {
        float[] values = new float[crops.size() * FaceFiles.FLOATS];
        for (int face = 0; face < crops.size(); face++) {
            FaceFiles.planes(crops.get(face), values, face * FaceFiles.FLOATS);
        }
        return scope.create(
                values, new Shape(crops.size(), FaceFiles.CHANNELS, AlignedFace.SIZE, AlignedFace.SIZE));
    }

    /** What the trained network says of faces. */
    List<ExportCheck.Judgement> judge(Result result, List<AlignedFace> crops) {
        try (NDManager scope = manager.newSubManager()) {
            Map<String, NDArray> trained = TorchWeights.fixed(scope, result.weights());
            StudentNetwork.Output<NDArray> output =
                    network.apply(new TorchOperators(trained, false), pictures(scope, crops));
            float[][] features = rows(output.features().toFloatArray(), crops.size());
            float[] scores = output.score().toFloatArray();
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

    private void save() {
        Map<String, float[]> arrays = new LinkedHashMap<>(weights.state());
        bestWeights.forEach((name, values) -> arrays.put("best." + name, values));
        List<double[]> rows = epochs.stream().map(EpochLosses::toRow).toList();
        new TrainingCheckpoint(run, step, epochLoss.clone(), best, rows, arrays).write(checkpoint);
    }

    @Override
    public void close() {
        manager.close();
    }
}
