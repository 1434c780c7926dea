package io.facequality.benchmarks;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facequality.onnx.internal.graph.ModelBytes;
import io.facequality.onnx.internal.graph.RewrittenModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Where a model's time goes, by kind of node, as ONNX Runtime's own profiler has it: one thread, the model as its file
 * has it, then with the rewrites. The inputs are noise.
 *
 * <p>Arguments: the model's file; then perhaps {@code --no-rewrites}, and {@code --batch N}.
 */
public final class Profile {

    private static final int WARM_UP = 5;
    private static final int RUNS = 20;
    private static final double MICROSECONDS = 1e-3;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final Path model;
    private final int batch;

    private Profile(Path model, int batch) {
        this.model = model;
        this.batch = batch;
    }

    /** The time and the number of the nodes of one kind. */
    private static final class Kind {
        private double milliseconds;
        private long nodes;
    }

    /**
     * Measures and prints.
     *
     * @param arguments the model, and options
     * @throws IOException if a file cannot be read
     * @throws OrtException if the model cannot be run
     */
    public static void main(String[] arguments) throws IOException, OrtException {
        List<String> all = List.of(arguments);
        int batch = all.contains("--batch") ? Integer.parseInt(all.get(all.indexOf("--batch") + 1)) : 1;
        Profile profile = new Profile(Path.of(arguments[0]), batch);
        profile.print("as its file has it", Files.readAllBytes(profile.model));
        if (!all.contains("--no-rewrites")) {
            profile.printRewritten();
        }
    }

    private void printRewritten() throws IOException, OrtException {
        try (ModelBytes bytes = ModelBytes.of(model)) {
            Optional<RewrittenModel> rewritten = RewrittenModel.of(bytes);
            if (rewritten.isPresent()) {
                ByteBuffer buffer = ByteBuffer.allocate(rewritten.get().size());
                rewritten.get().writeTo(buffer);
                print("rewritten (" + String.join(", ", rewritten.get().rewrites()) + ")", buffer.array());
            } else {
                System.out.println("nothing in it is rewritten");
            }
        }
    }

    private void print(String form, byte[] bytes) throws IOException, OrtException {
        Map<String, Kind> kinds = measure(bytes);
        double total = kinds.values().stream().mapToDouble(kind -> kind.milliseconds).sum();
        System.out.printf("%s %s, batch %d: %.2f ms per run%n", model.getFileName(), form, batch, total);
        kinds.entrySet().stream()
                .sorted(Comparator.comparingDouble(kind -> -kind.getValue().milliseconds))
                .forEach(kind -> System.out.printf(
                        "  %-24s %5d nodes %9.3f ms %6.1f %%%n",
                        kind.getKey(),
                        kind.getValue().nodes / RUNS,
                        kind.getValue().milliseconds,
                        100 * kind.getValue().milliseconds / total));
    }

    private Map<String, Kind> measure(byte[] bytes) throws IOException, OrtException {
        Path folder = Files.createTempDirectory("profile");
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.enableProfiling(folder.resolve("run").toString());
            Path file;
            try (OrtSession session = environment.createSession(bytes, options)) {
                run(session);
                file = Path.of(session.endProfiling());
            }
            Map<String, Kind> kinds = kinds(new ObjectMapper().readTree(file.toFile()));
            Files.delete(file);
            return kinds;
        } finally {
            Files.delete(folder);
        }
    }

    private void run(OrtSession session) throws OrtException {
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        for (NodeInfo input : session.getInputInfo().values()) {
            inputs.put(input.getName(), noise((TensorInfo) input.getInfo()));
        }
        try {
            for (int i = 0; i < WARM_UP + RUNS; i++) {
                session.run(inputs).close();
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    /** Numbers from -1 to 1, or for an integer input such as a time step, 1. */
    private OnnxTensor noise(TensorInfo info) throws OrtException {
        long[] shape = info.getShape();
        int count = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = shape[i] > 0 ? shape[i] : i == 0 ? batch : 1;
            count = Math.multiplyExact(count, (int) shape[i]);
        }
        Random random = new Random(1);
        ByteBuffer values = ByteBuffer.allocateDirect(count * Long.BYTES).order(ByteOrder.nativeOrder());
        for (int i = 0; i < count; i++) {
            if (info.type == OnnxJavaType.INT64) {
                values.putLong(1);
            } else {
                values.putFloat(random.nextFloat() * 2 - 1);
            }
        }
        values.flip();
        return info.type == OnnxJavaType.INT64
                ? OnnxTensor.createTensor(environment, values.asLongBuffer(), shape)
                : OnnxTensor.createTensor(environment, values.asFloatBuffer(), shape);
    }

    /** An event is a node's kernel; the first of each node, while the runtime warms up, are left out. */
    private static Map<String, Kind> kinds(JsonNode events) {
        Map<String, Integer> seen = new TreeMap<>();
        Map<String, Kind> kinds = new TreeMap<>();
        for (JsonNode event : events) {
            String name = event.path("name").asText();
            if (name.endsWith("_kernel_time") && seen.merge(name, 1, Integer::sum) > WARM_UP) {
                String operator = event.path("args").path("op_name").asText();
                Kind kind = kinds.computeIfAbsent(operator, key -> new Kind());
                kind.milliseconds += event.path("dur").asDouble() * MICROSECONDS / RUNS;
                kind.nodes++;
            }
        }
        return kinds;
    }
}
