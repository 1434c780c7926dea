package io.facequality.onnx.internal;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.ValueInfo;
import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.ModelId;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.OnnxEmbedder;
import io.facequality.onnx.OnnxQualityScorer;
import io.facequality.onnx.OnnxScoringEmbedder;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a model takes and gives, as its file declares it. It tells which face network a file holds: with {@link
 * #quality()} it can be opened as an {@link OnnxQualityScorer}, with {@link #embedding()} as an {@link OnnxEmbedder},
 * with both as an {@link OnnxScoringEmbedder}, which needs one pass instead of two.
 *
 * @param id the model's identity
 * @param inputs what must be given, in the file's order
 * @param outputs what comes out, in the file's order
 */
public record OnnxModelDescription(ModelId id, List<Tensor> inputs, List<Tensor> outputs) {

    private static final Set<String> QUALITY_NAMES = Set.of("quality");
    private static final Set<String> EMBEDDING_NAMES = Set.of("features", "embedding");
    private static final int CHANNELS = 3;

    /**
     * One input or output.
     *
     * @param name its name in the file
     * @param type the type of its elements, such as {@code float32} or {@code int64}; for what is no tensor, what it is
     * @param shape its sizes, outermost first; {@link #OPEN} where the file leaves one open
     */
    public record Tensor(String name, String type, List<Long> shape) {

        /** The size of a dimension that the file leaves open, as an exported batch is. */
        public static final long OPEN = -1;

        private static final String FLOAT32 = "float32";

        /** Copies the shape. */
        public Tensor {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(type, "type");
            shape = List.copyOf(shape);
        }

        /**
         * Whether the elements are 32-bit floats.
         *
         * @return true for {@code float32}
         */
        public boolean isFloat32() {
            return type.equals(FLOAT32);
        }

        private static Tensor of(NodeInfo node) {
            ValueInfo value = node.getInfo();
            if (value instanceof TensorInfo tensor) {
                List<Long> shape = Arrays.stream(tensor.getShape()).boxed().toList();
                return new Tensor(node.getName(), typeName(tensor), shape);
            }
            return new Tensor(node.getName(), value.getClass().getSimpleName(), List.of());
        }

        private static String typeName(TensorInfo tensor) {
            return tensor.type == OnnxJavaType.FLOAT
                    ? FLOAT32
                    : tensor.onnxType.name().replace("ONNX_TENSOR_ELEMENT_DATA_TYPE_", "").toLowerCase(Locale.ROOT);
        }

        /** Its batch size, or {@link #OPEN}. */
        public long batch() {
            return shape.get(0);
        }

        /** How many numbers each member of the batch has, or {@link #OPEN}. */
        long width() {
            return shape.size() < 2 ? 1 : shape.get(1);
        }

        private boolean isAlignedFaces() {
            return isFloat32()
                    && shape.size() == 4
                    && shape.get(1) == CHANNELS
                    && shape.get(2) == AlignedFace.SIZE
                    && shape.get(3) == AlignedFace.SIZE;
        }

        private boolean isOneNumberAFace() {
            return isFloat32() && (shape.size() == 1 || shape.size() == 2 && shape.get(1) == 1);
        }

        private boolean isOneVectorAFace() {
            boolean flat = shape.size() == 2 || shape.size() == 4 && shape.get(2) == 1 && shape.get(3) == 1;
            return isFloat32() && flat && shape.get(1) > 1;
        }

        /** The name, the type and the shape, {@code n} for a size left open: {@code input float32 [n,3,112,112]}. */
        @Override
        public String toString() {
            return name + " " + type
                    + shape.stream()
                            .map(size -> size < 0 ? "n" : size.toString())
                            .collect(Collectors.joining(",", " [", "]"));
        }
    }

    /** Copies the lists. */
    public OnnxModelDescription {
        Objects.requireNonNull(id, "id");
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * Reads a model's inputs and outputs. The file is loaded as for running it, without optimizing it, and released.
     *
     * @param file the model's file
     * @return what it declares
     * @throws ModelException if the file is missing or is no model that can be loaded
     */
    public static OnnxModelDescription read(ModelFile file) {
        return SessionOpening.describe(file);
    }

    static OnnxModelDescription of(ModelId id, OrtSession session) throws OrtException {
        return new OnnxModelDescription(
                id, tensors(session.getInputInfo().values()), tensors(session.getOutputInfo().values()));
    }

    private static List<Tensor> tensors(Collection<NodeInfo> nodes) {
        return nodes.stream().map(Tensor::of).toList();
    }

    /**
     * The input that takes aligned faces, {@code [n,3,112,112]} float32.
     *
     * @return the only input, if it has that shape
     */
    public Optional<Tensor> faces() {
        return inputs.size() == 1 ? inputs.stream().filter(Tensor::isAlignedFaces).findFirst() : Optional.empty();
    }

    /**
     * The output that holds a quality for each face, {@code [n,1]} or {@code [n]} float32.
     *
     * @return the output of that shape that is named {@code quality}, or else the only one of that shape
     */
    public Optional<Tensor> quality() {
        return output(QUALITY_NAMES, Tensor::isOneNumberAFace);
    }

    /**
     * The output that holds an embedding for each face, {@code [n,d]} or {@code [n,d,1,1]} float32 with {@code d > 1}.
     *
     * @return the output of that shape that is named {@code features} or {@code embedding}, or else the only one of
     *     that shape
     */
    public Optional<Tensor> embedding() {
        return output(EMBEDDING_NAMES, Tensor::isOneVectorAFace);
    }

    private Optional<Tensor> output(Set<String> names, Predicate<Tensor> fits) {
        List<Tensor> candidates = outputs.stream().filter(fits).filter(this::mayHaveTheInputsBatch).toList();
        return candidates.stream()
                .filter(tensor -> candidates.size() == 1 || names.contains(tensor.name()))
                .findFirst();
    }

    private boolean mayHaveTheInputsBatch(Tensor output) {
        return faces().map(Tensor::batch)
                .filter(batch -> batch != Tensor.OPEN && output.batch() != Tensor.OPEN)
                .map(batch -> batch == output.batch())
                .orElse(true);
    }

    /** The inputs and outputs in words, for a message. */
    public static String words(List<Tensor> tensors) {
        return tensors.isEmpty()
                ? "nothing"
                : tensors.stream().map(Tensor::toString).collect(Collectors.joining(" and "));
    }
}
