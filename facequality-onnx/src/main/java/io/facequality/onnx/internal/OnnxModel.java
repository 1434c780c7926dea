package io.facequality.onnx.internal;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.facequality.FaceQualityException.ClosedException;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.ModelId;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxEmbedder;
import io.facequality.onnx.OnnxQualityScorer;
import io.facequality.onnx.OnnxScoringEmbedder;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * An open ONNX model that takes one float32 tensor and gives float32 tensors: the networks beside the face networks,
 * such as the one that finds landmarks. For aligned faces take {@link OnnxQualityScorer}, {@link OnnxEmbedder} or
 * {@link OnnxScoringEmbedder}, which also check the model and pack the pixels.
 *
 * <p>Safe to call from several threads at once: runs go side by side. {@link #close()} is idempotent and waits for runs
 * in flight; later calls throw {@link ClosedException}. Interrupting the thread ends its run with a {@link
 * CancellationException}, at the model's next node or turn of a loop; the thread's interrupt status stays set.
 */
public final class OnnxModel implements AutoCloseable {

    private final OrtSession session;
    private final OnnxModelDescription description;
    private final List<String> rewrites;
    private final Set<String> floatOutputs;
    private final RunGate gate;

    OnnxModel(OrtSession session, OnnxModelDescription description, List<String> rewrites) {
        this.session = session;
        this.description = description;
        this.rewrites = List.copyOf(rewrites);
        this.floatOutputs = description.outputs().stream()
                .filter(OnnxModelDescription.Tensor::isFloat32)
                .map(OnnxModelDescription.Tensor::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        this.gate = new RunGate(description.id().name());
    }

    /**
     * Opens a model. A file on disk is opened by its path, so that weights in files beside it are found.
     *
     * @param file the model's file
     * @param options how it is run; the batch size does not matter here
     * @return the open model, which the caller closes
     * @throws ModelException if the file is missing or damaged, or this machine lacks the execution provider
     */
    public static OnnxModel open(ModelFile file, ModelOptions options) {
        return SessionOpening.open(file, options);
    }

    /**
     * Opens a model to run its nodes as the file has them, one by one: neither rewritten here nor optimized by the
     * runtime. It opens in half the time and a third of the memory, and runs more slowly: for checks and comparing.
     *
     * @param file the model's file
     * @return the open model, which the caller closes
     * @throws ModelException if the file is missing or damaged
     */
    public static OnnxModel openAsItIs(ModelFile file) {
        return SessionOpening.openAsItIs(file);
    }

    /**
     * Which model this is.
     *
     * @return its name and version, and the digest of the ONNX file as it lies on disk, without files beside it
     */
    public ModelId id() {
        return description.id();
    }

    /**
     * What the model takes and gives.
     *
     * @return its inputs and outputs
     */
    public OnnxModelDescription description() {
        return description;
    }

    /**
     * Which rewrites made the model run faster, and at how many places, such as {@code prelu-as-relu x33}. The file's
     * own nodes give the same results, but for rounding.
     *
     * @return the rewrites in the order in which they ran; empty if the model runs as its file has it
     */
    public List<String> rewrites() {
        return rewrites;
    }

    /**
     * Runs the model once. The values are read where they are, without a copy, so they must not change before this
     * returns.
     *
     * @param inputName the input's name
     * @param shape the input's sizes, outermost first
     * @param directInput the values from the buffer's position to its limit, which stay as they are; a direct buffer in
     *     native byte order
     * @return every float32 output by its name, each a new array in row-major order
     * @throws InvalidInputException if the buffer is not direct or not in native byte order
     * @throws ModelException if the model fails, as it does when the name, the shape or the count of values is wrong
     * @throws ClosedException after {@link #close()}
     * @throws CancellationException if this thread is interrupted
     */
    public Map<String, float[]> run(String inputName, long[] shape, FloatBuffer directInput) {
        checkDirect(directInput);
        return whileOpen(() -> run(inputName, shape, directInput, floatOutputs));
    }

    /**
     * Runs a model once that takes an integer for each member of the batch as well, as a diffusion network takes the
     * time. The values are read where they are, without a copy, so they must not change before this returns.
     *
     * @param inputName the float32 input's name
     * @param shape that input's sizes, outermost first
     * @param directInput the values from the buffer's position to its limit, which stay as they are; a direct buffer in
     *     native byte order
     * @param integersName the int64 input's name
     * @param integers its values, a vector
     * @return every float32 output by its name, each a new array in row-major order
     * @throws InvalidInputException if the buffer is not direct or not in native byte order
     * @throws ModelException if the model fails, as it does when a name, the shape or the count of values is wrong
     * @throws ClosedException after {@link #close()}
     * @throws CancellationException if this thread is interrupted
     */
    public Map<String, float[]> run(
            String inputName, long[] shape, FloatBuffer directInput, String integersName, long[] integers) {
        checkDirect(directInput);
        return whileOpen(() -> run(inputName, shape, directInput, integersName, integers, floatOutputs));
    }

    private static void checkDirect(FloatBuffer buffer) {
        if (!buffer.isDirect() || buffer.order() != ByteOrder.nativeOrder()) {
            throw InvalidInputException.ofValue(
                    "OnnxModel",
                    "a direct buffer in native byte order",
                    buffer + " in " + buffer.order() + "; allocate it with ByteBuffer"
                            + ".allocateDirect(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer()");
        }
    }

    /** Keeps the model open while the work runs, which may consist of several runs. */
    public <T> T whileOpen(Supplier<T> work) {
        return gate.pass(work);
    }

    /** Runs the model once, for work that {@linkplain #whileOpen keeps it open}; only the wanted outputs are copied. */
    public Map<String, float[]> run(String inputName, long[] shape, FloatBuffer directInput, Set<String> wanted) {
        try (OnnxTensor input = OnnxTensor.createTensor(NativeRuntime.environment(), directInput, shape)) {
            return run(Map.of(inputName, input), wanted);
        } catch (OrtException e) {
            throw failed(inputName, shape, directInput, e);
        }
    }

    /** The same for a model that also takes an integer for each member of the batch. */
    public Map<String, float[]> run(
            String inputName,
            long[] shape,
            FloatBuffer directInput,
            String integersName,
            long[] integers,
            Set<String> wanted) {
        OrtEnvironment environment = NativeRuntime.environment();
        try (OnnxTensor input = OnnxTensor.createTensor(environment, directInput, shape);
                OnnxTensor numbers = OnnxTensor.createTensor(
                        environment, LongBuffer.wrap(integers), new long[] {integers.length})) {
            return run(Map.of(inputName, input, integersName, numbers), wanted);
        } catch (OrtException e) {
            throw failed(inputName, shape, directInput, e);
        }
    }

    private Map<String, float[]> run(Map<String, OnnxTensor> inputs, Set<String> wanted) throws OrtException {
        try (OrtSession.Result result = InterruptibleRun.of(session, inputs, wanted)) {
            Map<String, float[]> outputs = new LinkedHashMap<>();
            for (Map.Entry<String, OnnxValue> output : result) {
                outputs.put(output.getKey(), ((OnnxTensor) output.getValue()).getFloatBuffer().array());
            }
            return outputs;
        }
    }

    private ModelException failed(String inputName, long[] shape, FloatBuffer input, OrtException cause) {
        return new ModelException(
                new Problem(
                        "cannot run the model",
                        id().name(),
                        OnnxModelDescription.words(description.inputs()),
                        inputName + " " + Arrays.toString(shape) + " with " + input.remaining()
                                + " values, and ONNX Runtime's message " + cause.getMessage(),
                        "Give the input that the model declares; if it was right, try the execution provider CPU."),
                cause);
    }

    @Override
    public void close() {
        gate.close(() -> {
            try {
                session.close();
            } catch (OrtException e) {
                throw new ModelException(
                        new Problem(
                                "cannot release the model",
                                id().name(),
                                "ONNX Runtime to free its session",
                                "its message " + e.getMessage(),
                                "Report it; the memory stays taken until the process ends."),
                        e);
            }
        });
    }

    @Override
    public String toString() {
        return "OnnxModel[" + description.id().name() + "]";
    }
}
