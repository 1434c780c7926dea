package io.facequality.distill.internal.labels;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.ImageSource;
import io.facequality.internal.SpreadsheetText;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What a run before this one left of a table of labels: pictures with all their rows, and at the end perhaps a part of
 * one picture's rows, as a kill or a full disk leaves it. Anything else is an error, since a row is minutes of work: a
 * picture's rows carry the same path and the same count of faces, and number the faces from 0.
 */
final class WrittenLabels {

    /** Longer than any path, quoted, and the numbers behind it. */
    private static final int LONGEST_ROW = 1 << 18;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final char LINE_END = '\n';
    private static final Pattern NUMBER_PART = Pattern.compile("[-+.0-9E]*");
    private static final int SHOWN = 200;

    private final Path file;
    private final List<String> columns;
    private final List<ImageSource> pictures;
    private final BitSet finished = new BitSet();
    private boolean begun;
    private long length;

    /** The picture whose rows are being read, and which row comes next; row 0 is the first of any picture. */
    private String path = "";
    private int faces;
    private int next;

    private WrittenLabels(Path file, List<String> columns, List<ImageSource> pictures) {
        this.file = file;
        this.columns = columns;
        this.pictures = pictures;
    }

    /**
     * Reads a table.
     *
     * @param pictures the data set, in the order of the identifiers
     * @throws InvalidInputException if more is wrong with it than that the last picture's rows are not whole
     */
    static WrittenLabels read(Path file, List<String> columns, List<ImageSource> pictures) throws IOException {
        WrittenLabels labels = new WrittenLabels(file, columns, pictures);
        try (Lines lines = labels.new Lines(new BufferedInputStream(Files.newInputStream(file)))) {
            labels.read(lines);
        }
        return labels;
    }

    /** Whether there is anything. */
    boolean isBegun() {
        return begun;
    }

    /** The pictures with all their rows, by their places in the data set. */
    BitSet finished() {
        return finished;
    }

    /** Where the last picture with all its rows ends, in bytes; 0 if the header is not whole. */
    long length() {
        return length;
    }

    private String header() {
        return String.join(",", columns);
    }

    private void read(Lines lines) throws IOException {
        begun = lines.skipByteOrderMark();
        boolean whole = lines.advance();
        begun |= !lines.text().isEmpty();
        if (!whole) {
            if (!header().startsWith(lines.text())) {
                throw otherColumns(lines.text());
            }
            return;
        }
        if (!lines.fields().equals(columns)) {
            throw otherColumns(lines.text());
        }
        length = lines.position();
        while (lines.advance()) {
            take(lines);
            if (next == 0) {
                length = lines.position();
            }
        }
        if (!mayBeTorn(lines)) {
            throw notLabels(
                    lines.number(), "a part of one picture's rows at the end, as a run that was ended leaves it",
                    shortened(lines.text()));
        }
    }

    private void take(Lines row) {
        List<String> fields = row.fields();
        if (fields.size() != columns.size()) {
            throw notLabels(row.number(), columns.size() + " fields", shortened(row.text()));
        }
        String picture = SpreadsheetText.unmarked(fields.get(0));
        int count = integer(fields.get(2));
        if (next == 0) {
            path = picture;
            faces = count;
        }
        if (!picture.equals(path) || count != faces || count < 1 || integer(fields.get(1)) != next) {
            throw notLabels(
                    row.number(),
                    next == 0 ? "the first face of a picture, of at least one" : "face " + next + " of " + faces
                            + " of " + shortened(path),
                    shortened(row.text()));
        }
        fields.subList(3, fields.size()).forEach(number -> checkNumber(row, number));
        next = (next + 1) % faces;
        if (next == 0) {
            finish(row);
        }
    }

