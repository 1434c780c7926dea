package io.facequality.distill.network;

import io.facequality.distill.network.Layers.Window;
import io.facequality.onnx.graph.Attribute;
import io.facequality.onnx.graph.ModelBuilder;
import java.util.List;

/**
 * MobileFaceNet (Chen et al. 2018, table 1), the backbone of eDifFIQA(T). Its widths are those of the weights. Its
 * features have length 1.
 */
final class MobileFaceNet implements Backbone {

    private static final int LAST_SIDE = 7;

    @Override
    public boolean fits(NetworkWeights weights) {
        return weights.has("conv2_dw.conv.weight") || weights.has("conv_6_dw.conv.weight");
    }

    @Override
    public String name(NetworkWeights weights) {
        return "MobileFaceNet";
    }

    @Override
    public Features build(ModelBuilder model, NetworkWeights weights, String input, String name) {
        return new Building(model, weights).features(input, name);
    }

    private record Building(ModelBuilder model, NetworkWeights weights, Layers layers) {

        Building(ModelBuilder model, NetworkWeights weights) {
            this(model, weights, new Layers(model, weights));
        }

        Features features(String input, String name) {
            long width = outputs("conv1.conv");
            String map = activated(input, "conv1", 3, width, Window.of(3, 2));
            map = activated(map, "conv2_dw", width, width, Window.of(3, 1).forEach(width));
            Stage stage = shrink(new Stage(map, width), "conv_23");
            stage = repeat(stage, "conv_3");
            stage = shrink(stage, "conv_34");
            stage = repeat(stage, "conv_4");
            stage = shrink(stage, "conv_45");
            stage = repeat(stage, "conv_5");
            long wide = outputs("conv_6_sep.conv");
            map = activated(stage.map, "conv_6_sep", stage.width, wide, Window.of(1, 1));
            map = layers.normalisedConvolution(map, "conv_6_dw.conv", "conv_6_dw.bn", wide, wide,
                    Window.of(LAST_SIDE, 1).unpadded().forEach(wide));
            return unit(embedding(model.node("Flatten", List.of(map)), wide), name);
        }

        private record Stage(String map, long width) {}

        /** Halves the side: widen, filter each channel, narrow again. */
        private Stage shrink(Stage from, String name) {
            long out = outputs(name + ".project.conv");
            return new Stage(bottleneck(from, name, out, 2), out);
        }

        /** The same at one side, each block beside its input. */
        private Stage repeat(Stage from, String name) {
            Stage stage = from;
            for (int i = 0; i < weights.parts(name + ".model"); i++) {
                String deep = bottleneck(stage, name + ".model." + i, stage.width, 1);
                stage = new Stage(layers.add(stage.map, deep), stage.width);
            }
            return stage;
        }

        private String bottleneck(Stage from, String name, long out, int stride) {
            long wide = outputs(name + ".conv.conv");
            String widened = activated(from.map, name + ".conv", from.width, wide, Window.of(1, 1));
            String filtered =
                    activated(widened, name + ".conv_dw", wide, wide, Window.of(3, stride).forEach(wide));
            return layers.normalisedConvolution(
                    filtered, name + ".project.conv", name + ".project.bn", wide, out, Window.of(1, 1));
        }

        private String activated(String input, String name, long in, long out, Window window) {
            String map = layers.normalisedConvolution(input, name + ".conv", name + ".bn", in, out, window);
            return layers.prelu(map, name + ".prelu", out);
        }

        private Features embedding(String flat, long wide) {
            long dimension = outputs("linear");
            Parameter matrix = weights.take("linear.weight", dimension, wide);
            ChannelAffine affine = ChannelAffine.take(weights, "bn", dimension);
            String value = layers.gemm(
                    flat,
                    model.weights(
                            "linear.weight",
                            (from, to, target) -> affine.scaleOutputs(matrix.rows(from, to, target), from, to),
                            matrix.shape()),
                    model.constant("linear.bias", affine::addends, dimension));
            return new Features(value, dimension);
        }

        private Features unit(Features raw, String name) {
            String length = model.node(
                    "ReduceL2", List.of(raw.value()), Attribute.integers("axes", 1), Attribute.integer("keepdims", 1));
            return new Features(model.namedNode(name, "Div", List.of(raw.value(), length)), raw.dimension());
        }

        private long outputs(String layer) {
            return weights.size(layer + ".weight", 0);
        }
    }
}
