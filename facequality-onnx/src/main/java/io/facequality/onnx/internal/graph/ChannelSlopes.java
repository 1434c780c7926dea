package io.facequality.onnx.internal.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.util.Optional;

/** The slopes of a PRelu that has one for each channel of feature maps. */
final class ChannelSlopes {

    private static final int CHANNEL_FROM_THE_END = 3;

    private final float[] slopes;

    private ChannelSlopes(float[] slopes) {
        this.slopes = slopes;
    }

    /** Empty if the PRelu's slopes are not constant, finite and one for each channel of feature maps. */
    static Optional<ChannelSlopes> of(ModelGraph graph, FeatureMaps maps, NodeProto prelu)
            throws IOException {
        Optional<Weights> constant = graph.constant(prelu.getInput(1)).filter(Weights::isFloat32);
        Optional<Long> channels = maps.channels(prelu.getInput(0));
        if (constant.isEmpty() || channels.isEmpty() || !isOneForEach(constant.get(), channels.get())) {
            return Optional.empty();
        }
        float[] slopes = constant.get().floats();
        for (float slope : slopes) {
            if (!Float.isFinite(slope)) {
                return Optional.empty();
            }
        }
        return Optional.of(new ChannelSlopes(slopes));
    }

    /** The shape is {@code [channels,1,1]}, with or without ones in front. */
    private static boolean isOneForEach(Weights constant, long channels) {
        long[] shape = constant.shape();
        int axis = shape.length - CHANNEL_FROM_THE_END;
        return axis >= 0 && shape[axis] == channels && constant.count() == channels;
    }

    int count() {
        return slopes.length;
    }

    float[] slopes() {
        return slopes.clone();
    }

    /** One minus each slope. */
    float[] complements() {
        float[] complements = new float[slopes.length];
        for (int i = 0; i < slopes.length; i++) {
            complements[i] = (float) (1.0 - slopes[i]);
        }
        return complements;
    }

    /** Each slope divided by one minus itself. */
    float[] toComplements() {
        float[] quotients = new float[slopes.length];
        for (int i = 0; i < slopes.length; i++) {
            quotients[i] = (float) (slopes[i] / (1.0 - slopes[i]));
        }
        return quotients;
    }

    /** Whether each slope is within the bounds, both inclusive. */
    boolean areBetween(float lowest, float highest) {
        for (float slope : slopes) {
            if (slope < lowest || slope > highest) {
                return false;
            }
        }
        return true;
    }
}
