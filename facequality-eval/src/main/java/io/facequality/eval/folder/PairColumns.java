package io.facequality.eval.folder;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.eval.folder.LabeledPairs.Pair;
import io.facequality.internal.SpreadsheetText;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * Where a table of pairs has its columns.
 *
 * @param file the table
 * @param names the fields of its first line
 */
record PairColumns(Path file, List<String> names) {

    private static final String FIRST = "first";
    private static final String SECOND = "second";
    private static final String MATCH = "match";
    private static final String FOLD = "fold";
    private static final int LARGEST_FOLD = 127;

    static PairColumns of(Path file, CsvRecord header) {
        PairColumns columns = new PairColumns(file, header.getFields());
        for (String name : List.of(FIRST, SECOND, MATCH)) {
            if (!columns.names.contains(name)) {
                throw columns.wrong(header, LabeledPairs.COLUMNS, "no " + name + " among " + columns.names);
            }
        }
        return columns;
    }

    Pair pair(CsvRecord row, Path root) {
        String match = field(row, MATCH);
        if (!match.equals("0") && !match.equals("1")) {
            throw wrong(row, "0 or 1 as match", match);
        }
        return new Pair(path(row, root, FIRST), path(row, root, SECOND), match.equals("1"), fold(row));
    }

    private Path path(CsvRecord row, Path root, String name) {
        return LabeledPairs.path(place(row), root, SpreadsheetText.unmarked(field(row, name)));
    }

    private OptionalInt fold(CsvRecord row) {
        if (!names.contains(FOLD)) {
            return OptionalInt.empty();
        }
        String fold = field(row, FOLD);
        try {
            int number = Integer.parseInt(fold);
            if (number >= 0 && number <= LARGEST_FOLD) {
                return OptionalInt.of(number);
            }
        } catch (NumberFormatException e) {
            // Said below, in the same words.
        }
        throw wrong(row, "a number from 0 to " + LARGEST_FOLD + " as fold", fold);
    }

    private String field(CsvRecord row, String name) {
        int column = names.indexOf(name);
        if (column >= row.getFieldCount()) {
            throw wrong(row, names.size() + " fields, as in the first line", Integer.toString(row.getFieldCount()));
        }
        return row.getField(column);
    }

    private String place(CsvRecord row) {
        return file + ", line " + row.getStartingLineNumber();
    }

    private InvalidInputException wrong(CsvRecord row, String expected, String found) {
        return LabeledPairs.wrong(place(row), expected, found);
    }
}
