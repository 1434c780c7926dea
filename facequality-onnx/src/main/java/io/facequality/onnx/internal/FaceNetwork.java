package io.facequality.onnx.internal;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.ModelId;
import io.facequality.QualityScore;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.internal.OnnxModelDescription.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A network that takes aligned faces: it packs them, runs them in batches and hands out what belongs to each. */
public final class FaceNetwork implements AutoCloseable {

    /** What is read from a network, and how a model that lacks it is told. */
    public enum Reading {
        /** A quality for each face. */
        QUALITY("an output quality float32 [n,1] or [n]", "Use a scorer's model, or one that gives both.") {
            @Override
            Optional<Tensor> find(OnnxModelDescription description) {
                return description.quality();
            }
        },
        /** An embedding for each face. */
        EMBEDDING(
                "an output features or embedding float32 [n,d] or [n,d,1,1] with d > 1",
                "Use an embedder's model, or one that gives both.") {
            @Override
            Optional<Tensor> find(OnnxModelDescription description) {
                return description.embedding();
            }
        };

        private final String expected;
        private final String remedy;

        Reading(String expected, String remedy) {
            this.expected = expected;
            this.remedy = remedy;
        }

        abstract Optional<Tensor> find(OnnxModelDescription description);
    }

    /**
     * What a batch gave for one face.
     *
     * @param row the face's row in the batch
     * @param ordinal the face's place among all that are given, from 1
     * @param count how many are given
     */
    public record FaceResult(FaceNetwork network, Map<String, float[]> batch, int row, int ordinal, int count) {

        public QualityScore quality() {
            float value = numbers(network.output(Reading.QUALITY))[row];
            if (!Float.isFinite(value)) {
                throw network.notFinite(value, ordinal, count);
            }
            return new QualityScore(value, network.model());
        }

        public Embedding embedding() {
            Tensor output = network.output(Reading.EMBEDDING);
            int dimension = Math.toIntExact(output.width());
            return Embedding.copyOf(numbers(output), row * dimension, dimension);
        }

        private float[] numbers(Tensor output) {
            return Objects.requireNonNull(batch.get(output.name()));
        }
    }

    private final OnnxModel model;
    private final Tensor input;
    private final Map<Reading, Tensor> outputs = new EnumMap<>(Reading.class);
    private final Set<String> outputNames;
    private final BatchSize batch;
    private final ModelContract contract;
    private final PixelPacking packing;
    private final InputBuffers buffers;

    private FaceNetwork(OnnxModel model, ModelContract contract, int wantedBatchSize, List<Reading> readings) {
        this.model = model;
        this.input = model.description().faces().orElseThrow(() -> mismatch(
                model, model.description().inputs(), "one input float32 [n,3,112,112]",
                "Use a model that takes aligned faces of 112 x 112."));
        for (Reading reading : readings) {
            outputs.put(reading, reading.find(model.description()).orElseThrow(() -> mismatch(
                    model, model.description().outputs(), reading.expected, reading.remedy)));
        }
        this.outputNames = outputs.values().stream().map(Tensor::name).collect(Collectors.toUnmodifiableSet());
        this.batch = BatchSize.of(
                model, Stream.concat(Stream.of(input), outputs.values().stream()).toList(), wantedBatchSize);
        this.contract = contract;
        this.packing = new PixelPacking(contract);
        this.buffers = new InputBuffers(batch.pictures() * PixelPacking.FLOATS);
    }

    /** Opens a model and checks that it takes faces and gives what is to be read. */
    public static FaceNetwork open(ModelFile file, ModelContract contract, ModelOptions options, Reading... readings) {
        OnnxModel model = OnnxModel.open(file, options);
        try {
            return new FaceNetwork(model, contract, options.batchSize(), List.of(readings));
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    private static ModelException mismatch(OnnxModel model, List<Tensor> found, String expected, String remedy) {
        return new ModelException(new Problem(
                "cannot use the model", model.id().name(), expected, OnnxModelDescription.words(found), remedy));
    }

    public ModelId model() {
        return model.id();
    }

    public ModelContract contract() {
        return contract;
    }

    public List<String> rewrites() {
        return model.rewrites();
    }

    /** Writes a row of a batch into the model's input. */
    @FunctionalInterface
    private interface Rows {
        void pack(int row, FloatBuffer input, int start, PixelPacking.Scratch scratch);
    }

    /** Runs each face; the model stays open until the last is done. */
    public <T> List<T> run(List<AlignedFace> faces, Function<FaceResult, T> reader) {
        List<AlignedFace> all = List.copyOf(faces);
        return run(all.size(), (row, input, start, scratch) ->
                packing.pack(all.get(row), input, start, scratch), reader);
    }

    /** Runs pictures that are no bytes: rows of {@code [3,112,112]}, red first, on a scale of -1 to 1. */
    public <T> List<T> run(float[] pictures, int count, Function<FaceResult, T> reader) {
        return run(count, (row, input, start, scratch) ->
                packing.pack(pictures, row * PixelPacking.FLOATS, input, start, scratch), reader);
    }

    private <T> List<T> run(int count, Rows rows, Function<FaceResult, T> reader) {
        return model.whileOpen(() -> {
            List<T> values = new ArrayList<>(count);
            for (int from = 0; from < count; from += batch.pictures()) {
                int first = from;
                int size = Math.min(count - from, batch.pictures());
                Map<String, float[]> results = buffers.lend(lease -> run(first, size, rows, lease));
                for (int row = 0; row < size; row++) {
                    values.add(reader.apply(new FaceResult(this, results, row, from + row + 1, count)));
                }
            }
            return values;
        });
    }

    private Map<String, float[]> run(int first, int size, Rows source, InputBuffers.Lease lease) {
        FloatBuffer buffer = lease.input();
        for (int row = 0; row < size; row++) {
            source.pack(first + row, buffer, row * PixelPacking.FLOATS, lease.scratch());
        }
        int rows = batch.rows(size);
        pad(buffer, size, rows);
        long[] shape = {rows, input.shape().get(1), input.shape().get(2), input.shape().get(3)};
        FloatBuffer values = buffer.slice(0, rows * PixelPacking.FLOATS);
        Map<String, float[]> results = model.run(input.name(), shape, values, outputNames);
        for (Tensor output : outputs.values()) {
            checkCount(output, rows, Objects.requireNonNull(results.get(output.name())).length);
        }
        return results;
    }

    /** An output that this network was opened for. */
    private Tensor output(Reading reading) {
        return Objects.requireNonNull(outputs.get(reading));
    }

    /** A fixed batch is run whole; what is left from an earlier run must not decide what is in it. */
    private static void pad(FloatBuffer buffer, int from, int to) {
        float[] blank = new float[from < to ? PixelPacking.FLOATS : 0];
        for (int row = from; row < to; row++) {
            buffer.put(row * PixelPacking.FLOATS, blank);
        }
    }

    private void checkCount(Tensor output, int rows, int found) {
        long expected = rows * output.width();
        if (found != expected) {
            throw new ModelException(new Problem(
                    "cannot use the model's result",
                    model.id().name(),
                    expected + " numbers in " + output + " for a batch of " + rows,
                    found + " numbers",
                    "Export the model again with the same open or fixed batch on its input and its outputs."));
        }
    }

    private ModelException notFinite(float value, int ordinal, int count) {
        return new ModelException(new Problem(
                "cannot use the model's result",
                model.id().name(),
                "a finite quality",
                value + " for face " + ordinal + " of " + count,
                "Leave that face out, or check the model and its contract; single faces can be scored one at a time."));
    }

    @Override
    public void close() {
        model.close();
    }
}
