package io.facequality.distill.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.InvalidInputException;
import io.facequality.Problem;
import io.facequality.distill.checkpoint.Tensor;
import java.nio.ByteBuffer;
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

    private static final int CHANNELS = 3;
    private static final int PIXELS = AlignedFace.SIZE * AlignedFace.SIZE;
    private static final float HALF_RANGE = 127.5f;
    private static final float NO_CUTTING = -1;

    private final Student network;
    private final DistillationSettings settings;
    private final Path checkpoint;
    private final String run;
    private final Engine engine;
    private final NDManager manager;
    private final Map<String, NDArray> weights = new LinkedHashMap<>();
    private final Map<String, NDArray> first = new LinkedHashMap<>();
    private final Map<String, NDArray> second = new LinkedHashMap<>();
    private final Map<String, NDArray> averages = new LinkedHashMap<>();
    private final List<EpochLosses> epochs = new ArrayList<>();
    private Map<String, float[]> bestWeights = Map.of();
    private int best;
    private long step;
    private int stepsAnEpoch;
    private double[] epochLoss = new double[4];

    /**
     * Opens a training, and takes up an earlier one's state.
     *
     * @param start the weights to start from
     * @param run what the training is: settings, first weights, teacher and labels
     */
    StudentTraining(
            Student network,
            Map<String, Tensor> start,
            DistillationSettings settings,
            Path checkpoint,
            String run) {
        this.network = network;
        this.settings = settings;
        this.checkpoint = checkpoint;
        this.run = run;
        Optional<StudentCheckpoint> earlier = StudentCheckpoint.read(checkpoint, run);
        this.engine = TorchEngine.start(settings.training().threads());
        this.manager = engine.newBaseManager();
        Set<String> trained = trained(start.keySet());
        start.forEach((name, tensor) -> allocate(name, tensor, trained.contains(name)));
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

    private void allocate(String name, Tensor tensor, boolean trained) {
        Shape shape = shape(tensor);
        NDArray weight = manager.create(tensor.floats(), shape);
        weights.put(name, weight);
        if (trained) {
            weight.setRequiresGradient(true);
            first.put(name, manager.zeros(shape));
            second.put(name, manager.zeros(shape));
        }
        if (settings.schedule().average() > 0) {
            averages.put(name, manager.create(tensor.floats(), shape));
        }
    }

    /** The weights that are validated and exported. */
    private Map<String, NDArray> judged() {
        return averages.isEmpty() ? weights : averages;
    }

    private static Shape shape(Tensor tensor) {
        return new Shape(StudentNetwork.sizes(tensor));
    }

    private void resume(StudentCheckpoint earlier) {
        step = earlier.step();
        epochLoss = earlier.epochLoss().clone();
        best = earlier.best();
        epochs.addAll(earlier.epochs());
        weights.forEach((name, array) -> array.set(earlier.arrays().get("weight." + name)));
        first.forEach((name, array) -> array.set(earlier.arrays().get("first." + name)));
        second.forEach((name, array) -> array.set(earlier.arrays().get("second." + name)));
        averages.forEach((name, array) -> array.set(earlier.arrays().get("average." + name)));
        bestWeights = new LinkedHashMap<>();
        weights.keySet().stream()
                .filter(name -> earlier.arrays().containsKey("best." + name))
                .forEach(name -> bestWeights.put(name, earlier.arrays().get("best." + name)));
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
        DistillationSettings.Training how = settings.training();
        ValidationSplit split = ValidationSplit.of(lesson.labels(), how.validationShare());
        stepsAnEpoch = stepsAnEpoch(split.training().length);
        TrainingClock clock = new TrainingClock(step, stepsAnEpoch, how.epochs());
        for (int epoch = epochs.size() + 1; epoch <= how.epochs() && epoch - best <= how.patience(); epoch++) {
            int[] order = split.shuffled(how.seed(), epoch);
            for (int inEpoch = (int) (step - (long) stepsAnEpoch * (epoch - 1)); inEpoch < stepsAnEpoch; inEpoch++) {
                int from = inEpoch * how.batch();
                int[] batch = Arrays.copyOfRange(order, from, Math.min(order.length, from + how.batch()));
                LossValue loss = step(examples(lesson, batch, epoch));
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
            if (isExported(epoch)) {
                soFar.accept(result());
            }
        }
        return result();
    }

    private Lesson.Examples examples(Lesson lesson, int[] batch, int epoch) {
        try {
            return lesson.examples(batch, epoch);
        } catch (CancellationException e) {
            save();
            throw e;
        }
    }

    private boolean isExported(int epoch) {
        int every = settings.schedule().exportEpochs();
        return every > 0 && epoch % every == 0;
    }

    private Result result() {
        Map<String, Tensor> trained = new LinkedHashMap<>();
        bestWeights.forEach((name, values) -> trained.put(
                name, Tensor.of(values, weights.get(name).getShape().getShape())));
        return new Result(trained, best, List.copyOf(epochs));
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
            bestWeights = new LinkedHashMap<>();
            judged().forEach((name, array) -> bestWeights.put(name, array.toFloatArray()));
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

    private LossValue step(Lesson.Examples examples) {
        try (NDManager scope = manager.newSubManager()) {
            // What is computed from a weight belongs to the weight's manager, and would outlive the step.
            scope.tempAttachAll(new NDList(List.copyOf(weights.values())));
            LossValue loss;
            try (GradientCollector collector = engine.newGradientCollector()) {
                Student.Output<NDArray> output =
                        network.apply(new TorchOperators(weights, true), pictures(scope, examples.pictures()));
                loss = settings.loss().train(batch(examples, output));
                if (!Double.isFinite(loss.total())) {
                    return loss;
                }
                // The loss's own gradients, handed to the network: this product has just these.
                NDArray features = scope.create(flat(loss.featureGradient()), output.features().getShape());
                NDArray scores = scope.create(loss.scoreGradient(), output.score().getShape());
                collector.backward(output.features().mul(features).sum().add(output.score().mul(scores).sum()));
            }
            update(scope);
            average(scope);
            return loss;
        }
    }

    private void update(NDManager scope) {
        Map<String, NDArray> gradients = new LinkedHashMap<>();
        first.keySet().forEach(name -> gradients.put(name, weights.get(name).getGradient()));
        double squares = 0;
        for (NDArray gradient : gradients.values()) {
            gradient.attach(scope);
            squares += gradient.square().sum().toFloatArray()[0];
        }
        double length = Math.sqrt(squares);
        double share = settings.schedule().factor(step, stepsAnEpoch, settings.training().epochs());
        float factor = (float) Math.min(1, settings.training().gradientNorm() / Math.max(length, 1e-12));
        int number = Math.toIntExact(step + 1);
        gradients.forEach((name, gradient) -> {
            double rate = StudentNetwork.isHead(name)
                    ? settings.training().headRate()
                    : settings.training().backboneRate();
            float corrected = (float) Adam.correctedRate(share * rate, number);
            NDArray weight = weights.get(name);
            weight.getNDArrayInternal()
                    .adamUpdate(
                            new NDList(weight, gradient, first.get(name), second.get(name)),
                            new NDList(weight),
                            corrected,
                            corrected,
                            0,
                            factor,
                            NO_CUTTING,
                            (float) Adam.FIRST_DECAY,
                            (float) Adam.SECOND_DECAY,
                            (float) Adam.STABILISER,
                            false,
                            false);
        });
    }

    private void average(NDManager scope) {
        float stays = (float) settings.schedule().averageAt(step);
        averages.forEach((name, average) -> {
            NDArray weight = weights.get(name).stopGradient();
            weight.attach(scope);
            average.muli(stays).addi(weight.mul(1 - stays));
        });
    }

    private double[] validate(Lesson lesson, int[] validation) {
        double[] sums = new double[3];
        int size = settings.training().batch();
        for (int from = 0; from < validation.length; from += size) {
            int[] batch = Arrays.copyOfRange(validation, from, Math.min(validation.length, from + size));
            try (NDManager scope = manager.newSubManager()) {
                Map<String, NDArray> judged = judged();
                scope.tempAttachAll(new NDList(List.copyOf(judged.values())));
                Lesson.Examples examples = lesson.validation(batch);
                Student.Output<NDArray> output =
                        network.apply(new TorchOperators(judged, false), pictures(scope, examples.pictures()));
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
        return examples.with(features, output.score().toFloatArray());
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

    private static NDArray pictures(NDManager scope, List<AlignedFace> crops) {
        float[] values = new float[crops.size() * CHANNELS * PIXELS];
        for (int face = 0; face < crops.size(); face++) {
            ByteBuffer pixels = crops.get(face).pixels();
            for (int pixel = 0; pixel < PIXELS; pixel++) {
                for (int channel = 0; channel < CHANNELS; channel++) {
                    int value = Byte.toUnsignedInt(pixels.get(pixel * CHANNELS + channel));
                    values[(face * CHANNELS + channel) * PIXELS + pixel] = (value - HALF_RANGE) / HALF_RANGE;
                }
            }
        }
        return scope.create(values, new Shape(crops.size(), CHANNELS, AlignedFace.SIZE, AlignedFace.SIZE));
    }

    /** What the trained network says of faces. */
    List<ExportCheck.Judgement> judge(Result result, List<AlignedFace> crops) {
        try (NDManager scope = manager.newSubManager()) {
            Map<String, NDArray> trained = new LinkedHashMap<>();
            result.weights().forEach((name, tensor) ->
                    trained.put(name, scope.create(tensor.floats(), shape(tensor))));
            Student.Output<NDArray> output =
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
        Map<String, float[]> arrays = new LinkedHashMap<>();
        weights.forEach((name, array) -> arrays.put("weight." + name, array.toFloatArray()));
        first.forEach((name, array) -> arrays.put("first." + name, array.toFloatArray()));
        second.forEach((name, array) -> arrays.put("second." + name, array.toFloatArray()));
        averages.forEach((name, array) -> arrays.put("average." + name, array.toFloatArray()));
        bestWeights.forEach((name, values) -> arrays.put("best." + name, values));
        new StudentCheckpoint(run, step, epochLoss.clone(), best, List.copyOf(epochs), arrays).write(checkpoint);
    }

    @Override
    public void close() {
        manager.close();
    }
}
