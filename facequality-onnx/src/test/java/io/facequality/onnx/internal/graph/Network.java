package io.facequality.onnx.internal.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.facequality.onnx.ModelFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/** Builds a small network, node by node; each call names its result {@code v1}, {@code v2} and so on. */
final class Network {

    static final long OPERATORS = 17;
    static final long OPEN = -1;

    private final Random random;
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("network");
    private final List<String> constants = new ArrayList<>();
    private int values;

    Network(long seed) {
        this.random = new Random(seed);
    }

    /** The input {@code x}. */
    Network input(long... shape) {
        graph.addInput(value("x", shape));
        return this;
    }

    Network output(String name, long... shape) {
        graph.addOutput(value(name, shape));
        return this;
    }

    String convolution(String from, int in, int out, int kernel, int stride, boolean padded) {
        int pad = padded ? kernel / 2 : 0;
        return node("Conv", List.of(from, weights(out, in, kernel, kernel), weights(out)),
                integers("strides", stride, stride),
                integers("pads", pad, pad, pad, pad));
    }

    String prelu(String from, float[] slopes, long... shape) {
        return node("PRelu", List.of(from, constant(slopes, shape)));
    }

    String normalization(String from, int channels) {
        float[] variance = new float[channels];
        for (int i = 0; i < channels; i++) {
            variance[i] = 0.5f + random.nextFloat();
        }
        return node("BatchNormalization", List.of(from, weights(channels), weights(channels), weights(channels),
                constant(variance, channels)));
    }

    String node(String operator, List<String> inputs, AttributeProto... attributes) {
        String name = "v" + ++values;
        graph.addNode(Nodes.of(operator, inputs, name, attributes));
        return name;
    }

    Network add(NodeProto node) {
        graph.addNode(node);
        return this;
    }

    /** Random numbers of about the size that keeps values of a network in bounds. */
    String weights(long... shape) {
        float[] numbers = new float[(int) LongStream.of(shape).reduce(1, (a, b) -> a * b)];
        double inputs = (double) numbers.length / shape[0];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) (random.nextGaussian() / Math.sqrt(inputs));
        }
        return constant(numbers, shape);
    }

    String constant(float[] numbers, long... shape) {
        return constant(Weights.of("w" + constants.size(), numbers, shape).head());
    }

    String constant(long[] numbers, long... shape) {
        return constant(Weights.of("w" + constants.size(), numbers, shape).head());
    }

    String constant(TensorProto tensor) {
        constants.add(tensor.getName());
        graph.addInitializer(tensor);
        return tensor.getName();
    }

    /** Every constant becomes an input too, as in files of the format's first versions. */
    Network withConstantsAsInputs() {
        graph.getInitializerList().forEach(tensor -> graph.addInput(value(
                tensor.getName(),
                tensor.getDimsList().stream().mapToLong(Long::longValue).toArray())));
        return this;
    }

    ModelProto model() {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATORS))
                .setGraph(graph)
                .build();
    }

    ModelFile file() {
        return file(model());
    }

    static ModelFile file(ModelProto model) {
        return ModelFile.of("network", "1", model.toByteArray());
    }

    static AttributeProto integers(String name, long... numbers) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        LongStream.of(numbers).forEach(attribute::addInts);
        return attribute.build();
    }

    static AttributeProto integer(String name, long number) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(number)
                .build();
    }

    private static ValueInfoProto value(String name, long... shape) {
        TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
        for (long size : shape) {
            sizes.addDim(size == OPEN
                    ? TensorShapeProto.Dimension.newBuilder().setDimParam("n")
                    : TensorShapeProto.Dimension.newBuilder().setDimValue(size));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT_VALUE)
                                .setShape(sizes)))
                .build();
    }
}
