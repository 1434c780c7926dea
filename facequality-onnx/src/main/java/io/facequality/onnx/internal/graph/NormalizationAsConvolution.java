package io.facequality.onnx.internal.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A BatchNormalization of feature maps becomes part of the convolution in front of it, or else a convolution by channel
 * of its own. In float32 ONNX Runtime does both itself; in 8 bits it knows convolutions only.
 */
final class NormalizationAsConvolution implements Rewrite {

    @Override
    public String name() {
        return "normalisation-as-convolution";
    }

    @Override
    public int apply(ModelGraph graph) throws IOException {
        int places = 0;
        FeatureMaps maps = FeatureMaps.of(graph);
        for (NodeProto node : graph.nodes("BatchNormalization")) {
            Optional<ChannelAffine> affine = maps.channels(node.getInput(0)).isPresent()
                    ? ChannelAffine.of(graph, node)
                    : Optional.empty();
            if (affine.isPresent()) {
                rewrite(graph, node, affine.get());
                places++;
            }
        }
        return places;
    }

    private static void rewrite(ModelGraph graph, NodeProto node, ChannelAffine affine) throws IOException {
        String input = node.getInput(0);
        int channels = affine.channels();
        Optional<NodeProto> convolution = graph.producer(input)
                .filter(producer -> producer.getOpType().equals("Conv"))
                .filter(producer -> graph.isTakenOnlyBy(node, input))
                .filter(producer -> EightBitNodes.hasConstantWeights(graph, producer));
        if (convolution.isPresent()) {
            graph.replace(node);
            graph.replace(convolution.get(), folded(graph, convolution.get(), node.getOutput(0), affine));
        } else {
            float[] scale = new float[channels];
            float[] shift = new float[channels];
            for (int i = 0; i < channels; i++) {
                scale[i] = (float) affine.scale(i);
                shift[i] = (float) affine.shift(i);
            }
            String output = node.getOutput(0);
            graph.replace(node, Nodes.of(
                    "Conv",
                    List.of(
                            input,
                            graph.add(output + "/weights", scale, channels, 1, 1, 1),
                            graph.add(output + "/bias", shift, channels)),
                    output,
                    Nodes.attribute("group", channels)));
        }
    }

    private static NodeProto folded(ModelGraph graph, NodeProto convolution, String output, ChannelAffine affine)
            throws IOException {
        Weights old = graph.constant(convolution.getInput(1)).orElseThrow();
        float[] weights = old.floats();
        Optional<String> biasName = Nodes.input(convolution, 2);
        int channels = affine.channels();
        float[] bias = biasName.isPresent()
                ? graph.constant(biasName.get()).orElseThrow().floats()
                : new float[channels];
        int weightsOfAChannel = weights.length / channels;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (weights[i] * affine.scale(i / weightsOfAChannel));
        }
        for (int i = 0; i < channels; i++) {
            bias[i] = (float) (bias[i] * affine.scale(i) + affine.shift(i));
        }
        return convolution.toBuilder()
                .clearInput()
                .addInput(convolution.getInput(0))
                .addInput(graph.add(output + "/normalised_weights", weights, old.shape()))
                .addInput(graph.add(output + "/normalised_bias", bias, channels))
                .clearOutput()
                .addOutput(output)
                .build();
    }
}
