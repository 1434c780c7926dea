package io.facequality.onnx.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.internal.OnnxModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

/** Compares what a model gives with its rewrites and without. */
final class Agreement {

    private static final double RELATIVE = 1e-5;

    private Agreement() {}

    /**
     * Runs a model both ways on noise; each output must agree, relative to the largest number in it.
     *
     * @return the rewrites that ran
     */
    static List<String> check(ModelFile file, long... shape) {
        return check(file, List.of(noise(shape)), shape);
    }

    /** The same with inputs of one's own. */
    static List<String> check(ModelFile file, List<FloatBuffer> inputs, long... shape) {
        try (OnnxModel rewritten = OnnxModel.open(file, ModelOptions.defaults());
                OnnxModel asItIs = OnnxModel.open(file, ModelOptions.builder().withoutRewrites().build())) {
            assertThat(asItIs.rewrites()).isEmpty();
            assertThat(rewritten.description()).isEqualTo(asItIs.description());
            String name = asItIs.description().inputs().get(0).name();
            Map<String, List<float[]>> expected = new HashMap<>();
            Map<String, List<float[]>> found = new HashMap<>();
            for (FloatBuffer input : inputs) {
                asItIs.run(name, shape, input).forEach((output, numbers) -> add(expected, output, numbers));
                rewritten.run(name, shape, input).forEach((output, numbers) -> add(found, output, numbers));
            }
            assertThat(found).containsOnlyKeys(expected.keySet());
            expected.forEach((output, numbers) -> assertClose(output, joined(numbers), joined(found.get(output))));
            return rewritten.rewrites();
        }
    }

    private static void add(Map<String, List<float[]>> all, String output, float[] numbers) {
        all.computeIfAbsent(output, key -> new ArrayList<>()).add(numbers);
    }

    private static float[] joined(List<float[]> parts) {
        FloatBuffer all = FloatBuffer.allocate(parts.stream().mapToInt(part -> part.length).sum());
        parts.forEach(all::put);
        return all.array();
    }

    private static void assertClose(String name, float[] expected, float[] found) {
        assertThat(found).as(name).hasSameSizeAs(expected);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs((double) expected[i] - found[i]));
        }
        assertThat(largest).as("%s is finite and not all zero", name).isPositive().isFinite();
        assertThat(difference / largest).as(name).isLessThan(RELATIVE);
    }

    static FloatBuffer noise(long... shape) {
        int count = (int) LongStream.of(shape).reduce(1, (a, b) -> a * b);
        FloatBuffer values = ByteBuffer.allocateDirect(count * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        Random random = new Random(7);
        for (int i = 0; i < count; i++) {
            values.put(i, (float) random.nextGaussian());
        }
        return values;
    }
}
