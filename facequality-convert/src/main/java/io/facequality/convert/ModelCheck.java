package io.facequality.convert;

import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.internal.WorkerThreads;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.internal.OnnxModel;
import io.facequality.onnx.internal.OnnxModelDescription;
import io.facequality.onnx.internal.OnnxModelDescription.Tensor;
import io.facequality.onnx.internal.graph.ModelBytes;
import io.facequality.onnx.internal.graph.ModelContents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Looks into an ONNX file, and runs it on drawn faces that are the same everywhere. A model that takes aligned faces,
 * alone or with a time, must give finite numbers, the same for a face alone as beside another, and the same with the
 * rewrites that make it run faster as without. Others are only described.
 */
public final class ModelCheck {

    private static final int CHANNELS = 3;
    private static final int PIXELS = AlignedFace.SIZE * AlignedFace.SIZE;
    private static final float HALF_RANGE = 127.5f;

    /** So many faces fit into one direct buffer. */
    private static final int MOST_ROWS = Integer.MAX_VALUE / (CHANNELS * PIXELS * Float.BYTES);

    /** How far apart two ways to compute the same may be, of the largest number in the output. */
    private static final float TOLERANCE = 1e-3f;

    /** A pass over one or two faces takes a second at most; a model may also hold a loop that never ends. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path file;
    private final Duration limit;

    private ModelCheck(Path file, Duration limit) {
        this.file = file;
        this.limit = limit;
    }

    /**
     * Checks a file.
     *
     * @param file an ONNX file
     * @return what it is, and what it gave
     * @throws ModelException if it is no model that can be opened, or computes what it must not
     * @throws StorageException if it cannot be read
     */
    public static ModelReport run(Path file) {
        return run(file, LIMIT);
    }

    /** The same with another limit for each pass of the model. */
    static ModelReport run(Path file, Duration limit) {
        return run(new ModelCheck(file, limit), ModelCheck::fullReport);
    }

    /** The same but for the rewrites, which take another three times the file's size in memory. */
    static ModelReport runAsItIs(Path file) {
        return run(new ModelCheck(file, LIMIT), ModelCheck::reportAsItIs);
    }

    /** A kind of check. */
    @FunctionalInterface
    private interface Reporting {
        ModelReport report(ModelCheck check) throws IOException;
    }

    private static ModelReport run(ModelCheck check, Reporting reporting) {
        try {
            return reporting.report(check);
        } catch (IOException e) {
            throw new StorageException(
                    new Problem("cannot check the model", check.file.toString(), "a file that can be read", e.toString(),
                            "Check the path and its permissions."),
                    e);
        }
    }

    private ModelReport reportAsItIs() throws IOException {
        // The model first, since its messages for what is missing or no model at all are the better ones.
        try (OnnxModel model = OnnxModel.openAsItIs(ModelFile.of(file))) {
            Map<String, float[]> results = new LinkedHashMap<>();
            Inputs.of(model.description()).ifPresent(inputs -> results.putAll(checked(model, inputs)));
            return new ModelReport(file, model.description(), Files.size(file), contents(), List.of(), results);
        }
    }

    private ModelReport fullReport() throws IOException {
        ModelReport asItIs = reportAsItIs();
        try (OnnxModel model = OnnxModel.open(ModelFile.of(file), ModelOptions.defaults())) {
            Inputs.of(model.description()).ifPresent(inputs -> {
                Map<String, float[]> results = run(model, inputs, 0);
                asItIs.results().forEach((output, expected) ->
                        checkSame(output, expected, Objects.requireNonNull(results.get(output)), "the model made fast"));
            });
            return asItIs.withRewrites(model.rewrites());
        }
    }

    private ModelContents contents() throws IOException {
        try (ModelBytes bytes = ModelBytes.of(file)) {
            return ModelContents.of(bytes);
        }
    }

    /** What a model that takes faces is given. */
    private record Inputs(Tensor faces, Optional<Tensor> times) {

