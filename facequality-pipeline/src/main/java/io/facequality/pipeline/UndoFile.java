package io.facequality.pipeline;

import com.fasterxml.jackson.core.JsonGenerator;
import io.facequality.internal.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The list of moves from which pictures can be moved back. It is written before the first of them, so that it is there
 * however the moving ends; a move that it names and that never took place is nothing to undo.
 */
final class UndoFile {

    static final String FORMAT = "facequality-undo/1";

    private static final String NAME = "undo.json";

    private UndoFile() {}

    static void write(Path folder, List<Transfer> moves) {
        Path file = freeName(folder);
        WholeFile.replace(file, stream -> {
            try (JsonGenerator json = PlanJson.generator(stream)) {
                json.writeStartObject();
                json.writeStringField("format", FORMAT);
                json.writeArrayFieldStart("moves");
                for (Transfer move : moves) {
                    writeMove(json, move);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
        });
    }

    /** A second quarantine in the same folder must not lose the way back from the first. */
    private static Path freeName(Path folder) {
        return IntStream.iterate(1, i -> i + 1)
                .mapToObj(i -> folder.resolve(i == 1 ? NAME : "undo-" + i + ".json"))
                .filter(file -> Files.notExists(file))
                .findFirst()
                .orElseThrow();
    }

    private static void writeMove(JsonGenerator json, Transfer move) throws IOException {
        json.writeStartObject();
        json.writeStringField("from", move.source().toAbsolutePath().toString());
        json.writeStringField("to", move.target().toAbsolutePath().toString());
        json.writeStringField("sha256", move.sha256());
        json.writeEndObject();
    }

    static List<Transfer> read(Path file) {
        return JsonReader.open(file, FORMAT)
                .list("moves", move ->
                        new Transfer(Path.of(move.text("from")), Path.of(move.text("to")), move.text("sha256")));
    }
}
