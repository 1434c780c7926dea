package io.facequality.plan.internal;

import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;

/** Writes records as JSON that a person can read: a component {@code eyeDistance} becomes a field {@code eye_distance}. */
final class PrettyJson {

    private static final ObjectWriter WRITER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            // A stream that is interrupted says so by an exception of its own.
            .disable(SerializationFeature.WRAP_EXCEPTIONS)
            .build()
            .writerWithDefaultPrettyPrinter();

    private PrettyJson() {}

    static void write(Record document, OutputStream stream) throws IOException {
        WRITER.writeValue(stream, document);
    }
}
