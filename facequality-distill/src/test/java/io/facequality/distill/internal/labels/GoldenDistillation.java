package io.facequality.distill.internal.labels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.facequality.Embedding;
import io.facequality.distill.LabeledImage;
import io.facequality.distill.TeacherScores;
import io.facequality.testing.GoldenData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What the published data preparation and losses give.
 *
 * @param data whose
 */
public record GoldenDistillation(GoldenData data) {

    private static final ObjectMapper JSON = new ObjectMapper();

    List<LabeledImage> images() {
        return TeacherScores.read(data.path("distill", "embeddings.csv"));
    }

    List<Embedding> embeddings() {
        Path file = data.path("distill", "embeddings.csv");
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

    public JsonNode json(String name) {
        try {
            return JSON.readTree(data.path("distill", name).toFile());
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
