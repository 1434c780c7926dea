package io.facequality.onnx.internal;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.internal.graph.ModelBytes;
import io.facequality.onnx.internal.graph.RewrittenModel;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

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

    /** What is left to do once the runtime is there. */
    @FunctionalInterface
    interface Rest {

        /**
         * Opens the rewritten model.
         *
         * @return empty if there is nothing to rewrite, or if the runtime refuses the model's rewritten form, which is
         *     then logged: the model must be opened as it is
         */
        Optional<RewrittenSession> create(OrtEnvironment environment, SessionOptions settings) throws IOException;
    }

    /** Opens a session of what was written. */
    private interface Opening {
        OrtSession open() throws IOException, OrtException;
    }

    /**
     * Rewrites a model as far as that goes without the runtime. A large one is left for later: it stays in its file until
     * it can be written to memory that is freed at once.
     */
    static Rest begin(ModelFile file, Rewriting rewriting) throws IOException {
        try (ModelBytes bytes = bytes(file)) {
            Optional<RewrittenModel> rewritten =
                    size(file) > LARGE ? Optional.empty() : rewrite(file, rewriting, bytes);
            if (size(file) > LARGE || rewritten.isPresent() && rewritten.get().size() > LARGE) {
                return (environment, settings) -> large(file, rewriting, environment, settings);
            }
            if (rewritten.isEmpty()) {
                return (environment, settings) -> Optional.empty();
            }
            ByteBuffer content = ByteBuffer.allocate(rewritten.get().size());
            rewritten.get().writeTo(content);
            List<String> rewrites = rewritten.get().rewrites();
            return (environment, settings) ->
                    create(file, rewrites, () -> environment.createSession(content.array(), settings));
        }
    }

    private static long size(ModelFile file) throws IOException {
        return file instanceof ModelFile.InMemory memory
                ? memory.bytes().length
                : Files.size(((ModelFile.OnDisk) file).path());
    }

    /** What makes no sense to a rewrite is left to the runtime, which tells what is wrong with it, or can use it. */
    private static Optional<RewrittenModel> rewrite(ModelFile file, Rewriting rewriting, ModelBytes bytes)
            throws IOException {
        try {
            return rewriting.rewrite(bytes);
        } catch (ModelException e) {
            throw e;
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

    private static Optional<RewrittenSession> create(ModelFile file, List<String> rewrites, Opening opening)
            throws IOException {
        try {
            return Optional.of(new RewrittenSession(opening.open(), rewrites));
        } catch (OrtException e) {
            LOGGER.log(
                    Level.WARNING,
                    "ONNX Runtime refuses the model {0} after the rewrites {1}, so it is run as it is, slower;"
                            + " its message: {2}",
                    file.name(),
                    rewrites,
                    e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<RewrittenSession> large(
            ModelFile file, Rewriting rewriting, OrtEnvironment environment, SessionOptions settings)
            throws IOException {
        try (ModelBytes bytes = bytes(file)) {
            Optional<RewrittenModel> rewritten = rewrite(file, rewriting, bytes);
            return rewritten.isPresent()
                    ? create(file, rewritten.get().rewrites(), () -> large(rewritten.get(), environment, settings))
                    : Optional.empty();
        }
    }

    private static OrtSession large(RewrittenModel model, OrtEnvironment environment, SessionOptions settings)
            throws IOException, OrtException {
        ByteBuffer content = ByteBuffer.allocateDirect(model.size()).order(ByteOrder.nativeOrder());
        model.writeTo(content);
        return environment.createSession(content.flip(), settings);
    }
}
