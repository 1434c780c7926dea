package io.facequality.catalogue;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelContract.ChannelOrder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads catalogues. Fields that are not of the format are errors, since a digest under a misspelt name would otherwise
 * be one that nobody checks. Read as a tree: nothing here needs reflection.
 */
final class CatalogueJson {

    private static final String FORMAT = "facequality-catalogue-1";
    private static final Set<String> FILE_FIELDS = Set.of("format", "models");
    private static final Set<String> ENTRY_FIELDS = Set.of(
            "id", "name", "uses", "built_in", "url", "file", "size", "sha256", "licence", "input", "trained_on",
            "sources");
    private static final Set<String> LICENCE_FIELDS = Set.of("name", "link", "terms");
    private static final Set<String> INPUT_FIELDS = Set.of("description", "channels", "mean", "deviation");
    private static final Set<String> SOURCE_FIELDS = Set.of("fact", "where");

    private final String where;
    private final boolean ours;

    private CatalogueJson(String where, boolean ours) {
        this.where = where;
        this.ours = ours;
    }

    static List<CatalogueEntry> resource(String name) {
        try (InputStream stream = CatalogueJson.class.getResourceAsStream(name)) {
            return new CatalogueJson(name, true).read(stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<CatalogueEntry> file(Path file) {
        try {
            return new CatalogueJson(file.toString(), false).read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new StorageException(
                    new Problem("cannot read the catalogue", file.toString(), "a file that can be read", e.toString(),
                            "Check the path and the permissions."),
                    e);
        }
    }

    private List<CatalogueEntry> read(byte[] bytes) throws IOException {
        Part root = new Part("$", tree(bytes));
        String format = root.node.path("format").asText("no format");
        if (!format.equals(FORMAT)) {
            throw root.error("the format " + FORMAT, format);
        }
        root.requireOnly(FILE_FIELDS);
        Set<String> ids = new HashSet<>();
        return root.list("models", part -> {
            CatalogueEntry entry = part.read(this::entry);
            if (!ids.add(entry.id())) {
                throw part.error("an id of its own for each model", "a second " + entry.id());
            }
            return entry;
        });
    }

    private JsonNode tree(byte[] bytes) throws IOException {
        try {
            return JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build()
                    .readTree(bytes);
        } catch (JacksonException e) {
            JsonLocation location = e.getLocation();
            String place = location == null ? "" : " at line " + location.getLineNr();
            throw new InvalidInputException(
                    new Problem("cannot read the catalogue", where, "JSON", e.getOriginalMessage() + place, "Mend it."),
                    e);
        }
    }

    private CatalogueEntry entry(Part part) {
        part.requireOnly(ENTRY_FIELDS);
        boolean builtIn = ours && part.node.path("built_in").asBoolean();
        if (!ours && part.node.has("built_in")) {
            throw part.error("no field built_in", "one; only facequality itself has built-in models");
        }
        Part input = part.field("input");
        return new CatalogueEntry(
                part.text("id"),
                part.text("name"),
                Set.copyOf(part.list("uses", CatalogueJson::use)),
                publishedFile(part, builtIn),
                part.field("licence").read(CatalogueJson::license),
                input.read(CatalogueJson::input),
                part.optional("trained_on").map(Part::asText).orElse(""),
                part.optional("sources").isEmpty() ? List.of() : part.list("sources", CatalogueJson::source));
    }

    private static CatalogueEntry.Use use(Part part) {
        return part.choice(CatalogueEntry.Use.class);
    }

    private static CatalogueEntry.PublishedFile publishedFile(Part part, boolean builtIn) {
        return new CatalogueEntry.PublishedFile(
                part.text("file"),
                builtIn ? Optional.empty() : Optional.of(part.field("url").asAddress()),
                part.optional("size").map(size -> OptionalLong.of(size.asLong())).orElse(OptionalLong.empty()),
                part.optional("sha256").map(Part::asText));
    }

    private static CatalogueEntry.License license(Part part) {
        part.requireOnly(LICENCE_FIELDS);
        return new CatalogueEntry.License(
                part.text("name"),
                part.optional("link").map(Part::asAddress),
                part.optional("terms").map(Part::asText));
    }

    private static CatalogueEntry.Input input(Part part) {
        part.requireOnly(INPUT_FIELDS);
        return new CatalogueEntry.Input(
                part.text("description"),
                part.optional("channels")
                        .map(channels -> new ModelContract(
                                channels.choice(ChannelOrder.class), part.number("mean"), part.number("deviation"))));
    }

    private static CatalogueEntry.Source source(Part part) {
        part.requireOnly(SOURCE_FIELDS);
        return new CatalogueEntry.Source(part.text("fact"), part.text("where"));
    }

    /** A part of the file that knows where it stands. */
    private final class Part {

        private final String place;
        private final JsonNode node;

        Part(String place, JsonNode node) {
            this.place = place;
            this.node = node;
        }

        void requireOnly(Set<String> names) {
            if (!node.isObject()) {
                throw error("an object", node.toString());
            }
            node.fieldNames().forEachRemaining(name -> {
                if (!names.contains(name)) {
                    throw error("the fields " + String.join(", ", names.stream().sorted().toList()), name);
                }
            });
        }

        Part field(String name) {
            return optional(name).orElseThrow(() -> error("a field " + name, "none"));
        }

        Optional<Part> optional(String name) {
            return node.hasNonNull(name)
                    ? Optional.of(new Part(place + "." + name, node.get(name)))
                    : Optional.empty();
        }

        String text(String name) {
            return field(name).asText();
        }

        double number(String name) {
            Part number = field(name);
            return number.node.isNumber() ? number.node.asDouble() : fail(number, "a number");
        }

        long asLong() {
            return node.canConvertToLong() && node.isIntegralNumber() ? node.asLong() : fail(this, "an integer");
        }

        String asText() {
            return node.isTextual() && !node.asText().isBlank() ? node.asText() : fail(this, "text");
        }

        URI asAddress() {
            return URI.create(asText());
        }

        <E extends Enum<E>> E choice(Class<E> choices) {
            List<E> all = Arrays.asList(choices.getEnumConstants());
            return all.stream()
                    .filter(choice -> word(choice).equals(node.asText()))
                    .findFirst()
                    .orElseThrow(() -> error(
                            "one of " + all.stream().map(Part::word).collect(Collectors.joining(", ")),
                            node.toString()));
        }

        private static String word(Enum<?> choice) {
            return choice.name().toLowerCase(Locale.ROOT);
        }

        <T> List<T> list(String name, Function<Part, T> item) {
            Part array = field(name);
            if (!array.node.isArray()) {
                throw array.error("a list", array.node.toString());
            }
            List<T> items = new ArrayList<>();
            for (int i = 0; i < array.node.size(); i++) {
                items.add(new Part(array.place + "[" + i + "]", array.node.get(i)).read(item));
            }
            return items;
        }

        /** Makes a value of this part; what the value refuses becomes an error that names the place. */
        <T> T read(Function<Part, T> value) {
            try {
                return value.apply(this);
            } catch (InvalidInputException e) {
                throw e.isOfValue() ? error("a legal value", e.problem().contrast()) : e;
            } catch (IllegalArgumentException e) {
                throw error("a legal value", String.valueOf(e.getMessage()));
            }
        }

        private <T> T fail(Part part, String expected) {
            throw part.error(expected, part.node.toString());
        }

        InvalidInputException error(String expected, String found) {
            return new InvalidInputException(
                    new Problem("cannot read the catalogue", where + " at " + place, expected, found, "Mend it."));
        }
    }
}
