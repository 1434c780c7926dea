package io.facequality.onnx.internal.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A model while it is rewritten: its nodes in the order in which they run, and its constants by name. Nodes are values;
 * one is changed by putting others in its place. For one thread.
 */
final class ModelGraph {

    /** The first operator set whose BatchNormalization is the one that the rewrites write. */
    private static final int OLDEST_OPERATORS = 9;

    /** The first version of the format whose constants need not be inputs. */
    private static final long FREE_CONSTANTS = 4;

    private static final Set<String> STANDARD_DOMAINS = Set.of("", "ai.onnx");

    private final ModelProto model;
    private final GraphProto surroundings;
    private final List<NodeProto> nodes;
    private final Map<String, Weights> constants;
    private final Map<String, NodeProto> producers = new HashMap<>();
    private final Map<String, List<NodeProto>> consumers = new HashMap<>();
    private final Set<String> outputs;
    private final Set<String> names = new HashSet<>();

    /**
     * Takes a model apart.
     *
     * @param model everything but its graph
     * @param graph the graph, without its initializers
     * @param constants the initializers, by name
     */
    ModelGraph(ModelProto model, GraphProto graph, Map<String, Weights> constants) {
        this.model = model;
        this.surroundings = graph.toBuilder().clearNode().build();
        this.nodes = new ArrayList<>(graph.getNodeList());
        this.constants = new LinkedHashMap<>(constants);
        this.outputs = graph.getOutputList().stream().map(ValueInfoProto::getName).collect(Collectors.toSet());
        nodes.forEach(this::index);
        names.addAll(constants.keySet());
        graph.getInputList().forEach(input -> names.add(input.getName()));
    }

    /**
     * Whether all of the model is in its one file and in the plain operators that the rewrites know. A model that was
     * optimized for a runtime or quantized has had its rewrites, and a node with a graph inside may use any value of
     * the graph around it.
     */
    boolean isPlain() {
        return model.getFunctionsCount() == 0
                && model.getTrainingInfoCount() == 0
                && surroundings.getSparseInitializerCount() == 0
                && operators() >= OLDEST_OPERATORS
                && constants.values().stream().noneMatch(Weights::isElsewhere)
                && nodes.stream().allMatch(ModelGraph::isPlain);
    }

    private static boolean isPlain(NodeProto node) {
        return STANDARD_DOMAINS.contains(node.getDomain())
                && !isQuantized(node.getOpType())
                && node.getAttributeList().stream().allMatch(ModelGraph::isPlain);
    }

    private static boolean isQuantized(String operator) {
        return operator.startsWith("QLinear")
                || operator.endsWith("QuantizeLinear")
                || operator.endsWith("quantizeLinear")
                || operator.endsWith("Integer");
    }

    private static boolean isPlain(AttributeProto attribute) {
        return !attribute.hasG()
                && attribute.getGraphsCount() == 0
                && !(attribute.hasT() && Weights.of(attribute.getT()).isElsewhere());
    }

    /** Everything but the graph. */
    ModelProto model() {
        return model;
    }

    /** How many numbers the constants hold. */
    long parameters() {
        return constants.values().stream().mapToLong(Weights::count).sum();
    }

    /** The version of the standard operators. */
    long operators() {
        return model.getOpsetImportList().stream()
                .filter(operators -> STANDARD_DOMAINS.contains(operators.getDomain()))
                .mapToLong(OperatorSetIdProto::getVersion)
                .max()
                .orElse(0);
    }

    /** The nodes as they are now, in the order in which they run. */
    List<NodeProto> nodes() {
        return List.copyOf(nodes);
    }

    /** The nodes of an operator. */
    List<NodeProto> nodes(String operator) {
        return nodes.stream().filter(node -> node.getOpType().equals(operator)).toList();
    }

    /** The node that gives a value, unless it is an input or a constant. */
    Optional<NodeProto> producer(String value) {
        return Optional.ofNullable(producers.get(value));
    }

    /** The nodes that take a value, each as often as it takes it. */
    List<NodeProto> consumers(String value) {
        return List.copyOf(consumers.getOrDefault(value, List.of()));
    }

    /** Whether only this node takes a value, so that the value may change with the node. */
    boolean isTakenOnlyBy(NodeProto node, String value) {
        List<NodeProto> takers = consumers.getOrDefault(value, List.of());
        return takers.size() == 1 && takers.get(0) == node && !outputs.contains(value);
    }

    boolean isOutput(String value) {
        return outputs.contains(value);
    }

    /** The inputs that a caller must give. */
    List<ValueInfoProto> inputs() {
        return surroundings.getInputList().stream()
                .filter(input -> !constants.containsKey(input.getName()))
                .toList();
    }

    /** A constant, be it an initializer or the value of a Constant node. */
    Optional<Weights> constant(String value) {
        return Optional.ofNullable(constants.get(value)).or(() -> producer(value)
                .filter(node -> node.getOpType().equals("Constant"))
                .flatMap(node -> Nodes.attribute(node, "value"))
                .filter(AttributeProto::hasT)
                .map(attribute -> Weights.of(attribute.getT())));
    }

    /** Adds a constant under a name that nothing else has. */
    String add(String wish, float[] values, long... shape) {
        String name = fresh(wish);
        constants.put(name, Weights.of(name, values, shape));
        return name;
    }

    /** Adds a constant under a name that nothing else has. */
    String add(String wish, long[] values, long... shape) {
        String name = fresh(wish);
        constants.put(name, Weights.of(name, values, shape));
        return name;
    }

