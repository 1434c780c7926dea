package io.facequality.plan.internal.decisions;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of {@code decisions.json}: a line that names the format, then one decision in each line. Lines are only ever
 * added, so that a crash can cost no more than the end of the last one, which then has no line feed and counts as not
 * there.
 */
final class DecisionLines {

    static final String FORMAT = "facequality-decisions/1";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final int LONGEST_LINE = StreamReadConstraints.DEFAULT_MAX_STRING_LEN;

    private DecisionLines() {}

    private record Header(String format) {}

    static byte[] header() {
        return line(new Header(FORMAT));
    }

    static byte[] line(Record content) {
        try {
            return (MAPPER.writeValueAsString(content) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JacksonException e) {
            throw new IllegalStateException("a decision is always JSON", e);
        }
    }

    /** How much of a file consists of whole lines. */
    static int wholeBytes(byte[] file) {
        int end = file.length;
        while (end > 0 && file[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    /**
     * Reads a file's whole lines.
     *
     * @throws InvalidInputException if one is wrong; the message says which
     */
    static List<PersonDecision> read(Path file, byte[] content) {
        String text = new String(content, 0, wholeBytes(content), StandardCharsets.UTF_8);
        List<String> lines = text.lines().toList();
        List<PersonDecision> decisions = new ArrayList<>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            if (i == 0) {
                requireFormat(file, lines.get(0));
            } else if (!lines.get(i).isBlank()) {
                decisions.add(parsed(file, i + 1, lines.get(i), PersonDecision.class));
            }
        }
        return decisions;
    }

    private static void requireFormat(Path file, String line) {
        Header header = parsed(file, 1, line, Header.class);
        if (!FORMAT.equals(header.format())) {
            throw wrong(file, 1, "the format " + FORMAT, String.valueOf(header.format()));
        }
    }

    private static <T> T parsed(Path file, int number, String line, Class<T> type) {
        if (line.length() > LONGEST_LINE) {
            throw wrong(file, number, "at most " + LONGEST_LINE + " characters", line.length() + " characters");
        }
        try {
            T value = MAPPER.readValue(line, type);
            if (value == null) {
                throw wrong(file, number, "a decision", "null");
            }
            return value;
        } catch (JsonMappingException e) {
            Throwable refusal = e.getCause() instanceof IllegalArgumentException illegal ? illegal : e;
            throw wrong(file, number, "a decision", firstLine(String.valueOf(refusal.getMessage())));
        } catch (JacksonException e) {
            throw wrong(file, number, "JSON", e.getOriginalMessage());
        }
    }

    private static String firstLine(String message) {
        return String.valueOf(message).lines().findFirst().orElse("");
    }

    private static InvalidInputException wrong(Path file, int number, String expected, String found) {
        return new InvalidInputException(new Problem(
                "cannot read the decisions",
                file + " at line " + number,
                expected,
                found,
                "Correct that line, or move the file away to start without decisions."));
    }
}