        static Optional<Inputs> of(OnnxModelDescription description) {
            List<Tensor> inputs = description.inputs();
            List<Tensor> faces = inputs.stream().filter(Inputs::isFaces).toList();
            List<Tensor> times = inputs.stream().filter(Inputs::isTimes).toList();
            return faces.size() == 1 && times.size() == inputs.size() - 1 && times.size() <= 1
                    ? Optional.of(new Inputs(faces.get(0), times.stream().findFirst()))
                    : Optional.empty();
        }

        private static boolean isFaces(Tensor input) {
            return input.isFloat32()
                    && input.shape().size() == 4
                    && input.shape().subList(1, 4).equals(
                            List.of((long) CHANNELS, (long) AlignedFace.SIZE, (long) AlignedFace.SIZE));
        }

        private static boolean isTimes(Tensor input) {
            return input.type().equals("int64") && input.shape().size() == 1;
        }

        boolean isOpen() {
            return faces.shape().get(0) == Tensor.OPEN;
        }
    }

    private Map<String, float[]> checked(OnnxModel model, Inputs inputs) {
        Map<String, float[]> alone = run(model, inputs, 0);
        alone.forEach(this::checkFinite);
        if (inputs.isOpen()) {
            Map<String, float[]> together = run(model, inputs, 0, 1);
            alone.forEach((output, expected) -> checkSame(
                    output, expected, Arrays.copyOf(together.get(output), expected.length), "a face beside another"));
        }
        return alone;
    }

    /** Runs a model on some of the drawn faces; one that takes times too, at time 0. */
    private Map<String, float[]> run(OnnxModel model, Inputs inputs, int... numbers) {
        int rows = inputs.isOpen() ? numbers.length : fixedRows(inputs);
        FloatBuffer values = ByteBuffer.allocateDirect(rows * CHANNELS * PIXELS * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int row = 0; row < numbers.length; row++) {
            pack(FixedFaces.face(numbers[row]), values, row * CHANNELS * PIXELS);
        }
        long[] shape = {rows, CHANNELS, AlignedFace.SIZE, AlignedFace.SIZE};
        return withinLimit(() -> inputs.times.isPresent()
                ? model.run(inputs.faces.name(), shape, values, inputs.times.get().name(), new long[rows])
                : model.run(inputs.faces.name(), shape, values));
    }

    private int fixedRows(Inputs inputs) {
        long rows = inputs.faces.shape().get(0);
        if (rows < 1 || rows > MOST_ROWS) {
            throw wrong("an open batch, or a fixed one of 1 to " + MOST_ROWS, inputs.faces.toString());
        }
        return (int) rows;
    }

    /** Closing the thread interrupts it, which ends the model's run. */
    private Map<String, float[]> withinLimit(Callable<Map<String, float[]>> pass) {
        try (WorkerThreads trial = new WorkerThreads(1)) {
            return WorkerThreads.result(trial.submit(pass), limit).orElseThrow(() ->
                    wrong("a result within " + limit.toSeconds() + " seconds", "a model that still runs"));
        }
    }

    private static void pack(AlignedFace face, FloatBuffer target, int from) {
        ByteBuffer pixels = face.pixels();
        for (int i = 0; i < PIXELS; i++) {
            for (int channel = 0; channel < CHANNELS; channel++) {
                int value = Byte.toUnsignedInt(pixels.get(i * CHANNELS + channel));
                target.put(from + channel * PIXELS + i, (value - HALF_RANGE) / HALF_RANGE);
            }
        }
    }

    private void checkFinite(String output, float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw wrong("finite numbers in " + output, values[i] + " at place " + i);
            }
        }
    }

    private void checkSame(String output, float[] expected, float[] found, String way) {
        float largest = 0;
        float difference = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs(expected[i] - found[i]));
        }
        if (!(difference <= TOLERANCE * Math.max(1, largest))) {
            throw wrong(
                    "the same numbers in " + output + " from " + way,
                    "a difference of " + difference + " where the largest number is " + largest);
        }
    }

    private ModelException wrong(String expected, String found) {
        return new ModelException(new Problem(
                "cannot use the model", file.toString(), expected, found,
                "Check the weights that it was made from, and make it again."));
    }
}
