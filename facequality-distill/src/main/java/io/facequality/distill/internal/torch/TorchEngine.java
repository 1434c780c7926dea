package io.facequality.distill.internal.torch;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import io.facequality.FaceQualityException.ModelException;

/** PyTorch behind DJL, where it is on the class path. */
final class TorchEngine {

    private TorchEngine() {}

    /**
     * Starts the engine.
     *
     * @param threads how many threads an operation may take; for the whole process
     * @throws ModelException if it is not there, or does not load
     */
    static Engine start(int threads) {
        // Nothing is fetched at run time, and nobody is told of it.
        setUnlessSet("ai.djl.offline", "true");
        setUnlessSet("OPT_OUT_TRACKING", "true");
        try {
            Engine engine = Engine.getEngine("PyTorch");
            JniUtils.setNumThreads(threads);
            return engine;
        } catch (RuntimeException | LinkageError e) {
            throw TorchAdvice.missing(e);
        }
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
