package io.facequality.onnx.internal.graph;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is in a model's file, beside what it takes and gives.
 *
 * @param parameters how many numbers its constants hold
 * @param producer the program that made it, with its version; empty if it does not say
 * @param metadata what the program noted in it, by name, in the file's order
 */
public record ModelContents(long parameters, String producer, Map<String, String> metadata) {

    /** Copies the notes. */
    public ModelContents {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /**
     * Reads a file; its weights stay where they are.
     *
     * @param file the file's bytes
     * @return what is in it
     * @throws IOException if it cannot be read, or is no ONNX model
     */
    public static ModelContents of(ModelBytes file) throws IOException {
        ModelGraph graph = ModelReading.read(file);
        Map<String, String> metadata = new LinkedHashMap<>();
        for (StringStringEntryProto entry : graph.model().getMetadataPropsList()) {
            metadata.put(entry.getKey(), entry.getValue());
        }
        String producer = (graph.model().getProducerName() + " " + graph.model().getProducerVersion()).strip();
        return new ModelContents(graph.parameters(), producer, metadata);
    }
}
