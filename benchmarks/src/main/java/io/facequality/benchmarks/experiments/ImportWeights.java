package io.facequality.benchmarks.experiments;

import io.facequality.convert.ModelImport;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import java.util.stream.LongStream;

/**
 * Imports weights once and prints what it took, beside the file's size.
 *
 * <p>Arguments: a folder for the files; the weights, or else IResNet-100 with eDifFIQA's head and seeded random weights
 * is written as safetensors, 263 MB, and imported.
 */
public final class ImportWeights {

    private static final int[] WIDTHS = {64, 128, 256, 512};
    private static final int[] BLOCKS = {3, 13, 30, 3};

    private ImportWeights() {}

    /**
     * Runs the measurement.
     *
     * @param arguments the folder, and perhaps the weights
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Path weights = arguments.length > 1 ? Path.of(arguments[1]) : written(folder.resolve("random.safetensors"));
        long start = System.nanoTime();
        ModelImport.Imported imported = ModelImport.of(weights).build().writeTo(folder.resolve("imported.onnx"));
        double seconds = (System.nanoTime() - start) / 1e9;
        double megabytes = Files.size(weights) / 1e6;
        double peak = peakMegabytes();
        System.out.printf(
                "%s%n%.0f MB imported in %.1f s, at most %.0f MB resident: %.1f times the file%n",
                imported.variant(), megabytes, seconds, peak, peak / megabytes);
    }

    /** The most of this process that was ever in memory; Linux tells. */
    private static double peakMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024 / 1e6)
                .findFirst()
                .orElse(Double.NaN);
    }

    private static Path written(Path file) throws IOException {
        Map<String, long[]> tensors = tensors();
        StringJoiner header = new StringJoiner(",", "{", "}");
        long end = 0;
        for (Map.Entry<String, long[]> tensor : tensors.entrySet()) {
            long start = end;
            end += Float.BYTES * count(tensor.getValue());
            StringJoiner shape = new StringJoiner(",", "[", "]");
            LongStream.of(tensor.getValue()).forEach(size -> shape.add(Long.toString(size)));
            header.add("\"" + tensor.getKey() + "\":{\"dtype\":\"F32\",\"shape\":" + shape
                    + ",\"data_offsets\":[" + start + "," + end + "]}");
        }
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        Random random = new Random(1);
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeLong(Long.reverseBytes(text.length));
            out.write(text);
            for (long[] shape : tensors.values()) {
                double size = shape.length == 1 ? 0.05 : Math.sqrt((double) shape[0] / count(shape));
                double middle = shape.length == 1 ? 0.7 : 0;
                for (long i = count(shape); i > 0; i--) {
                    float value = (float) (middle + size * random.nextGaussian());
                    out.writeInt(Integer.reverseBytes(Float.floatToRawIntBits(value)));
                }
            }
        }
        return file;
    }

    private static long count(long[] shape) {
        return LongStream.of(shape).reduce(1, (a, b) -> a * b);
    }

    private static Map<String, long[]> tensors() {
        Map<String, long[]> tensors = new LinkedHashMap<>();
        tensors.put("base_model.conv1.weight", new long[] {WIDTHS[0], 3, 3, 3});
        normalization(tensors, "base_model.bn1", WIDTHS[0]);
        tensors.put("base_model.prelu.weight", new long[] {WIDTHS[0]});
        int in = WIDTHS[0];
        for (int layer = 0; layer < WIDTHS.length; layer++) {
            for (int block = 0; block < BLOCKS[layer]; block++) {
                block(tensors, "base_model.layer" + (layer + 1) + "." + block, in, WIDTHS[layer], block == 0);
                in = WIDTHS[layer];
            }
        }
        normalization(tensors, "base_model.bn2", in);
        tensors.put("base_model.fc.weight", new long[] {512, in * 49L});
        tensors.put("base_model.fc.bias", new long[] {512});
        normalization(tensors, "base_model.features", 512);
        tensors.put("mlp.l1.weight", new long[] {1024, 512});
        tensors.put("mlp.l1.bias", new long[] {1024});
        tensors.put("mlp.l2.weight", new long[] {1, 1024});
        tensors.put("mlp.l2.bias", new long[] {1});
        return tensors;
    }

    private static void block(Map<String, long[]> tensors, String name, int in, int out, boolean first) {
        normalization(tensors, name + ".bn1", in);
        tensors.put(name + ".conv1.weight", new long[] {out, in, 3, 3});
        normalization(tensors, name + ".bn2", out);
        tensors.put(name + ".prelu.weight", new long[] {out});
        tensors.put(name + ".conv2.weight", new long[] {out, out, 3, 3});
        normalization(tensors, name + ".bn3", out);
        if (first) {
            tensors.put(name + ".downsample.0.weight", new long[] {out, in, 1, 1});
            normalization(tensors, name + ".downsample.1", out);
        }
    }

    private static void normalization(Map<String, long[]> tensors, String name, long channels) {
        for (String part : new String[] {"weight", "bias", "running_mean", "running_var"}) {
            tensors.put(name + "." + part, new long[] {channels});
        }
    }
}
