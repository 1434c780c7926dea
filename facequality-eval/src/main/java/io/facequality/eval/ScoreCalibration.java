package io.facequality.eval;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facequality.InvalidInputException;
import io.facequality.ModelId;
import io.facequality.Problem;
import io.facequality.StorageException;
import io.facequality.internal.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a quality model's raw scores mean: two scales from 0 to 100, measured on a reference set, and where they come
 * from. Not a similarity threshold, which belongs to an embedder and is found with {@code facequality calibrate}.
 *
 * <p>It is kept as JSON {@linkplain #beside beside the model}. The file says which version of the format it has and which
 * model, by its digest, it is for.
 *
 * @param model the model whose scores are mapped
 * @param percentiles where a score stands among those of the reference set
 * @param sigmoid the form that tools for ISO/IEC 29794-5 use
 * @param provenance what it was measured on
 */
public record ScoreCalibration(
        ModelId model, PercentileScale percentiles, SigmoidScale sigmoid, CalibrationProvenance provenance) {

    private static final String FORMAT = "facequality score calibration 1";
    private static final String ENDING = ".calibration.json";
    private static final int MAXIMUM_BYTES = 1 << 20;

    /** Checks that nothing is missing. */
    public ScoreCalibration {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(percentiles, "percentiles");
        Objects.requireNonNull(sigmoid, "sigmoid");
        Objects.requireNonNull(provenance, "provenance");
    }

    /**
     * Measures a reference set.
     *
     * @param model the model
     * @param scores its raw scores of the reference set's faces, finite, not all equal
     * @param provenance what they were measured on
     * @return the calibration
     */
    public static ScoreCalibration of(ModelId model, double[] scores, CalibrationProvenance provenance) {
        return new ScoreCalibration(model, PercentileScale.of(scores), SigmoidScale.of(scores), provenance);
    }

    /**
     * Where the calibration of a model lies.
     *
     * @param modelFile such as {@code scorer.onnx}
     * @return such as {@code scorer.calibration.json} in the same folder
     */
    public static Path beside(Path modelFile) {
        String name = modelFile.getFileName().toString();
        String stem = name.endsWith(".onnx") ? name.substring(0, name.length() - ".onnx".length()) : name;
        return modelFile.resolveSibling(stem + ENDING);
    }

    /**
     * Checks that this calibration is for a model.
     *
     * @param other the model that is to be used
     * @param place where this calibration comes from, for the message
     * @return this
     * @throws InvalidInputException if it is for another one, by the digest
     */
    public ScoreCalibration requireFor(ModelId other, String place) {
        if (!model.sha256().equals(other.sha256())) {
            throw new InvalidInputException(new Problem(
                    "cannot use the score calibration", place,
                    "one for the model " + other.name() + " with sha256 " + other.sha256(),
                    "one for " + model.name() + " with sha256 " + model.sha256(),
                    "Measure the model with 'facequality evaluate', and put the calibration that it writes in its "
                            + "place."));
        }
        return this;
    }

    /**
     * Writes the calibration; an earlier file gives way. The file appears whole or not at all.
     *
     * @param file such as {@link #beside} gives
     * @throws StorageException if it cannot be written
     */
    public void write(Path file) {
        WholeFile.replace(file, stream -> stream.write(toJson().getBytes(StandardCharsets.UTF_8)));
    }

    String toJson() {
        JsonMapper mapper = new JsonMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("format", FORMAT);
        root.putObject("model")
                .put("name", model.name())
                .put("version", model.version())
                .put("sha256", model.sha256());
        root.putObject("sigmoid").put("centre", sigmoid.centre()).put("width", sigmoid.width());
        ArrayNode scores = root.putArray("percentiles");
        for (double score : percentiles.toArray()) {
            scores.add(score);
        }
        ObjectNode origin = root.putObject("provenance");
        origin.put("reference", provenance.reference());
        origin.put("faces", provenance.faces());
        origin.put("people", provenance.people());
        ObjectNode preparation = origin.putObject("preparation");
        provenance.preparation().forEach(preparation::put);
        origin.put("software", provenance.software());
        ArrayNode notes = origin.putArray("notes");
        provenance.notes().forEach(notes::add);
        DefaultPrettyPrinter lines = new DefaultPrettyPrinter();
        lines.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        try {
            return mapper.writer(lines).writeValueAsString(root) + "\n";
        } catch (JacksonException e) {
            throw new IllegalStateException("a tree of text and numbers can be written", e);
        }
    }

    /**
     * Reads a calibration.
     *
     * @param file the file
     * @return the calibration
     * @throws StorageException if it cannot be read
     * @throws InvalidInputException if it is something else; the message says what is wrong
     */
    public static ScoreCalibration read(Path file) {
        try {
            if (Files.size(file) > MAXIMUM_BYTES) {
                throw wrong(file.toString(), "a file of at most " + MAXIMUM_BYTES + " bytes", "a larger one");
            }
            return parse(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            throw new StorageException(
                    new Problem(
                            "cannot read the score calibration", file.toString(), "a file that can be read",
                            e.toString(), "Check the path and the permissions."),
                    e);
        }
    }

    /**
     * Reads a calibration that is in memory.
     *
     * @param json UTF-8
     * @param place where it comes from, for messages
     * @return the calibration
     * @throws InvalidInputException if it is something else; the message says what is wrong
     */
    public static ScoreCalibration parse(byte[] json, String place) {
        try {
            return parsed(new JsonMapper().readTree(json), place);
        } catch (IOException e) {
            throw wrong(place, "JSON of the format " + FORMAT, firstLine(String.valueOf(e.getMessage())));
        } catch (InvalidInputException e) {
            throw e.isOfValue() ? wrong(place, "a legal score calibration", e.problem().contrast()) : e;
        }
    }

    private static ScoreCalibration parsed(JsonNode root, String place) {
        String format = root.path("format").asText("no format");
        if (!format.equals(FORMAT)) {
            throw wrong(place, "the format " + FORMAT, format);
        }
        JsonNode model = root.path("model");
        JsonNode sigmoid = root.path("sigmoid");
        JsonNode origin = root.path("provenance");
        return new ScoreCalibration(
                new ModelId(text(model, "name", place), text(model, "version", place), text(model, "sha256", place)),
                PercentileScale.copyOf(numbers(root.path("percentiles"), place)),
                new SigmoidScale(number(sigmoid, "centre", place), number(sigmoid, "width", place)),
                new CalibrationProvenance(
                        text(origin, "reference", place),
                        (long) number(origin, "faces", place),
                        (long) number(origin, "people", place),
                        texts(origin.path("preparation")),
                        text(origin, "software", place),
                        list(origin.path("notes"))));
    }

    private static String text(JsonNode node, String field, String place) {
        if (!node.path(field).isTextual()) {
            throw wrong(place, "text as " + field, shortened(node.path(field)));
        }
        return node.path(field).asText();
    }

    private static double number(JsonNode node, String field, String place) {
        if (!node.path(field).isNumber()) {
            throw wrong(place, "a number as " + field, shortened(node.path(field)));
        }
        return node.path(field).asDouble();
    }

    private static double[] numbers(JsonNode array, String place) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!array.path(i).isNumber()) {
                throw wrong(place, "numbers as percentiles", shortened(array.path(i)));
            }
            numbers[i] = array.path(i).asDouble();
        }
        return numbers;
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.fieldNames().forEachRemaining(name -> texts.put(name, object.path(name).asText()));
        return texts;
    }

    private static List<String> list(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static String shortened(JsonNode node) {
        String text = node.isMissingNode() ? "nothing" : node.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static InvalidInputException wrong(String place, String expected, String found) {
        return new InvalidInputException(new Problem(
                "cannot read the score calibration", place, expected, found, "Make it anew with 'facequality evaluate'."));
    }
}
