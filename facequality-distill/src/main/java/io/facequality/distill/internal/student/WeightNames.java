package io.facequality.distill.internal.student;

import io.facequality.convert.internal.checkpoint.Tensor;
import io.facequality.convert.internal.network.Network;
import io.facequality.convert.internal.network.QualityHead;

/** What the names of a student's weights say. */
public final class WeightNames {

    private WeightNames() {}

    /** Whether a tensor belongs to the backbone. */
    public static boolean isBackbone(String tensor) {
        return tensor.startsWith(Network.BACKBONE_PREFIX);
    }

    /** Whether a tensor belongs to the head, which has a rate of its own. */
    public static boolean isHead(String tensor) {
        return tensor.startsWith(QualityHead.PREFIX);
    }

    /** Whether a tensor is one that batch normalization keeps by itself, without a gradient. */
    public static boolean isRunning(String tensor) {
        return tensor.endsWith(".running_mean") || tensor.endsWith(".running_var");
    }

    public static long[] sizes(Tensor tensor) {
        return tensor.shape().stream().mapToLong(Long::longValue).toArray();
    }
}
