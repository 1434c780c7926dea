package io.facequality.plan.internal;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.facequality.FaceId;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.group.PersonGrouper.Constraints.FacePair;
import io.facequality.internal.SpreadsheetText;
import io.facequality.internal.Utf8Text;
import io.facequality.internal.WholeFile;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.SelectionPlan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What somebody corrected of the people that were found: a table (CSV, UTF-8) with the columns {@code picture, face,
 * other_picture, other_face, people}, of which the last is {@code same} or {@code different}. Pictures and faces are
 * written as in {@code people.csv}; an empty face is the first of its picture.
 *
 * @param same pairs of faces of one person
 * @param different pairs of faces of two people
 */
public record CorrectionTable(List<FacePair> same, List<FacePair> different) {

    private static final List<String> COLUMNS = List.of("picture", "face", "other_picture", "other_face", "people");

    /** Copies the lists. */
    public CorrectionTable {
        same = List.copyOf(same);
        different = List.copyOf(different);
    }

    /**
     * Reads a table.
     *
     * @throws StorageException if it cannot be read
     * @throws InvalidInputException if it is no such table; the message names the line
     */
    public static CorrectionTable read(Path file) {
        List<FacePair> same = new ArrayList<>();
        List<FacePair> different = new ArrayList<>();
        try (BufferedReader text = Utf8Text.reader(file);
                CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(text)) {
            for (NamedCsvRecord row : rows) {
                Line line = new Line(file, row);
                line.requireColumns();
                (line.isSame() ? same : different).add(line.pair());
            }
        } catch (CsvParseException e) {
            throw wrong(file.toString(), "a table", String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            throw unreadable(file, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return new CorrectionTable(same, different);
    }

    /**
     * Checks that no decision put two together who are different.
     *
     * @param reviewed a plan as the decisions leave it
     * @throws InvalidInputException if one did; the message names the faces
     */
    public void requireKeptApart(SelectionPlan reviewed) {
        Map<FaceId, PlannedGroup> groups = new HashMap<>();
        reviewed.groups().forEach(group -> group.faces().forEach(face -> groups.put(face.id(), group)));
        for (FacePair pair : different) {
            PlannedGroup group = groups.get(pair.first());
            if (group != null && group == groups.get(pair.second())) {
                throw new InvalidInputException(new Problem(
                        "cannot do what is said of the people", pair + " is said to be two people",
                        "no two things that contradict each other", "a decision that they are one",
                        "Take the pair out of the corrections, or take back the decision."));
            }
        }
    }

    private record Line(Path file, NamedCsvRecord row) {

        void requireColumns() {
            if (!row.getHeader().containsAll(COLUMNS) || row.getFieldCount() < COLUMNS.size()) {
                throw wrong(place(), "the columns " + String.join(", ", COLUMNS), String.join(", ", row.getFields()));
            }
        }

        boolean isSame() {
            String people = row.getField("people").strip();
            if (!people.equals("same") && !people.equals("different")) {
                throw wrong(place(), "same or different as people", people);
            }
            return people.equals("same");
        }

        FacePair pair() {
            FaceId first = face("picture", "face");
            FaceId second = face("other_picture", "other_face");
            if (first.equals(second)) {
                throw wrong(place(), "two faces", "one face twice");
            }
            return new FacePair(first, second);
        }

        private FaceId face(String picture, String face) {
            String number = row.getField(face).strip();
            if (!number.matches("\\d{0,9}")) {
                throw wrong(place(), "a number from 0 as " + face, number);
            }
            return new FaceId(
                    SpreadsheetText.unmarked(row.getField(picture)), number.isEmpty() ? 0 : Integer.parseInt(number));
        }

        private String place() {
            return file + ", line " + row.getStartingLineNumber();
        }
    }

    private static InvalidInputException wrong(String place, String expected, String found) {
        return new InvalidInputException(
                new Problem("cannot read the corrections", place, expected, found, "Correct the table."));
    }

    private static RuntimeException unreadable(Path file, IOException failure) {
        return failure instanceof CharacterCodingException
                ? wrong(file.toString(), "text in UTF-8", "other bytes")
                : new StorageException(
                        new Problem(
                                "cannot read the corrections", file.toString(), "a file that can be read",
                                WholeFile.reason(failure), "Check the path and the permissions."),
                        failure);
    }
}
