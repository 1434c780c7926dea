package io.facequality.cli.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.facequality.catalogue.CatalogueEntry;
import io.facequality.catalogue.ModelStore;
import io.facequality.onnx.ModelContract;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How a list of models is written. */
enum ModelListFormat {
    /** A table for people. */
    TEXT {
        @Override
        void write(List<ModelStore.Status> models, OutputStream out) throws IOException {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("id", "for", "license", "size", "state", "where"));
            models.forEach(model -> rows.add(row(model)));
            int[] widths = IntStream.range(0, rows.get(0).size())
                    .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
                    .toArray();
            for (List<String> row : rows) {
                String line = IntStream.range(0, widths.length)
                        .mapToObj(column -> padded(row.get(column), widths[column]))
                        .collect(Collectors.joining("  "));
                out.write((line.stripTrailing() + "\n").getBytes(StandardCharsets.UTF_8));
            }
            out.flush();
        }
    },
    /** JSON Lines: an object a line. */
    JSON {
        @Override
        void write(List<ModelStore.Status> models, OutputStream out) throws IOException {
            JsonGenerator json = new JsonFactory()
                    .createGenerator(out)
                    .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                    .setPrettyPrinter(new MinimalPrettyPrinter(""));
            for (ModelStore.Status model : models) {
                writeObject(model, json);
                json.writeRaw('\n');
            }
            json.flush();
        }
    };

    abstract void write(List<ModelStore.Status> models, OutputStream out) throws IOException;

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static List<String> row(ModelStore.Status model) {
        CatalogueEntry entry = model.entry();
        return List.of(
                entry.id(),
                uses(entry).collect(Collectors.joining(", ")),
                entry.license().name().replaceAll("\\p{Cntrl}+", " "),
                entry.file().size().isPresent()
                        ? String.format(Locale.ROOT, "%.1f MB", entry.file().size().getAsLong() / 1e6)
                        : "unknown",
                state(model),
                where(model));
    }

    private static String state(ModelStore.Status model) {
        boolean unknown = !model.entry().isBuiltIn() && model.entry().file().sha256().isEmpty();
        return word(model)
                + (unknown && model.state() != ModelStore.Status.State.UNVERIFIED ? " (no digest is known)" : "");
    }

    private static String word(ModelStore.Status model) {
        return model.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String where(ModelStore.Status model) {
        return model.file()
                .map(Object::toString)
                .or(() -> model.entry().file().url().map(Object::toString))
                .orElse("");
    }

    private static Stream<String> uses(CatalogueEntry entry) {
        return entry.uses().stream().sorted().map(CatalogueEntry.Use::word);
    }

    private static void writeObject(ModelStore.Status model, JsonGenerator json) throws IOException {
        CatalogueEntry entry = model.entry();
        json.writeStartObject();
        json.writeStringField("id", entry.id());
        json.writeStringField("name", entry.name());
        json.writeArrayFieldStart("uses");
        for (String use : uses(entry).toList()) {
            json.writeString(use);
        }
        json.writeEndArray();
        json.writeStringField("state", word(model));
        json.writeStringField("path", model.file().map(Object::toString).orElse(null));
        json.writeNumberField("bytes", model.bytes());
        json.writeStringField("url", entry.file().url().map(Object::toString).orElse(null));
        json.writeStringField("file", entry.file().name());
        if (entry.file().size().isPresent()) {
            json.writeNumberField("size", entry.file().size().getAsLong());
        } else {
            json.writeNullField("size");
        }
        json.writeStringField("sha256", entry.file().sha256().orElse(null));
        json.writeStringField("licence", entry.license().name());
        json.writeStringField("licence_link", entry.license().link().map(Object::toString).orElse(null));
        json.writeStringField("licence_terms", entry.license().terms().orElse(null));
        writeInput(entry, json);
        json.writeStringField("trained_on", entry.trainedOn());
        json.writeArrayFieldStart("sources");
        for (CatalogueEntry.Source source : entry.sources()) {
            json.writeStartObject();
            json.writeStringField("fact", source.fact());
            json.writeStringField("where", source.where());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeInput(CatalogueEntry entry, JsonGenerator json) throws IOException {
        json.writeStringField("input", entry.input().description());
        if (entry.input().contract().isPresent()) {
            ModelContract contract = entry.input().contract().get();
            json.writeStringField("channels", contract.channelOrder().name().toLowerCase(Locale.ROOT));
            json.writeNumberField("mean", contract.mean());
            json.writeNumberField("deviation", contract.deviation());
        }
    }
}
