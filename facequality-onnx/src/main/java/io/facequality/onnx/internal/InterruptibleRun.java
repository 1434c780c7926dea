package io.facequality.onnx.internal;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.Result;
import ai.onnxruntime.OrtSession.RunOptions;
import io.facequality.internal.Interrupts;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A run of a model that ends when its thread is interrupted: models may hold loops that do not end by themselves. Java
 * closes a channel that a thread is busy with when the thread is interrupted; this one has nothing to read, and takes
 * being closed as the sign to stop, so that no other thread has to watch.
 */
final class InterruptibleRun extends AbstractInterruptibleChannel {

    private final RunOptions options;

    private InterruptibleRun(RunOptions options) {
        this.options = options;
    }

    /**
     * Runs a model.
     *
     * @return what the caller closes
     * @throws CancellationException if this thread is interrupted, before or meanwhile
     */
    static Result of(OrtSession session, Map<String, OnnxTensor> inputs, Set<String> outputs) throws OrtException {
        try (RunOptions options = new RunOptions()) {
            return new InterruptibleRun(options).run(session, inputs, outputs);
        }
    }

    private Result run(OrtSession session, Map<String, OnnxTensor> inputs, Set<String> outputs) throws OrtException {
        Result result = null;
        begin();
        try {
            result = session.run(inputs, outputs, options);
            return result;
        } finally {
            checkNotInterrupted(result);
        }
    }

    private void checkNotInterrupted(@Nullable Result result) {
        try {
            end(result != null);
        } catch (AsynchronousCloseException e) {
            if (result != null) {
                result.close();
            }
            throw Interrupts.canceled();
        }
    }

    /** ONNX Runtime looks at it before each node and each turn of a loop. */
    @Override
    protected void implCloseChannel() throws IOException {
        try {
            options.setTerminate(true);
        } catch (OrtException e) {
            throw new IOException(e);
        }
    }
}
