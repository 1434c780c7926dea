package io.facequality.benchmarks;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.LongStream;

/**
 * Writes eDifFIQA's IResNet scorer with random weights: the published layers, so the published time, without the
 * published file.
 *
 * <p>Arguments: {@code 100} (IResNet-100, 250 MB) or {@code narrow} (widths 8 to 64, blocks 2-3-2-2); the file.
 */
public final class IResNet {

    private static final int FEATURES = 512;
    private static final int HIDDEN = 1024;
    private static final int LAST_SIDE = 7;
    private static final int OPERATORS = 17;
    private static final float EPSILON = 1e-5f;

    private final Random random = new Random(1);
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("iresnet");
    private int names;

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
        try (OutputStream out = Files.newOutputStream(Path.of(arguments[1]))) {
            new IResNet().model(blocks, widths).writeTo(out);
        }
    }

    private ModelProto model(int[] blocks, int[] widths) {
        int width = widths[0];
        String map = prelu(normalisation(convolution("input", 3, width, 3, 1), width), width);
        for (int layer = 0; layer < blocks.length; layer++) {
            for (int block = 0; block < blocks[layer]; block++) {
                map = block(map, width, widths[layer], block == 0);
                width = widths[layer];
            }
        }
        String flat = node("Flatten", List.of(normalisation(map, width)));
        String features = normalisation(product(flat, width * LAST_SIDE * LAST_SIDE, FEATURES), FEATURES);
        String hidden = node("Relu", List.of(product(features, FEATURES, HIDDEN)));
        String quality = product(hidden, HIDDEN, 1);
        graph.addInput(value("input", 3, 112, 112))
                .addOutput(value(rename(features, "features"), FEATURES))
                .addOutput(value(rename(quality, "quality"), 1));
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATORS))
                .setGraph(graph)
                .build();
    }

    private String block(String map, int in, int out, boolean first) {
        int stride = first ? 2 : 1;
        String inner = normalisation(convolution(normalisation(map, in), in, out, 3, 1), out);
        String deep = normalisation(convolution(prelu(inner, out), out, out, 3, stride), out);
        String skipped = first ? normalisation(convolution(map, in, out, 1, stride), out) : map;
        return node("Add", List.of(deep, skipped));
    }

    private String convolution(String from, int in, int out, int kernel, int stride) {
        int pad = kernel / 2;
        double size = Math.sqrt(1.0 / (in * kernel * kernel));
        String weights = constant(() -> random.nextGaussian() * size, out, in, kernel, kernel);
        return node("Conv", List.of(from, weights),
                integers("kernel_shape", kernel, kernel),
                integers("strides", stride, stride),
                integers("pads", pad, pad, pad, pad));
    }

    private String normalisation(String from, int channels) {
        AttributeProto epsilon = AttributeProto.newBuilder()
                .setName("epsilon")
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(EPSILON)
                .build();
        return node("BatchNormalization", List.of(
                        from,
                        constant(() -> 0.5 + random.nextDouble(), channels),
                        constant(() -> random.nextGaussian() * 0.1, channels),
                        constant(() -> random.nextGaussian() * 0.1, channels),
                        constant(() -> 0.5 + random.nextDouble(), channels)),
                epsilon);
    }

    private String prelu(String from, int channels) {
        return node("PRelu", List.of(from, constant(() -> random.nextDouble() * 0.4, channels, 1, 1)));
    }

    private String product(String from, int in, int out) {
        double size = Math.sqrt(1.0 / in);
        AttributeProto transposed = AttributeProto.newBuilder()
                .setName("transB")
                .setType(AttributeProto.AttributeType.INT)
                .setI(1)
                .build();
        return node("Gemm", List.of(
                        from,
                        constant(() -> random.nextGaussian() * size, out, in),
                        constant(() -> random.nextGaussian() * size, out)),
                transposed);
    }

    private String node(String operator, List<String> inputs, AttributeProto... attributes) {
        String name = "value" + ++names;
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .setName(name)
                .addAllInput(inputs)
                .addOutput(name)
                .addAllAttribute(List.of(attributes)));
        return name;
    }

    private String constant(DoubleSupplier numbers, long... shape) {
        int count = (int) LongStream.of(shape).reduce(1, (a, b) -> a * b);
        ByteBuffer raw = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            raw.putFloat((float) numbers.getAsDouble());
        }
        String name = "weights" + ++names;
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addAllDims(LongStream.of(shape).boxed().toList())
                .setRawData(ByteString.copyFrom(raw.flip())));
        return name;
    }

    private String rename(String value, String name) {
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            for (int i = 0; i < node.getInputCount(); i++) {
                if (node.getInput(i).equals(value)) {
                    node.setInput(i, name);
                }
            }
            if (node.getOutput(0).equals(value)) {
                node.setOutput(0, name);
            }
        }
        return name;
    }

    private static AttributeProto integers(String name, long... numbers) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        LongStream.of(numbers).forEach(attribute::addInts);
        return attribute.build();
    }

    private static ValueInfoProto value(String name, long... shapeOfOne) {
        TensorShapeProto.Builder shape =
                TensorShapeProto.newBuilder().addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("n"));
        for (long size : shapeOfOne) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT_VALUE)
                                .setShape(shape)))
                .build();
    }
}
