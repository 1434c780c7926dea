package io.facequality.distill.network;

import io.facequality.onnx.graph.ModelBuilder;

/** eDifFIQA's head: features, a hidden layer with exact GELU, one number (FIQA by distillation, Babnik et al. 2024). */
final class QualityHead {

    private QualityHead() {}

    static boolean fits(NetworkWeights weights) {
        return weights.has("mlp.l1.weight") || weights.has("mlp.l2.weight");
    }

    /** Adds the head to a model; its result gets a name. */
    static void build(ModelBuilder model, NetworkWeights weights, Backbone.Features features, String name) {
        Layers layers = new Layers(model, weights);
        long hidden = weights.size("mlp.l1.weight", 0);
        String inner = layers.gelu(layers.product(features.value(), "mlp.l1", features.dimension(), hidden));
        Parameter matrix = weights.take("mlp.l2.weight", 1, hidden);
        layers.namedGemm(
                name,
                inner,
                model.weights("mlp.l2.weight", matrix::rows, matrix.shape()),
                layers.vector("mlp.l2.bias", 1));
    }
}
