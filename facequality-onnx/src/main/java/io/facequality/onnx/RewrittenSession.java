package io.facequality.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.facequality.onnx.graph.ModelBytes;
import io.facequality.onnx.graph.RewrittenModel;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;

/**
 * A session of a model that was rewritten to run faster.
 *
 * @param session the session
 * @param rewrites what was rewritten
 */
record RewrittenSession(OrtSession session, List<String> rewrites) {

    private static final Logger LOGGER = System.getLogger(RewrittenSession.class.getName());

    /** Above this a model is written to memory that is freed at once, not when the garbage collector comes to it. */
    private static final int LARGE = 64 << 20;

    /** What rewrites a model. */
    @FunctionalInterface
    interface Rewriting {

        /** Rewrites a model; empty if it is to be opened as it is. */
        Optional<RewrittenModel> rewrite(ModelBytes file) throws IOException;
    }

    /**
     * Rewrites a model and opens it.
     *
     * @return empty if there is nothing to rewrite, or if the runtime refuses the model's rewritten form, which is then
     *     logged: the model must be opened as it is
     */
    static Optional<RewrittenSession> create(
            ModelFile file, Rewriting rewriting, OrtEnvironment environment, SessionOptions settings)
            throws IOException {
        try (ModelBytes bytes = bytes(file)) {
            Optional<RewrittenModel> rewritten = rewrite(file, rewriting, bytes);
            return rewritten.isPresent() ? create(file, rewritten.get(), environment, settings) : Optional.empty();
        }
    }

    /** What makes no sense to a rewrite is left to the runtime, which tells what is wrong with it, or can use it. */
    private static Optional<RewrittenModel> rewrite(ModelFile file, Rewriting rewriting, ModelBytes bytes)
            throws IOException {
        try {
            return rewriting.rewrite(bytes);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "The model " + file.name() + " cannot be rewritten, so it is run as it is", e);
            return Optional.empty();
        }
    }

    /** Where a model's content is; the caller closes it. */
    static ModelBytes bytes(ModelFile file) throws IOException {
        return file instanceof ModelFile.InMemory memory
                ? ModelBytes.of(memory.bytes())
                : ModelBytes.of(((ModelFile.OnDisk) file).path());
    }

    private static Optional<RewrittenSession> create(
            ModelFile file, RewrittenModel model, OrtEnvironment environment, SessionOptions settings)
            throws IOException {
        try {
            OrtSession session = model.size() > LARGE
                    ? large(model, environment, settings)
                    : small(model, environment, settings);
            return Optional.of(new RewrittenSession(session, model.rewrites()));
        } catch (OrtException e) {
            LOGGER.log(
                    Level.WARNING,
                    "ONNX Runtime refuses the model {0} after the rewrites {1}, so it is run as it is, slower;"
                            + " its message: {2}",
                    file.name(),
                    model.rewrites(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    private static OrtSession small(RewrittenModel model, OrtEnvironment environment, SessionOptions settings)
            throws IOException, OrtException {
        ByteBuffer buffer = ByteBuffer.allocate(model.size());
        model.writeTo(buffer);
        return environment.createSession(buffer.array(), settings);
    }

    private static OrtSession large(RewrittenModel model, OrtEnvironment environment, SessionOptions settings)
            throws IOException, OrtException {
        try (BytePointer memory = new BytePointer(model.size())) {
            model.writeTo(memory.asByteBuffer());
            return environment.createSession(memory.asByteBuffer(), settings);
        }
    }
}
