package io.facequality.distill.internal.torch;

import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;

/** What to tell somebody who trains without the engine for it. Apart from what needs the engine to be loaded. */
public final class TorchAdvice {

    /** What who trains students or UNets adds to the class path. */
    private static final String ARTIFACTS = "ai.djl.pytorch:pytorch-engine:0.36.0, ai.djl.pytorch:pytorch-jni:2.7.1-0.36.0 "
            + "and ai.djl.pytorch:pytorch-native-cpu:2.7.1 with the classifier of this machine, such as linux-x86_64";

    private TorchAdvice() {}

    /** What to say where the engine's classes are not there at all. */
    public static ModelException missing(Throwable cause) {
        return new ModelException(
                new Problem("cannot train the network", "class path", "DJL with its PyTorch engine", cause.toString(),
                        "Add " + ARTIFACTS + ". Nothing but the training of students and UNets needs them."),
                cause);
    }
}
