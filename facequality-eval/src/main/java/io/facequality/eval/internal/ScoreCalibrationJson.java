package io.facequality.eval.internal;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.ModelId;
import io.facequality.eval.ScoreCalibration;
import io.facequality.eval.ScoreScale;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Score calibrations as files. Reading names each field that is wrong. */
public final class ScoreCalibrationJson {

    private static final String FORMAT = "facequality score calibration 1";
    private static final int MAXIMUM_BYTES = 1 << 20;
    private static final int LONGEST_EXCERPT = 60;

    private ScoreCalibrationJson() {}

    /** The file; the components and their order are the format. */
    private record Document(String format, Model model, Sigmoid sigmoid, double[] percentiles, Origin provenance) {

        record Model(String name, String version, String sha256) {}

        record Sigmoid(@JsonProperty("centre") double center, double width) {}

        record Origin(
                String reference, long faces, long people, Map<String, String> preparation, String software,
                List<String> notes) {}

        static Document of(ScoreCalibration calibration) {
            ModelId model = calibration.model();
            ScoreCalibration.Provenance provenance = calibration.provenance();
            return new Document(
                    FORMAT,
                    new Model(model.name(), model.version(), model.sha256()),
                    new Sigmoid(calibration.sigmoid().center(), calibration.sigmoid().width()),
                    calibration.percentiles().toArray(),
                    new Origin(
                            provenance.reference(), provenance.faces(), provenance.people(), provenance.preparation(),
                            provenance.software(), provenance.notes()));
        }
    }

    /** The file's content in UTF-8. */
    public static byte[] of(ScoreCalibration calibration) {
        DefaultPrettyPrinter lines = new DefaultPrettyPrinter();
        lines.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        try {
            String json = new JsonMapper().writer(lines).writeValueAsString(Document.of(calibration));
            return (json + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JacksonException e) {
            throw new IllegalStateException("text and numbers can always be written", e);
        }
    }

    /** Reads a file. */
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

    /** Reads a file's content; the place is for messages. */
    public static ScoreCalibration parse(byte[] json, String place) {
        try {
            return parsed(new JsonMapper().readTree(json), place);
        } catch (IOException e) {
            throw wrong(place, "JSON of the format " + FORMAT, firstLine(String.valueOf(e.getMessage())));
        } catch (InvalidInputException e) {
            throw e.isOfValue() ? wrong(place, "a valid score calibration", e.problem().contrast()) : e;
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
                ScoreScale.Percentiles.copyOf(numbers(root.path("percentiles"), place)),
                new ScoreScale.Sigmoid(number(sigmoid, "centre", place), number(sigmoid, "width", place)),
                new ScoreCalibration.Provenance(
                        text(origin, "reference", place),
                        (long) number(origin, "faces", place),
                        (long) number(origin, "people", place),
                        texts(origin.path("preparation")),
                        text(origin, "software", place),
                        list(origin.path("notes"))));
    }

    private static String text(JsonNode node, String field, String place) {
        if (!node.path(field).isTextual()) {
            throw wrong(place, "text as " + field, excerpt(node.path(field)));
        }
        return node.path(field).asText();
    }

    private static double number(JsonNode node, String field, String place) {
        if (!node.path(field).isNumber()) {
            throw wrong(place, "a number as " + field, excerpt(node.path(field)));
        }
        return node.path(field).asDouble();
    }

    private static double[] numbers(JsonNode array, String place) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!array.path(i).isNumber()) {
                throw wrong(place, "numbers as percentiles", excerpt(array.path(i)));
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

    private static String excerpt(JsonNode node) {
        String text = node.isMissingNode() ? "nothing" : node.toString();
        return text.length() <= LONGEST_EXCERPT ? text : text.substring(0, LONGEST_EXCERPT) + "...";
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static InvalidInputException wrong(String place, String expected, String found) {
        return new InvalidInputException(new Problem(
                "cannot read the score calibration", place, expected, found,
                "Remove it, or replace it by the calibration that an evaluation of the model writes."));
    }
}
