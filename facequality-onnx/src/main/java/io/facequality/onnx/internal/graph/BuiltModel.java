package io.facequality.onnx.internal.graph;

import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalInt;

/** A new model, ready to be written. Its weights are read or computed each time that it is. */
public final class BuiltModel {

    private final ModelGraph.Serialized serialized;

    BuiltModel(ModelGraph.Serialized serialized) {
        this.serialized = serialized;
    }

    /**
     * How long the model is.
     *
     * @return the size in bytes; empty for one above 2 GB, which one ONNX file cannot hold
     */
    public OptionalInt size() {
        return serialized.size();
    }

    /**
     * Writes the model in the ONNX format.
     *
     * @param stream where to; it is not closed
     * @throws IOException if the weights cannot be read, or the stream does not take them
     */
    public void writeTo(OutputStream stream) throws IOException {
        serialized.writeTo(stream);
    }
}
