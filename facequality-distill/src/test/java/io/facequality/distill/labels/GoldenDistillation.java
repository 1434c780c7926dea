package io.facequality.distill.labels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.facequality.Embedding;
import io.facequality.testing.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** What the published data preparation and losses gave. */
public final class GoldenDistillation {

    private static final ObjectMapper JSON = new ObjectMapper();

    private GoldenDistillation() {}

    static List<LabeledImage> images() {
        return LabelFile.read(SharedData.path("golden", "distill", "embeddings.csv"));
    }

    static List<Embedding> embeddings() {
        Path file = SharedData.path("golden", "distill", "embeddings.csv");
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
            return csv.stream().map(GoldenDistillation::embedding).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Embedding embedding(NamedCsvRecord row) {
        float[] values = new float[row.getFieldCount() - 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.parseFloat(row.getField("e" + i));
        }
        return Embedding.copyOf(values);
    }

    public static JsonNode json(String name) {
        try {
            return JSON.readTree(SharedData.path("golden", "distill", name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static float[] floats(JsonNode array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) array.get(i).asDouble();
        }
        return values;
    }
}
