package io.facequality.onnx.internal.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.util.Optional;

/**
 * A BatchNormalization after a matrix product (Gemm) becomes part of its weights. ONNX Runtime does this for MatMul
 * only. A product of many weights is left alone: reading and writing them takes longer, when the model is opened, than
 * the pass over one vector that is saved takes in thousands of runs.
 */
final class NormalizationIntoProduct implements Rewrite {

    private static final long MOST_WEIGHTS = 1 << 22;

    @Override
    public String name() {
        return "normalisation-into-product";
    }

    @Override
    public int apply(ModelGraph graph) throws IOException {
        int places = 0;
        for (NodeProto product : graph.nodes("Gemm")) {
            Optional<NodeProto> normalization = normalizationBehind(graph, product);
            if (normalization.isPresent() && hasFewConstantWeights(graph, product)) {
                Optional<ChannelAffine> affine = ChannelAffine.of(graph, normalization.get());
                if (affine.isPresent() && addsOneNumberForEachColumn(graph, product, affine.get())) {
                    fold(graph, product, normalization.get(), affine.get());
                    places++;
                }
            }
        }
        return places;
    }

    private static Optional<NodeProto> normalizationBehind(ModelGraph graph, NodeProto product) {
        return graph.consumers(product.getOutput(0)).stream()
                .filter(node -> node.getOpType().equals("BatchNormalization"))
                .filter(node -> graph.isTakenOnlyBy(node, product.getOutput(0)))
                .findFirst();
    }

    private static boolean hasFewConstantWeights(ModelGraph graph, NodeProto product) {
        return graph.constant(product.getInput(1))
                .filter(Weights::isFloat32)
                .filter(weights -> weights.count() <= MOST_WEIGHTS)
                .isPresent();
    }

    private static boolean addsOneNumberForEachColumn(ModelGraph graph, NodeProto product, ChannelAffine affine) {
        return Nodes.input(product, 2).isEmpty()
                || graph.constant(product.getInput(2))
                        .filter(Weights::isFloat32)
                        .filter(added -> added.shape().length > 0 && added.count() == affine.channels())
                        .filter(added -> added.shape()[added.shape().length - 1] == affine.channels())
                        .isPresent();
    }

    private static void fold(ModelGraph graph, NodeProto product, NodeProto normalization, ChannelAffine affine)
            throws IOException {
        Weights old = graph.constant(product.getInput(1)).orElseThrow();
        boolean rowsAreOutputs = Nodes.integer(product, "transB", 0) != 0;
        int columns = affine.channels();
        int inputs = (int) (old.count() / columns);
        float[] weights = old.floats();
        for (int i = 0; i < weights.length; i++) {
            int column = rowsAreOutputs ? i / inputs : i % columns;
            weights[i] = (float) (weights[i] * affine.scale(column));
        }
        float beta = Nodes.real(product, "beta", 1);
        Optional<String> addedName = Nodes.input(product, 2);
        float[] added = addedName.isPresent()
                ? graph.constant(addedName.get()).orElseThrow().floats()
                : new float[columns];
        for (int column = 0; column < columns; column++) {
            added[column] = (float) (added[column] * (double) beta * affine.scale(column) + affine.shift(column));
        }
        String output = normalization.getOutput(0);
        NodeProto.Builder folded = product.toBuilder()
                .clearInput()
                .addInput(product.getInput(0))
                .addInput(graph.add(output + "/normalised_weights", weights, old.shape()))
                .addInput(graph.add(output + "/normalised_bias", added, columns))
                .clearOutput()
                .addOutput(output)
                .clearAttribute();
        product.getAttributeList().stream()
                .filter(attribute -> !attribute.getName().equals("beta"))
                .forEach(folded::addAttribute);
        graph.replace(normalization);
        graph.replace(product, folded.build());
    }
}
