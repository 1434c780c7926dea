package io.facequality.benchmarks.experiments;

import io.facequality.AlignedFace;
import io.facequality.onnx.internal.graph.Attribute;
import io.facequality.onnx.internal.graph.ModelBuilder;
import io.facequality.onnx.internal.graph.ModelBuilder.Element;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * Writes eDifFIQA's IResNet scorer with random weights: the published layers one by one, so the published time, without
 * the published file. What an import of weights writes is another network: it has folded the normalizations already.
 *
 * <p>Arguments: {@code 100} (IResNet-100, 250 MB) or {@code narrow} (widths 8 to 64, blocks 2-3-2-2); the file.
 */
public final class IResNet {

    private static final int FEATURES = 512;
    private static final int HIDDEN = 1024;
    private static final int LAST_SIDE = 7;
    private static final float EPSILON = 1e-5f;

    private final ModelBuilder model = ModelBuilder.named("iresnet");
    private int constants;

    private IResNet() {}

    /**
     * Writes the file.
     *
     * @param arguments which network, and the file
     * @throws IOException if it cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        boolean whole = arguments[0].equals("100");
        int[] blocks = whole ? new int[] {3, 13, 30, 3} : new int[] {2, 3, 2, 2};
        int[] widths = whole ? new int[] {64, 128, 256, 512} : new int[] {8, 16, 32, 64};
        IResNet network = new IResNet();
        network.layOut(blocks, widths);
        try (OutputStream out = Files.newOutputStream(Path.of(arguments[1]))) {
            network.model.build("facequality-benchmarks", "1", Map.of()).writeTo(out);
        }
    }

    private void layOut(int[] blocks, int[] widths) {
        String input =
                model.input("input", Element.FLOAT32, ModelBuilder.OPEN, 3, AlignedFace.SIZE, AlignedFace.SIZE);
        int width = widths[0];
        String map = prelu(normalization(convolution(input, 3, width, 3, 1), width), width);
        for (int layer = 0; layer < blocks.length; layer++) {
            for (int block = 0; block < blocks[layer]; block++) {
                map = block(map, width, widths[layer], block == 0);
                width = widths[layer];
            }
        }
        String flat = model.node("Flatten", List.of(normalization(map, width)));
        String product = product("product", flat, width * LAST_SIDE * LAST_SIDE, FEATURES);
        String features = normalization("features", product, FEATURES);
        String hidden = model.node("Relu", List.of(product("hidden", features, FEATURES, HIDDEN)));
        product("quality", hidden, HIDDEN, 1);
        model.output("features", ModelBuilder.OPEN, FEATURES);
        model.output("quality", ModelBuilder.OPEN, 1);
    }

    private String block(String map, int in, int out, boolean first) {
        int stride = first ? 2 : 1;
        String inner = normalization(convolution(normalization(map, in), in, out, 3, 1), out);
        String deep = normalization(convolution(prelu(inner, out), out, out, 3, stride), out);
        String skipped = first ? normalization(convolution(map, in, out, 1, stride), out) : map;
        return model.node("Add", List.of(deep, skipped));
    }

    private String convolution(String from, int in, int out, int kernel, int stride) {
        int pad = kernel / 2;
        String weights = normal(Math.sqrt(1.0 / (in * kernel * kernel)), out, in, kernel, kernel);
        return model.node(
                "Conv", List.of(from, weights),
                Attribute.integers("kernel_shape", kernel, kernel),
                Attribute.integers("strides", stride, stride),
                Attribute.integers("pads", pad, pad, pad, pad));
    }

    private String normalization(String from, int channels) {
        return normalization("normalised" + constants, from, channels);
    }

    private String normalization(String name, String from, int channels) {
        String scales = uniform(0.5, 1.5, channels);
        String shifts = normal(0.1, channels);
        String means = normal(0.1, channels);
        String variances = uniform(0.5, 1.5, channels);
        return model.namedNode(
                name, "BatchNormalization", List.of(from, scales, shifts, means, variances),
                Attribute.real("epsilon", EPSILON));
    }

    private String prelu(String from, int channels) {
        return model.node("PRelu", List.of(from, uniform(0, 0.4, channels, 1, 1)));
    }

    private String product(String name, String from, int in, int out) {
        double size = Math.sqrt(1.0 / in);
        return model.namedNode(
                name, "Gemm", List.of(from, normal(size, out, in), normal(size, out)),
                Attribute.integer("transB", 1));
    }

    private String normal(double deviation, long... shape) {
        return constant(random -> deviation * random.nextGaussian(), shape);
    }

    private String uniform(double from, double to, long... shape) {
        return constant(random -> from + (to - from) * random.nextDouble(), shape);
    }

    private interface Draw {
        double from(Random random);
    }

    /** Each constant has a seed of its own, since a builder may ask for numbers again. */
    private String constant(Draw draw, long... shape) {
        int seed = ++constants;
        return model.constant(
                "weights" + seed,
                () -> {
                    Random random = new Random(seed);
                    float[] numbers = new float[(int) LongStream.of(shape).reduce(1, (a, b) -> a * b)];
                    for (int i = 0; i < numbers.length; i++) {
                        numbers[i] = (float) draw.from(random);
                    }
                    return numbers;
                },
                shape);
    }
}
