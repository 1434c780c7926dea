package io.facequality.plan.internal;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.internal.RegularFile;
import io.facequality.internal.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** A part of a JSON file that knows where it stands, so that an error can say so. */
public final class JsonReader {

    private final Path file;
    private final String place;
    private final JsonNode node;

    private JsonReader(Path file, String place, JsonNode node) {
        this.file = file;
        this.place = place;
        this.node = node;
    }

    /**
     * Opens a file whose first field, {@code format}, says what it is.
     *
     * @throws StorageException if it cannot be read
     * @throws InvalidInputException if it is no JSON, or of another format
     */
    static JsonReader open(Path file, String format) {
        try {
            JsonReader root = new JsonReader(file, "$", read(file));
            String found = root.node.path("format").asText("no format");
            if (!found.equals(format)) {
                throw root.error("the format " + format, found);
            }
            return root;
        } catch (JacksonException e) {
            throw new InvalidInputException(
                    new Problem(
                            "cannot read the file", file.toString(), "JSON of the format " + format,
                            e.getOriginalMessage() + " at " + position(e), "Make the file anew."),
                    e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static JsonNode read(Path file) throws IOException {
        try (InputStream stream = RegularFile.open(file)) {
            return new JsonMapper().readTree(stream);
        }
    }

    /**
     * What a file says that it is; only its beginning is read.
     *
     * @return the value of its first field, {@code format}; empty if it is no JSON, or starts with anything else
     * @throws StorageException if it cannot be read
     */
    public static String format(Path file) {
        try (InputStream stream = RegularFile.open(file);
                JsonParser json = new JsonFactory().createParser(stream)) {
            boolean named = json.nextToken() == JsonToken.START_OBJECT && "format".equals(json.nextFieldName());
            String format = named ? json.nextTextValue() : null;
            return format == null ? "" : format;
        } catch (JacksonException e) {
            return "";
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static StorageException unreadable(Path file, IOException failure) {
        return new StorageException(
                new Problem(
                        "cannot read the file", file.toString(), "a file that can be read", WholeFile.reason(failure),
                        "Check the path and the permissions."),
                failure);
    }

    private static String position(JacksonException e) {
        return e.getLocation() == null
                ? "an unknown place"
                : "line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
    }

    JsonReader field(String name) {
        return optional(name).orElseThrow(() -> error("a field " + name, "none"));
    }

    Optional<JsonReader> optional(String name) {
        JsonNode field = node.get(name);
        return field == null || field.isNull()
                ? Optional.empty()
                : Optional.of(new JsonReader(file, place + "." + name, field));
    }

    String text(String name) {
        return field(name).asText();
    }

    /** A path that leads to the same place wherever this process was started. */
    Path path(String name) {
        return field(name).read(JsonReader::asPath);
    }

    /** An absolute path. */
    Path asPath() {
        Path path = Path.of(asText());
        if (!path.isAbsolute() || !path.equals(path.normalize())) {
            throw error("an absolute path without detours", shortened(asText()));
        }
        return path;
    }

    double number(String name) {
        return field(name).checked(JsonNode::isNumber, "a number").asDouble();
    }

    int integer(String name) {
        return field(name).checked(JsonNode::canConvertToInt, "an integer").asInt();
    }

    long longInteger(String name) {
        return field(name).checked(JsonNode::canConvertToLong, "an integer").asLong();
    }

    boolean truth(String name) {
        return field(name).checked(JsonNode::isBoolean, "true or false").asBoolean();
    }

    <T> List<T> list(String name, Function<JsonReader, T> item) {
        JsonReader array = field(name);
        array.checked(JsonNode::isArray, "a list");
        List<T> items = new ArrayList<>(array.node.size());
        for (int i = 0; i < array.node.size(); i++) {
            items.add(new JsonReader(file, array.place + "[" + i + "]", array.node.get(i)).read(item));
        }
        return items;
    }

    <T> Map<String, T> map(String name, Function<JsonReader, T> value) {
        JsonReader object = field(name);
        object.checked(JsonNode::isObject, "an object");
        Map<String, T> values = new LinkedHashMap<>();
        object.node.fieldNames().forEachRemaining(key -> values.put(key, object.field(key).read(value)));
        return values;
    }

    /** Text that can be a file's name, a person's, or a message. */
    String asText() {
        String text = checked(JsonNode::isTextual, "text").asText();
        if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw error("text", "a NUL or half a character in " + shortened(node.toString()));
        }
        return text;
    }

    /** Makes a value of this part; what the value refuses becomes an error that names the place. */
    <T> T read(Function<JsonReader, T> value) {
        try {
            return value.apply(this);
        } catch (InvalidInputException e) {
            throw e.isOfValue() ? error("a legal value", e.problem().contrast()) : e;
        } catch (IllegalArgumentException e) {
            throw error("a legal value", String.valueOf(e.getMessage()));
        }
    }

    private JsonNode checked(Predicate<JsonNode> is, String expected) {
        if (!is.test(node)) {
            throw error(expected, shortened(node.toString()));
        }
        return node;
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }

    InvalidInputException error(String expected, String found) {
        return new InvalidInputException(
                new Problem("cannot read the file", file + " at " + place, expected, found, "Make the file anew."));
    }
}
