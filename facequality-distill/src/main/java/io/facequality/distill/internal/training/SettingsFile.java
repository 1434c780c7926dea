package io.facequality.distill.internal.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Records of settings as JSON. A file may name some of them; what it misspells is an error. */
public final class SettingsFile {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private SettingsFile() {}

    /**
     * Reads settings.
     *
     * @param file JSON, which names any of the settings
     * @param otherwise what those that it does not name are
     * @return all settings
     * @throws StorageException if the file cannot be read
     * @throws InvalidInputException if it is no JSON, names a setting that there is not, or one out of range
     */
    public static <S extends Record> S read(Path file, S otherwise, Class<S> kind) {
        try {
            JsonNode named = JSON.readTree(Files.readAllBytes(file));
            if (!named.isObject()) {
                throw new InvalidInputException(new Problem(
                        "cannot read the settings", file.toString(), "a JSON object", named.getNodeType().toString(),
                        "Compare it with the settings.json of an earlier run."));
            }
            ObjectNode all = JSON.valueToTree(otherwise);
            merge(file, "", all, named);
            return JSON.treeToValue(all, kind);
        } catch (JsonProcessingException e) {
            if (e.getCause() instanceof InvalidInputException outOfRange) {
                throw outOfRange;
            }
            throw new InvalidInputException(
                    new Problem("cannot read the settings", file.toString(), "settings as JSON",
                            e.getOriginalMessage(), "Compare it with the settings.json of an earlier run."),
                    e);
        } catch (IOException e) {
            throw new StorageException(
                    new Problem("cannot read the settings", file.toString(), "a readable file", e.toString(),
                            "Check the path and its permissions."),
                    e);
        }
    }

    private static void merge(Path file, String where, ObjectNode all, JsonNode named) {
        named.properties().forEach(field -> {
            String name = where + field.getKey();
            JsonNode known = all.get(field.getKey());
            if (known == null) {
                throw new InvalidInputException(new Problem(
                        "cannot read the settings", file.toString(), "settings that there are", name,
                        "Leave it out, or write one of: " + String.join(", ", names(all)) + "."));
            }
            if (known instanceof ObjectNode group && field.getValue().isObject()) {
                merge(file, name + ".", group, field.getValue());
            } else {
                all.set(field.getKey(), field.getValue());
            }
        });
    }

    private static List<String> names(ObjectNode group) {
        List<String> names = new ArrayList<>();
        group.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** All settings, as {@link #read} reads them. */
    public static String json(Record settings) {
        try {
            return JSON.writeValueAsString(settings) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
