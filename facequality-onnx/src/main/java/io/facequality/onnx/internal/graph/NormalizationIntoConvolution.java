package io.facequality.onnx.internal.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A BatchNormalization in front of a convolution becomes part of its weights. ONNX Runtime does this only where the
 * normalization comes after. A convolution that pads its input is left alone: its zeros are not normalized, so at the
 * border the weights would have to be others.
 */
final class NormalizationIntoConvolution implements Rewrite {

    @Override
    public String name() {
        return "normalisation-into-convolution";
    }

    @Override
    public int apply(ModelGraph graph) throws IOException {
        int places = 0;
        for (NodeProto normalization : graph.nodes("BatchNormalization")) {
            Optional<NodeProto> convolution = isFoldedByTheRuntime(graph, normalization)
                    ? Optional.empty()
                    : convolutionBehind(graph, normalization);
            Optional<ChannelAffine> affine = ChannelAffine.of(graph, normalization);
            if (convolution.isPresent() && affine.isPresent()) {
                fold(graph, normalization, convolution.get(), affine.get());
                places++;
            }
        }
        return places;
    }

    private static boolean isFoldedByTheRuntime(ModelGraph graph, NodeProto normalization) {
        String input = normalization.getInput(0);
        return graph.isTakenOnlyBy(normalization, input)
                && graph.producer(input).filter(node -> node.getOpType().equals("Conv")).isPresent();
    }

    private static Optional<NodeProto> convolutionBehind(ModelGraph graph, NodeProto normalization) {
        return graph.consumers(normalization.getOutput(0)).stream()
                .filter(node -> node.getOpType().equals("Conv"))
                .filter(node -> graph.isTakenOnlyBy(node, normalization.getOutput(0)))
                .filter(node -> node.getInput(0).equals(normalization.getOutput(0)))
                .filter(NormalizationIntoConvolution::padsNothing)
                .filter(node -> graph.constant(node.getInput(1)).filter(Weights::isFloat32).isPresent())
                .filter(node -> Nodes.input(node, 2).isEmpty()
                        || graph.constant(node.getInput(2)).filter(Weights::isFloat32).isPresent())
                .findFirst();
    }

    private static boolean padsNothing(NodeProto convolution) {
        String automatic = Nodes.attribute(convolution, "auto_pad")
                .map(attribute -> attribute.getS().toStringUtf8())
                .orElse("NOTSET");
        List<Long> pads = Nodes.attribute(convolution, "pads")
                .map(AttributeProto::getIntsList)
                .orElse(List.of());
        return automatic.equals("VALID")
                || automatic.equals("NOTSET") && pads.stream().allMatch(pad -> pad == 0);
    }

    private static void fold(
            ModelGraph graph, NodeProto normalization, NodeProto convolution, ChannelAffine affine)
            throws IOException {
        Weights old = graph.constant(convolution.getInput(1)).orElseThrow();
        long[] shape = old.shape();
        int outputs = (int) shape[0];
        int inputsOfAGroup = (int) shape[1];
        int area = (int) (old.count() / shape[0] / shape[1]);
        int outputsOfAGroup = outputs / (int) Nodes.integer(convolution, "group", 1);
        float[] weights = old.floats();
        Optional<String> biasName = Nodes.input(convolution, 2);
        float[] bias = biasName.isPresent()
                ? graph.constant(biasName.get()).orElseThrow().floats()
                : new float[outputs];
        for (int output = 0; output < outputs; output++) {
            double added = bias[output];
            for (int input = 0; input < inputsOfAGroup; input++) {
                int channel = output / outputsOfAGroup * inputsOfAGroup + input;
                for (int i = 0; i < area; i++) {
                    int at = (output * inputsOfAGroup + input) * area + i;
                    added += weights[at] * affine.shift(channel);
                    weights[at] = (float) (weights[at] * affine.scale(channel));
                }
            }
            bias[output] = (float) added;
        }
        String output = convolution.getOutput(0);
        graph.replace(convolution, convolution.toBuilder()
                .clearInput()
                .addInput(normalization.getInput(0))
                .addInput(graph.add(output + "/normalised_weights", weights, shape))
                .addInput(graph.add(output + "/normalised_bias", bias, outputs))
                .build());
        graph.replace(normalization);
    }
}