    /** Adds a constant of another type under a name that nothing else has; the numbers are its bytes, lowest first. */
    String add(String wish, TensorProto.DataType type, byte[] numbers, long... shape) {
        String name = fresh(wish);
        constants.put(name, Weights.of(name, type, numbers, shape));
        return name;
    }

    /** Puts a constant in the place of a value that no node gives any more. */
    void put(Weights constant) {
        constants.put(constant.name(), constant);
        names.add(constant.name());
    }

    /** A name that no value has yet. */
    String fresh(String wish) {
        String name = wish;
        for (int i = 2; !names.add(name); i++) {
            name = wish + "_" + i;
        }
        return name;
    }

    /** Puts nodes in the place of one. They must give every value of it that is used. */
    void replace(NodeProto node, NodeProto... replacements) {
        int place = place(node);
        nodes.remove(place);
        forget(node);
        nodes.addAll(place, List.of(replacements));
        Stream.of(replacements).forEach(this::index);
    }

    /** Puts nodes in front of all others. They must need nothing but inputs and constants. */
    void putFirst(List<NodeProto> more) {
        nodes.addAll(0, more);
        more.forEach(this::index);
    }

    private int place(NodeProto node) {
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i) == node) {
                return i;
            }
        }
        throw new IllegalArgumentException("expected a node of this graph, found " + node.getName());
    }

    private void index(NodeProto node) {
        node.getOutputList().forEach(output -> {
            producers.put(output, node);
            names.add(output);
        });
        node.getInputList().forEach(input -> {
            consumers.computeIfAbsent(input, value -> new ArrayList<>()).add(node);
            names.add(input);
        });
    }

    private void forget(NodeProto node) {
        node.getOutputList().forEach(output -> producers.remove(output, node));
        node.getInputList().forEach(input -> Objects.requireNonNull(consumers.get(input)).removeIf(consumer -> consumer == node));
    }

    /**
     * Puts the model together again, to be written. Nodes and constants that nothing uses are left out, and the inputs
     * are those that a caller must give: a runtime does not optimize what a caller may still replace, and before
     * version 4 of the format every constant had to be declared as an input too.
     */
    Serialized serialize() {
        return serialize(List.of());
    }

    /** The same, with more outputs. */
    Serialized serialize(List<String> moreOutputs) {
        Set<String> used = new HashSet<>(outputs);
        used.addAll(moreOutputs);
        List<NodeProto> live = new ArrayList<>();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            NodeProto node = nodes.get(i);
            if (node.getOutputList().stream().anyMatch(used::contains)) {
                used.addAll(node.getInputList());
                live.add(node);
            }
        }
        Collections.reverse(live);
        return new Serialized(
                model.toBuilder().setIrVersion(Math.max(model.getIrVersion(), FREE_CONSTANTS)).build(),
                surroundings.toBuilder()
                        .clearInput()
                        .addAllInput(inputs())
                        .addAllNode(live)
                        .addAllOutput(moreOutputs.stream().map(ModelGraph::untyped).toList())
                        .build(),
                constants.values().stream().filter(constant -> used.contains(constant.name())).toList());
    }

    /** A runtime finds the type itself. */
    private static ValueInfoProto untyped(String value) {
        return ValueInfoProto.newBuilder().setName(value).build();
    }

    /** A model that is ready to be written. */
    record Serialized(ModelProto model, GraphProto graph, List<Weights> constants) {

        /** How many bytes it takes, empty if more than one message can have. */
        OptionalInt size() {
            long graphSize = graphSize();
            long size = model.getSerializedSize()
                    + CodedOutputStream.computeTagSize(ModelProto.GRAPH_FIELD_NUMBER)
                    + CodedOutputStream.computeUInt64SizeNoTag(graphSize)
                    + graphSize;
            return size <= Integer.MAX_VALUE ? OptionalInt.of((int) size) : OptionalInt.empty();
        }

        private long graphSize() {
            return graph.getSerializedSize()
                    + constants.stream().mapToLong(Serialized::fieldSize).sum();
        }

        private static long fieldSize(Weights constant) {
            int size = constant.serializedSize();
            return (long) CodedOutputStream.computeTagSize(GraphProto.INITIALIZER_FIELD_NUMBER)
                    + CodedOutputStream.computeUInt32SizeNoTag(size)
                    + size;
        }

        /** Writes it constant by constant. */
        void writeTo(OutputStream stream) throws IOException {
            CodedOutputStream out = CodedOutputStream.newInstance(stream);
            model.writeTo(out);
            out.writeTag(ModelProto.GRAPH_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt64NoTag(graphSize());
            graph.writeTo(out);
            for (Weights constant : constants) {
                out.writeTag(GraphProto.INITIALIZER_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                out.writeUInt32NoTag(constant.serializedSize());
                out.flush();
                constant.write(stream);
            }
            out.flush();
        }

        /** Writes it; the buffer must have room. */
        void writeTo(ByteBuffer buffer) throws IOException {
            CodedOutputStream out = CodedOutputStream.newInstance(buffer);
            model.writeTo(out);
            out.writeTag(ModelProto.GRAPH_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt64NoTag(graphSize());
            graph.writeTo(out);
            out.flush();
            for (Weights constant : constants) {
                out = CodedOutputStream.newInstance(buffer);
                out.writeTag(GraphProto.INITIALIZER_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                out.writeUInt32NoTag(constant.serializedSize());
                out.flush();
                constant.write(buffer);
            }
        }
    }
}
