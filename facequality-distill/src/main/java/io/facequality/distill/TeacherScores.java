package io.facequality.distill;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.internal.SpreadsheetText;
import io.facequality.internal.Utf8Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads a teacher's scores from a table: a header, then one row per image; UTF-8, with or without a byte order mark, RFC
 * 4180. An apostrophe before text that a spreadsheet would run is taken off.
 *
 * <p>The columns are {@code path} and {@code quality}, or {@code score} in its place, and {@code person} where there is
 * one; without it the folder of the path is the person. Other columns, in any order, are left alone, so that the tables
 * of the command line's {@code score} and {@code label} and the {@code labels.csv} of a {@link Distillation} can be read.
 */
public final class TeacherScores {

    private static final String PATH = "path";
    private static final String PERSON = "person";
    private static final String QUALITY = "quality";
    private static final String SCORE = "score";

    private TeacherScores() {}

    /**
     * Reads a teacher's scores.
     *
     * @param file the table
     * @return a label for each row, in the order of the file, no path twice
     * @throws StorageException if the file cannot be read
     * @throws InvalidInputException if a column is missing, a score is no finite number, a path comes twice, or there
     *     is no row; the message names the line
     */
    public static List<LabeledImage> read(Path file) {
        try (CsvReader<NamedCsvRecord> csv =
                // Rows of another length are refused below, where the message can name the line.
                CsvReader.builder()
                        .ignoreDifferentFieldCount(true)
                        .ofNamedCsvRecord(Utf8Text.reader(file))) {
            return labels(file, csv);
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (UncheckedIOException e) {
            throw unreadable(file, Objects.requireNonNull(e.getCause()));
        } catch (CsvParseException e) {
            throw new InvalidInputException(
                    new Problem("cannot read the labels", file.toString(), "a table as RFC 4180 has it",
                            String.valueOf(e.getMessage()), "Write the file anew."),
                    e);
        }
    }

    private static List<LabeledImage> labels(Path file, CsvReader<NamedCsvRecord> csv) {
        List<LabeledImage> labels = new ArrayList<>();
        Map<String, Long> lines = new HashMap<>();
        for (NamedCsvRecord row : csv) {
            requireWhole(file, row);
            LabeledImage label = label(file, row);
            Long earlier = lines.putIfAbsent(label.path(), row.getStartingLineNumber());
            if (earlier != null) {
                throw invalid(
                        file, row, "each picture once", label.path() + " on line " + earlier + " too",
                        "Leave one of the two out.");
            }
            labels.add(label);
        }
        if (labels.isEmpty()) {
            throw new InvalidInputException(new Problem(
                    "cannot read the labels", file.toString(), "a header and one row per picture", "no row",
                    "Score some pictures first."));
        }
        return labels;
    }

    /** A row that is too short was torn off, and its last number may be another than was meant. */
    private static void requireWhole(Path file, NamedCsvRecord row) {
        if (row.getFieldCount() != row.getHeader().size()) {
            throw invalid(
                    file, row, "as many fields as the header has", Integer.toString(row.getFieldCount()),
                    "Complete the row.");
        }
    }

    private static LabeledImage label(Path file, NamedCsvRecord row) {
        String path = SpreadsheetText.unmarked(field(file, row, PATH));
        if (path.isEmpty()) {
            throw invalid(file, row, "a path", "nothing", "Name the picture.");
        }
        return new LabeledImage(path, person(row, path), quality(file, row));
    }

    private static String person(NamedCsvRecord row, String path) {
        return row.findField(PERSON).map(SpreadsheetText::unmarked).orElseGet(() -> folder(path));
    }

    private static String field(Path file, NamedCsvRecord row, String column) {
        return row.findField(column).orElseThrow(() -> new InvalidInputException(new Problem(
                "cannot read the labels", file + ", its header", "the columns " + PATH + " and " + QUALITY,
                String.join(",", row.getHeader()), "Put these names into the first line.")));
    }

    private static double quality(Path file, NamedCsvRecord row) {
        String text = row.findField(SCORE).orElseGet(() -> field(file, row, QUALITY));
        try {
            double quality = Double.parseDouble(text);
            if (Double.isFinite(quality)) {
                return quality;
            }
        } catch (NumberFormatException e) {
            // As for a number that is not finite.
        }
        throw invalid(file, row, "a finite number as the quality", "'" + text + "'", "Leave the picture out.");
    }

    private static String folder(String path) {
        int end = path.lastIndexOf('/');
        return end < 0 ? "." : path.substring(0, end);
    }

    private static InvalidInputException invalid(
            Path file, NamedCsvRecord row, String expected, String found, String remedy) {
        return new InvalidInputException(new Problem(
                "cannot read the labels", file + ", line " + row.getStartingLineNumber(), expected, found, remedy));
    }

    private static StorageException unreadable(Path file, IOException cause) {
        return new StorageException(
                new Problem("cannot read the labels", file.toString(), "a readable file", String.valueOf(cause),
                        "Check the path and its permissions."),
                cause);
    }
}
