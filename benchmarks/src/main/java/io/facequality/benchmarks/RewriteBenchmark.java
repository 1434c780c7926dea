package io.facequality.benchmarks;

import io.facequality.AlignedFace;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.internal.OnnxModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Faces per second of a model on prepared tensors, with its rewrites and without; sixteen faces per operation, in batches.
 * Models are named with {@code -p model=FILE,FILE}, calling threads with {@code -t N}.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class RewriteBenchmark {

    private static final int FACES = 16;
    private static final int FLOATS = 3 * AlignedFace.SIZE * AlignedFace.SIZE;

    /** The open model, shared by the callers. */
    @State(Scope.Benchmark)
    public static class Model {

        /** The model's file; empty for the embedded one. */
        @Param("")
        public String model;

        /** Whether it is rewritten. */
        @Param({"false", "true"})
        public boolean rewrites;

        /** How many faces go through the model at once. */
        @Param({"1", "4", "8", "16"})
        public int batch;

        private OnnxModel network;

        /** Opens the model. */
        @Setup
        public void open() {
            ModelOptions.Builder options = ModelOptions.builder();
            network = OnnxModel.open(
                    Samples.model(model), (rewrites ? options : options.withoutRewrites()).build());
        }

        /** Closes it. */
        @TearDown
        public void close() {
            network.close();
        }
    }

    /** A caller's own input. */
    @State(Scope.Thread)
    public static class Input {

        private FloatBuffer noise;

        /** Makes a batch of noise. */
        @Setup
        public void prepare(Model model) {
            Random random = new Random(1);
            noise = ByteBuffer.allocateDirect(model.batch * FLOATS * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            for (int i = 0; i < noise.capacity(); i++) {
                noise.put(i, random.nextFloat() * 2 - 1);
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(FACES)
    public Map<String, float[]> run(Model model, Input input) {
        String name = model.network.description().inputs().get(0).name();
        long[] shape = {model.batch, 3, AlignedFace.SIZE, AlignedFace.SIZE};
        Map<String, float[]> outputs = Map.of();
        for (int face = 0; face < FACES; face += model.batch) {
            outputs = model.network.run(name, shape, input.noise);
        }
        return outputs;
    }
}
