package io.facequality.onnx.internal.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of the shapes in a model before it runs: of each value as far as it can be told from the values in
 * front of it, and of the integers that are computed from shapes. A size that depends on the run is negative: {@link
 * #OPEN}, or below that a number of its own for each open size of an input, such as the batch, which can so be followed.
 * Values of operators that are not known here have no shape, which is always right.
 */
final class Shapes {

    static final long OPEN = -1;

    private static final Set<String> KEEPING = Set.of(
            "BatchNormalization", "InstanceNormalization", "PRelu", "Relu", "LeakyRelu", "Clip", "Sigmoid", "Tanh",
            "Erf", "Exp", "Sqrt", "Softmax", "Dropout", "Identity", "Cast");
    private static final Set<String> BROADCASTING = Set.of("Add", "Sub", "Mul", "Div");
    private static final int MAP_DIMENSIONS = 4;

    private final ModelGraph graph;
    private final Map<String, long[]> shapes = new HashMap<>();
    private final Map<String, long[]> integers = new HashMap<>();
    private long lastOpen = OPEN;

    private Shapes(ModelGraph graph) {
        this.graph = graph;
    }

    static Shapes of(ModelGraph graph) throws IOException {
        Shapes shapes = new Shapes(graph);
        graph.inputs().forEach(shapes::declare);
        for (NodeProto node : graph.nodes()) {
            if (node.getOutputCount() > 0) {
                String output = node.getOutput(0);
                shapes.shapeOf(node).ifPresent(shape -> shapes.shapes.put(output, shape));
                shapes.integersOf(node).ifPresent(numbers -> shapes.integers.put(output, numbers));
            }
        }
        return shapes;
    }

    /** The numbers that a node gives, as far as they are known; empty if they are not made from shapes. */
    Optional<long[]> integers(String value) throws IOException {
        Optional<Weights> constant = graph.constant(value);
        return constant.isPresent() ? constantIntegers(constant.get()) : Optional.ofNullable(integers.get(value));
    }

    private static Optional<long[]> constantIntegers(Weights constant) throws IOException {
        return constant.isInt64() && constant.shape().length <= 1
                ? Optional.of(constant.longs())
                : Optional.empty();
    }

    /** The shape of a value, as far as it is known. */
    Optional<long[]> shape(String value) {
        return graph.constant(value).map(Weights::shape).or(() -> Optional.ofNullable(shapes.get(value)));
    }

    private void declare(ValueInfoProto input) {
        if (input.getType().getTensorType().hasShape()) {
            TensorShapeProto shape = input.getType().getTensorType().getShape();
            shapes.put(input.getName(), shape.getDimList().stream()
                    .mapToLong(size -> size.hasDimValue() && size.getDimValue() > 0 ? size.getDimValue() : --lastOpen)
                    .toArray());
        }
    }

    private Optional<long[]> shapeOf(NodeProto node) throws IOException {
        String operator = node.getOpType();
        if (KEEPING.contains(operator)) {
            return shape(node.getInput(0));
        }
        if (BROADCASTING.contains(operator)) {
            return broadcast(shape(node.getInput(0)), shape(node.getInput(1)));
        }
        return switch (operator) {
            case "Conv" -> convolved(node);
            case "GlobalAveragePool", "GlobalMaxPool" -> shape(node.getInput(0)).map(Shapes::pooledToOne);
            case "Flatten" -> flattened(node);
            case "Gemm" -> multiplied(node);
            case "Concat" -> joined(node);
            case "Reshape" -> reshaped(node);
            default -> Optional.empty();
        };
    }

    private static Optional<long[]> broadcast(Optional<long[]> first, Optional<long[]> second) {
        if (first.isEmpty() || second.isEmpty()) {
            return Optional.empty();
        }
        int rank = Math.max(first.get().length, second.get().length);
        long[] shape = new long[rank];
        for (int fromTheEnd = 1; fromTheEnd <= rank; fromTheEnd++) {
            long a = fromTheEnd(first.get(), fromTheEnd);
            long b = fromTheEnd(second.get(), fromTheEnd);
            shape[rank - fromTheEnd] = broadcast(a, b);
        }
        return Optional.of(shape);
    }

    private static long broadcast(long a, long b) {
        if (a == 1 || b == 1) {
            return a == 1 ? b : a;
        }
        return a == b || b < 0 && a > 0 ? a : a < 0 && b > 0 ? b : OPEN;
    }

    private static long fromTheEnd(long[] shape, int place) {
        return place > shape.length ? 1 : shape[shape.length - place];
    }

    private Optional<long[]> convolved(NodeProto node) {
        Optional<long[]> input = shape(node.getInput(0)).filter(shape -> shape.length == MAP_DIMENSIONS);
        Optional<long[]> weights = shape(node.getInput(1)).filter(shape -> shape.length == MAP_DIMENSIONS);
        boolean automatic = Nodes.attribute(node, "auto_pad")
                .filter(attribute -> !attribute.getS().toStringUtf8().equals("NOTSET"))
                .isPresent();
        if (input.isEmpty() || weights.isEmpty() || automatic) {
            return Optional.empty();
        }
        long[] shape = {input.get()[0], weights.get()[0], OPEN, OPEN};
        for (int axis = 0; axis < 2; axis++) {
            long size = input.get()[2 + axis];
            if (size > 0) {
                long padded = size + integer(node, "pads", axis, 0) + integer(node, "pads", axis + 2, 0);
                long reach = integer(node, "dilations", axis, 1) * (weights.get()[2 + axis] - 1) + 1;
                shape[2 + axis] = (padded - reach) / integer(node, "strides", axis, 1) + 1;
            }
        }
        return Optional.of(shape);
    }

    private static long integer(NodeProto node, String name, int place, long otherwise) {
        return Nodes.attribute(node, name)
                .map(AttributeProto::getIntsList)
                .filter(numbers -> numbers.size() > place)
                .map(numbers -> numbers.get(place))
                .orElse(otherwise);
    }

    private static long[] pooledToOne(long[] input) {
        long[] shape = input.clone();
        Arrays.fill(shape, Math.min(2, shape.length), shape.length, 1);
        return shape;
    }

    private Optional<long[]> flattened(NodeProto node) {
        return shape(node.getInput(0))
                .filter(shape -> Nodes.integer(node, "axis", 1) == 1 && shape.length > 1)
                .map(shape -> new long[] {shape[0], product(shape, 1)});
    }

    private static long product(long[] shape, int from) {
        long product = 1;
        for (int i = from; i < shape.length; i++) {
            if (shape[i] < 0) {
                return OPEN;
            }
            product *= shape[i];
        }
        return product;
    }

    private Optional<long[]> multiplied(NodeProto node) {
        Optional<long[]> rows = shape(node.getInput(0)).filter(shape -> Nodes.integer(node, "transA", 0) == 0);
        Optional<long[]> columns = shape(node.getInput(1));
        return rows.isPresent() && columns.isPresent()
                ? Optional.of(new long[] {
                    rows.get()[0], columns.get()[Nodes.integer(node, "transB", 0) == 0 ? 1 : 0]
                })
                : Optional.empty();
    }

    private Optional<long[]> joined(NodeProto node) {
        long[] joined = null;
        for (String part : node.getInputList()) {
            Optional<long[]> shape = shape(part);
            if (shape.isEmpty()) {
                return Optional.empty();
            }
            int axis = (int) Nodes.integer(node, "axis", 0);
            int place = axis < 0 ? axis + shape.get().length : axis;
            if (joined == null) {
                joined = shape.get().clone();
            } else {
                long more = shape.get()[place];
                joined[place] = joined[place] < 0 || more < 0 ? OPEN : joined[place] + more;
            }
        }
        return Optional.ofNullable(joined);
    }

    private Optional<long[]> reshaped(NodeProto node) throws IOException {
        Optional<long[]> sizes = integers(node.getInput(1)).map(long[]::clone);
        Optional<long[]> input = shape(node.getInput(0));
        for (int i = 0; sizes.isPresent() && i < sizes.get().length; i++) {
            if (sizes.get()[i] == 0) {
                sizes.get()[i] = input.isPresent() && input.get().length > i ? input.get()[i] : OPEN;
            }
        }
        return sizes;
    }

    private Optional<long[]> integersOf(NodeProto node) throws IOException {
        return switch (node.getOpType()) {
            case "Shape" -> node.getAttributeCount() == 0 ? shape(node.getInput(0)) : Optional.empty();
            case "Gather" -> gathered(node);
            case "Unsqueeze", "Squeeze", "Identity" -> integers(node.getInput(0));
            case "Cast" -> integers(node.getInput(0)).filter(numbers -> isInt64(node));
            case "Concat" -> chained(node.getInputList());
            case "Add", "Sub", "Mul", "Div" -> computed(node);
            default -> Optional.empty();
        };
    }

    private static boolean isInt64(NodeProto cast) {
        return Nodes.integer(cast, "to", 0) == TensorProto.DataType.INT64_VALUE;
    }

    private Optional<long[]> gathered(NodeProto node) throws IOException {
        Optional<long[]> from = integers(node.getInput(0));
        Optional<long[]> places = integers(node.getInput(1));
        if (from.isEmpty() || places.isEmpty()) {
            return Optional.empty();
        }
        int size = from.get().length;
        return Optional.of(Arrays.stream(places.get())
                .map(place -> from.get()[(int) (place < 0 ? place + size : place)])
                .toArray());
    }

    private Optional<long[]> chained(List<String> parts) throws IOException {
        long[] chain = new long[0];
        for (String part : parts) {
            Optional<long[]> numbers = integers(part);
            if (numbers.isEmpty()) {
                return Optional.empty();
            }
            int length = chain.length;
            chain = Arrays.copyOf(chain, length + numbers.get().length);
            System.arraycopy(numbers.get(), 0, chain, length, numbers.get().length);
        }
        return Optional.of(chain);
    }

    private Optional<long[]> computed(NodeProto node) throws IOException {
        Optional<long[]> first = integers(node.getInput(0));
        Optional<long[]> second = integers(node.getInput(1));
        if (first.isEmpty() || second.isEmpty() || first.get().length != 1 || second.get().length != 1) {
            return Optional.empty();
        }
        return compute(node.getOpType(), first.get()[0], second.get()[0]).map(number -> new long[] {number});
    }

    private static Optional<Long> compute(String operator, long a, long b) {
        if (a < 0 || b < 0) {
            return Optional.empty();
        }
        return switch (operator) {
            case "Add" -> Optional.of(a + b);
            case "Sub" -> Optional.of(a - b);
            case "Mul" -> Optional.of(a * b);
            default -> b == 0 ? Optional.empty() : Optional.of(a / b);
        };
    }
}
