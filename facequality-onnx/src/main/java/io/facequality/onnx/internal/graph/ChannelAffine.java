package io.facequality.onnx.internal.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.util.Optional;

/** What a BatchNormalization does to each channel: {@code scale x + shift}, in double precision. */
final class ChannelAffine {

    private static final int PARAMETERS = 4;
    private static final float STANDARD_EPSILON = 1e-5f;

    private final double[] scale;
    private final double[] shift;

    private ChannelAffine(double[] scale, double[] shift) {
        this.scale = scale;
        this.shift = shift;
    }

    /** Empty if the node's parameters are not constant float32. */
    static Optional<ChannelAffine> of(ModelGraph graph, NodeProto normalization) throws IOException {
        float[][] parameters = new float[PARAMETERS][];
        for (int i = 0; i < PARAMETERS; i++) {
            Optional<Weights> constant = graph.constant(normalization.getInput(i + 1)).filter(Weights::isFloat32);
            if (constant.isEmpty()) {
                return Optional.empty();
            }
            parameters[i] = constant.get().floats();
        }
        float epsilon = Nodes.real(normalization, "epsilon", STANDARD_EPSILON);
        double[] scale = new double[parameters[0].length];
        double[] shift = new double[scale.length];
        for (int i = 0; i < scale.length; i++) {
            scale[i] = parameters[0][i] / Math.sqrt((double) parameters[3][i] + epsilon);
            shift[i] = parameters[1][i] - parameters[2][i] * scale[i];
        }
        return Optional.of(new ChannelAffine(scale, shift));
    }

    int channels() {
        return scale.length;
    }

    double scale(int channel) {
        return scale[channel];
    }

    double shift(int channel) {
        return shift[channel];
    }
}
