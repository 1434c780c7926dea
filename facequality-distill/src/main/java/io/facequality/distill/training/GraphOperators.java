package io.facequality.distill.training;

import ai.onnx.proto.OnnxMl;
import java.util.Arrays;
import java.util.List;

/** Writes a network as ONNX: the arrays are the names of values. Operators of set 9 or later, so that any model takes them. */
final class GraphOperators implements Operators<String> {

    private final GraphWriter writer;
    private final Tensors tensors;

    GraphOperators(GraphWriter writer, Tensors tensors) {
        this.writer = writer;
        this.tensors = tensors;
    }

    @Override
    public String convolution(String x, Convolution layer) {
        long padding = layer.padding();
        long stride = layer.stride();
        return writer.node(
                "Conv",
                List.of(x, weights(layer.name() + ".weight")),
                GraphWriter.wholes("strides", stride, stride),
                GraphWriter.wholes("pads", padding, padding, padding, padding),
                GraphWriter.whole("group", layer.groups()));
    }

    @Override
    public String normalised(String x, String name, int channels) {
        OnnxMl.AttributeProto stabiliser = OnnxMl.AttributeProto.newBuilder()
                .setName("epsilon")
                .setType(OnnxMl.AttributeProto.AttributeType.FLOAT)
                .setF(NORMALISATION_STABILISER)
                .build();
        return writer.node(
                "BatchNormalization",
                List.of(
                        x, weights(name + ".weight"), weights(name + ".bias"), weights(name + ".running_mean"),
                        weights(name + ".running_var")),
                stabiliser);
    }

    @Override
    public String rectified(String x, String name, int channels) {
        float[] slopes = tensors.get(name + ".weight").values();
        return writer.node("PRelu", List.of(x, writer.floats(slopes, channels, 1, 1)));
    }

    @Override
    public String sum(String a, String b) {
        return writer.node("Add", List.of(a, b));
    }

    @Override
    public String flat(String x, int channels) {
        return writer.node("Flatten", List.of(x));
    }

    @Override
    public String linear(String x, Linear layer) {
        String product = writer.node("MatMul", List.of(x, transposed(layer)));
        return layer.bias() ? writer.node("Add", List.of(product, weights(layer.name() + ".bias"))) : product;
    }

    private String transposed(Linear layer) {
        float[] weights = tensors.get(layer.name() + ".weight").values();
        float[] transposed = new float[weights.length];
        for (int out = 0; out < layer.out(); out++) {
            for (int in = 0; in < layer.in(); in++) {
                transposed[in * layer.out() + out] = weights[out * layer.in() + in];
            }
        }
        return writer.floats(transposed, layer.in(), layer.out());
    }

    /** The operator of that name came only with set 20. */
    @Override
    public String gelu(String x) {
        String scaled = writer.node("Mul", List.of(x, writer.number((float) Math.sqrt(0.5))));
        String oneMore = writer.node("Add", List.of(writer.node("Erf", List.of(scaled)), writer.number(1)));
        return writer.node("Mul", List.of(writer.node("Mul", List.of(x, writer.number(0.5f))), oneMore));
    }

    /** ReduceL2's axes moved from an attribute to an input at set 18; a product with ones is the same in all sets. */
    @Override
    public String unit(String x, int dimension) {
        float[] ones = new float[dimension];
        Arrays.fill(ones, 1);
        String squares = writer.node("Mul", List.of(x, x));
        String squaredLength = writer.node("MatMul", List.of(squares, writer.floats(ones, dimension, 1)));
        String length = writer.node("Sqrt", List.of(squaredLength));
        return writer.node("Div", List.of(x, writer.node("Add", List.of(length, writer.number(SHORTEST)))));
    }

    private String weights(String name) {
        Tensors.Tensor tensor = tensors.get(name);
        return writer.floats(tensor.values(), tensor.shape());
    }
}
