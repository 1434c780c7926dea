package io.facequality.distill.training;

import io.facequality.AlignedFace;
import io.facequality.distill.checkpoint.Tensor;
import io.facequality.onnx.graph.Attribute;
import io.facequality.onnx.graph.ModelBuilder;
import io.facequality.onnx.graph.ModelBuilder.Element;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * Writes a network down as a model; what stands for an array is the name of a value. A normalisation behind a
 * convolution becomes part of its weights, in double precision. For one thread.
 */
final class OnnxOperators implements Operators<String> {

    private final ModelBuilder model;
    private final Map<String, Tensor> weights;

    private OnnxOperators(ModelBuilder model, Map<String, Tensor> weights) {
        this.model = model;
        this.weights = weights;
    }

    /**
     * A whole model: {@code input [n,3,112,112]}, {@code features [n,dimension]}, {@code quality [n,1]}.
     *
     * @param weights by the names that the student has for them
     */
    static byte[] export(
            Student student, int dimension, Map<String, Tensor> weights, String version, Map<String, String> provenance) {
        ModelBuilder model = ModelBuilder.named("facequality");
        String input = model.input(
                "input", Element.FLOAT32, ModelBuilder.OPEN, FirstWeights.COLOURS, AlignedFace.SIZE, AlignedFace.SIZE);
        Student.Output<String> output = student.apply(new OnnxOperators(model, weights), input);
        model.namedNode("features", "Identity", List.of(output.features()));
        model.namedNode("quality", "Identity", List.of(output.score()));
        model.output("features", ModelBuilder.OPEN, dimension);
        model.output("quality", ModelBuilder.OPEN, 1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            model.build("facequality", version, provenance).writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public String convolution(String x, Convolution layer) {
        return model.node("Conv", List.of(x, constant(layer.name() + ".weight")), window(layer));
    }

    @Override
    public String normalisedConvolution(String x, Convolution layer, String normalisation) {
        double[] scales = scales(normalisation);
        float[] means = numbers(normalisation + ".running_mean");
        float[] shifts = numbers(normalisation + ".bias");
        float[] kernels = numbers(layer.name() + ".weight");
        int each = kernels.length / scales.length;
        for (int i = 0; i < kernels.length; i++) {
            kernels[i] = (float) (kernels[i] * scales[i / each]);
        }
        for (int channel = 0; channel < shifts.length; channel++) {
            shifts[channel] = (float) (shifts[channel] - means[channel] * scales[channel]);
        }
        String scaled = model.constant(
                layer.name() + ".weight", () -> kernels,
                StudentNetwork.sizes(weights.get(layer.name() + ".weight")));
        return model.node(
                "Conv",
                List.of(x, scaled, model.constant(layer.name() + ".bias", () -> shifts, shifts.length)),
                window(layer));
    }

    private double[] scales(String normalisation) {
        float[] gains = numbers(normalisation + ".weight");
        float[] variances = numbers(normalisation + ".running_var");
        double[] scales = new double[gains.length];
        for (int channel = 0; channel < scales.length; channel++) {
            scales[channel] = gains[channel] / Math.sqrt(variances[channel] + (double) NORMALISATION_STABILISER);
        }
        return scales;
    }

    private static Attribute[] window(Convolution layer) {
        return new Attribute[] {
            Attribute.integers("kernel_shape", layer.kernel(), layer.kernel()),
            Attribute.integers("strides", layer.stride(), layer.stride()),
            Attribute.integers("pads", layer.padding(), layer.padding(), layer.padding(), layer.padding()),
            Attribute.integer("group", layer.groups())
        };
    }

    @Override
    public String normalised(String x, String name, int channels) {
        return model.node(
                "BatchNormalization",
                List.of(
                        x, constant(name + ".weight"), constant(name + ".bias"), constant(name + ".running_mean"),
                        constant(name + ".running_var")),
                Attribute.real("epsilon", NORMALISATION_STABILISER));
    }

    @Override
    public String rectified(String x, String name, int channels) {
        float[] slopes = numbers(name + ".weight");
        return model.node("PRelu", List.of(x, model.constant(name + ".weight", () -> slopes, channels, 1, 1)));
    }

    @Override
    public String relu(String x) {
        return model.node("Relu", List.of(x));
    }

    @Override
    public String sum(String a, String b) {
        return model.node("Add", List.of(a, b));
    }

    @Override
    public String flat(String x, int channels) {
        return model.node("Flatten", List.of(x));
    }

    @Override
    public String linear(String x, Linear layer) {
        String matrix = constant(layer.name() + ".weight");
        List<String> inputs =
                layer.bias() ? List.of(x, matrix, constant(layer.name() + ".bias")) : List.of(x, matrix);
        return model.node("Gemm", inputs, Attribute.integer("transB", 1));
    }

    @Override
    public String gelu(String x) {
        String scaled = model.node("Mul", List.of(x, scalar("gelu.inner", (float) Math.sqrt(0.5))));
        String share = model.node("Add", List.of(model.node("Erf", List.of(scaled)), scalar("gelu.one", 1)));
        return model.node("Mul", List.of(model.node("Mul", List.of(x, share)), scalar("gelu.half", 0.5f)));
    }

    @Override
    public String logistic(String x) {
        return model.node("Sigmoid", List.of(x));
    }

    @Override
    public String unit(String x, int dimension) {
        String length = model.node(
                "ReduceL2", List.of(x), Attribute.integers("axes", 1), Attribute.integer("keepdims", 1));
        return model.node(
                "Div", List.of(x, model.node("Add", List.of(length, scalar("shortest", SHORTEST)))));
    }

    private String constant(String name) {
        Tensor tensor = weights.get(name);
        return model.constant(name, tensor::floats, StudentNetwork.sizes(tensor));
    }

    private float[] numbers(String name) {
        return weights.get(name).floats();
    }

    private String scalar(String name, float value) {
        return model.constant(name, () -> new float[] {value});
    }
}
