package io.facequality.distill.internal.student;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import io.facequality.onnx.internal.OnnxModelDescription;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;

/** Appends nodes and weights to a model, each under a name of its own. For one thread. */
public final class GraphWriter {

    private static final int FLOAT = OnnxMl.TensorProto.DataType.FLOAT_VALUE;
    private static final int INT64 = OnnxMl.TensorProto.DataType.INT64_VALUE;

    private final OnnxMl.GraphProto.Builder graph;
    private final String prefix;
    private int names;

    public GraphWriter(OnnxMl.GraphProto.Builder graph, String prefix) {
        this.graph = graph;
        this.prefix = prefix;
    }

    /** Adds a node of one output; gives the output's name. */
    public String node(String operator, List<String> inputs, OnnxMl.AttributeProto... attributes) {
        String output = name(operator);
        graph.addNode(OnnxMl.NodeProto.newBuilder()
                .setName(output)
                .setOpType(operator)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes)));
        return output;
    }

    /** Adds a node whose output has a given name. */
    public void named(String output, String operator, List<String> inputs) {
        graph.addNode(OnnxMl.NodeProto.newBuilder()
                .setName(name(operator))
                .setOpType(operator)
                .addAllInput(inputs)
                .addOutput(output));
    }

    /** Adds weights; gives their name. */
    public String floats(float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return tensor(FLOAT, bytes, shape);
    }

    /** Adds a single number. */
    public String number(float value) {
        return floats(new float[] {value});
    }

    /** Adds indices; gives their name. */
    public String longs(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return tensor(INT64, bytes, values.length);
    }

    private String tensor(int type, ByteBuffer bytes, long... shape) {
        String name = name("weights");
        OnnxMl.TensorProto.Builder tensor =
                OnnxMl.TensorProto.newBuilder().setName(name).setDataType(type).setRawData(ByteString.copyFrom(bytes));
        for (long size : shape) {
            tensor.addDims(size);
        }
        graph.addInitializer(tensor);
        return name;
    }

    private String name(String kind) {
        return prefix + kind.toLowerCase(Locale.ROOT) + names++;
    }

    /** A float32 input or output of the model; a batch of {@link OnnxModelDescription.Tensor#OPEN} is left open. */
    public static OnnxMl.ValueInfoProto value(String name, long batch, long... sizes) {
        OnnxMl.TensorShapeProto.Builder shape = OnnxMl.TensorShapeProto.newBuilder();
        if (batch == OnnxModelDescription.Tensor.OPEN) {
            shape.addDimBuilder().setDimParam("n");
        } else {
            shape.addDimBuilder().setDimValue(batch);
        }
        for (long size : sizes) {
            shape.addDimBuilder().setDimValue(size);
        }
        return OnnxMl.ValueInfoProto.newBuilder()
                .setName(name)
                .setType(OnnxMl.TypeProto.newBuilder()
                        .setTensorType(OnnxMl.TypeProto.Tensor.newBuilder().setElemType(FLOAT).setShape(shape)))
                .build();
    }

    public static OnnxMl.AttributeProto whole(String name, long value) {
        return OnnxMl.AttributeProto.newBuilder()
                .setName(name)
                .setType(OnnxMl.AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }
}
