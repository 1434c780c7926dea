package io.facequality.benchmarks;

import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.internal.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What it costs to open a model with its rewrites and without: time, and the process's memory at its highest and while
 * the model is open. The first opening, in which classes are loaded, is printed too. Linux only, since it reads {@code
 * /proc}.
 *
 * <p>Arguments: the model's file; {@code true} or {@code false} for one way only, so that the highest memory is that
 * way's own.
 */
public final class Opening {

    private static final int ROUNDS = 5;
    private static final double MILLISECONDS = 1e-6;

    private Opening() {}

    /**
     * Measures and prints.
     *
     * @param arguments the model, and perhaps which way
     * @throws IOException if the process's memory cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        ModelFile file = ModelFile.of(Path.of(arguments[0]));
        boolean[] ways = arguments.length > 1
                ? new boolean[] {Boolean.parseBoolean(arguments[1])}
                : new boolean[] {false, true};
        for (int round = 0; round < ROUNDS; round++) {
            for (boolean rewrites : ways) {
                open(file, rewrites);
            }
        }
        System.out.printf("highest resident memory: %,d KiB%n", kilobytes("VmHWM:"));
    }

    private static void open(ModelFile file, boolean rewrites) throws IOException {
        ModelOptions.Builder builder = ModelOptions.builder();
        ModelOptions options = (rewrites ? builder : builder.withoutRewrites()).build();
        long start = System.nanoTime();
        try (OnnxModel model = OnnxModel.open(file, options)) {
            double time = (System.nanoTime() - start) * MILLISECONDS;
            System.gc();
            System.out.printf("rewrites %-5s %7.0f ms, %,9d KiB resident while open; %s%n",
                    rewrites, time, kilobytes("VmRSS:"), model.rewrites());
        }
    }

    private static long kilobytes(String field) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