    private static int integer(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private void checkNumber(Lines row, String text) {
        try {
            if (text.isEmpty() || Double.isFinite(Double.parseDouble(text))) {
                return;
            }
        } catch (NumberFormatException e) {
            // As for one that is not finite.
        }
        throw notLabels(row.number(), "finite numbers", shortened(row.text()));
    }

    /** A picture that is no longer there keeps its rows and is of no concern. */
    private void finish(Lines row) {
        int place = Collections.binarySearch(
                pictures, ImageSource.of(path, new byte[0]), Comparator.comparing(ImageSource::id));
        if (place < 0) {
            return;
        }
        if (finished.get(place)) {
            throw notLabels(row.number(), "each picture once", shortened(path) + " twice");
        }
        finished.set(place);
    }

    /**
     * Whether a row without its line's end can be what is left of the row that comes next: a path, and then numbers.
     * Where there is a line's end inside, it may also be many rows behind a quote that came from damage, so then it must
     * be a picture's that is known.
     */
    private boolean mayBeTorn(Lines rest) {
        List<String> fields = rest.fields();
        if (fields.size() > columns.size() || !fields.stream().skip(1).allMatch(NUMBER_PART.asMatchPredicate())) {
            return false;
        }
        byte[] bytes = rest.bytes();
        if (next > 0) {
            return begins(bytes, path, next);
        }
        return !holdsLineEnd(bytes, 0)
                || pictures.stream()
                        .map(ImageSource::id)
                        .anyMatch(id -> id.indexOf(LINE_END) >= 0 && begins(bytes, id, 0));
    }

    /** Whether these bytes are the beginning of a face's row, as far as it can be known before the scores are. */
    private static boolean begins(byte[] rest, String path, int face) {
        byte[] start = start(path, face);
        int common = Math.min(rest.length, start.length);
        return Arrays.equals(rest, 0, common, start, 0, common) && !holdsLineEnd(rest, common);
    }

    private static byte[] start(String path, int face) {
        StringWriter row = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(row)) {
            csv.writeRecord(SpreadsheetText.marked(path), Integer.toString(face), "");
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be written to", e);
        }
        return row.toString().stripTrailing().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean holdsLineEnd(byte[] bytes, int from) {
        return IntStream.range(from, bytes.length).anyMatch(i -> bytes[i] == LINE_END);
    }

    private InvalidInputException otherColumns(String found) {
        return new InvalidInputException(new Problem(
                DiffusionLabelTable.WHAT, file.toString(), "a table that this command has begun, with the columns " + header(),
                "the columns " + shortened(found),
                "Name another file; one that a version with other columns began cannot be gone on with."));
    }

    private InvalidInputException notLabels(long line, String expected, String found) {
        return new InvalidInputException(new Problem(
                DiffusionLabelTable.WHAT, file + ", line " + line, expected + ", in a table that this command has begun", found,
                "The file is as it was. Correct the line, or name another file."));
    }

    private static String shortened(String text) {
        String line = text.strip();
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
    }

    /** Takes a stream of CSV apart into rows, each with its line's end. A row may be of several lines. */
    private final class Lines implements AutoCloseable {

        private final InputStream in;
        private byte[] row = {};
        private long position;
        private long lines = 1;
        private long number = 1;

        Lines(InputStream in) {
            this.in = in;
        }

        boolean skipByteOrderMark() throws IOException {
            in.mark(BYTE_ORDER_MARK.length);
            if (Arrays.equals(in.readNBytes(BYTE_ORDER_MARK.length), BYTE_ORDER_MARK)) {
                position = BYTE_ORDER_MARK.length;
                return true;
            }
            in.reset();
            return false;
        }

        /** Goes to the next row; false if that, at the end of the table, has no line's end. */
        boolean advance() throws IOException {
            number = lines;
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            boolean whole = fill(bytes);
            row = bytes.toByteArray();
            position += row.length;
            return whole;
        }

        private boolean fill(ByteArrayOutputStream bytes) throws IOException {
            boolean quoted = false;
            for (int value = in.read(); value >= 0; value = in.read()) {
                bytes.write(value);
                quoted ^= value == '"';
                lines += value == LINE_END ? 1 : 0;
                if (value == LINE_END && !quoted) {
                    return true;
                }
                if (bytes.size() > LONGEST_ROW) {
                    throw notLabels(
                            number, "a row of at most " + LONGEST_ROW + " bytes",
                            shortened(bytes.toString(StandardCharsets.UTF_8)));
                }
            }
            return false;
        }

        byte[] bytes() {
            return row;
        }

        String text() {
            return new String(row, StandardCharsets.UTF_8);
        }

        List<String> fields() {
            try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(text())) {
                return reader.stream().findFirst().map(CsvRecord::getFields).orElse(List.of());
            } catch (IOException e) {
                throw new UncheckedIOException("memory can always be read", e);
            }
        }

        /** Where the row ends. */
        long position() {
            return position;
        }

        /** The line that the row begins with, from 1. */
        long number() {
            return number;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
