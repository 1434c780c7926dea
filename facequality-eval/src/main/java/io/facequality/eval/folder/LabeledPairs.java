package io.facequality.eval.folder;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.ImageSource;
import io.facequality.group.ThresholdCalibration;
import io.facequality.internal.Utf8Text;
import io.facequality.internal.WholeFile;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FaceWork;
import io.facequality.plan.SelectionPlan.RejectedPicture;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Pairs of pictures that are known to match or not: of one person and of two, or of one shot and of two. They come from
 * one of two kinds of file, in UTF-8, with or without a byte order mark:
 *
 * <ul>
 *   <li>a table (CSV) with the columns {@code first}, {@code second} and {@code match}, two paths and {@code 1} or {@code
 *       0}, and if wanted {@code fold}, a number from 0; an apostrophe that keeps a spreadsheet from running a path is
 *       taken off;
 *   <li>a pairs file of Labeled Faces in the Wild: a line with the number of folds, if there are several, and of pairs of
 *       each kind in a fold; then for each fold its matching pairs ({@code name, number, number}) and the others ({@code
 *       name, number, name, number}). The picture is {@code name/name_0001.jpg}, or of another ending.
 * </ul>
 *
 * @param pairs the pairs
 */
public record LabeledPairs(List<Pair> pairs) {

    private static final int LONGEST_FIRST_LINE = 64;
    static final String COLUMNS = "a table with the columns first, second and match";

    /** Copies the list. */
    public LabeledPairs {
        pairs = List.copyOf(pairs);
    }

    /**
     * Two pictures.
     *
     * @param first one picture
     * @param second the other
     * @param isMatch whether they should match
     * @param fold which part of a protocol with folds they belong to, from 0; empty where there are none
     */
    public record Pair(Path first, Path second, boolean isMatch, OptionalInt fold) {

        /** Checks that nothing is missing. */
        public Pair {
            Objects.requireNonNull(first, "first");
            Objects.requireNonNull(second, "second");
            Objects.requireNonNull(fold, "fold");
        }
    }

    /**
     * Reads a file whose paths start from its own folder.
     *
     * @param file a table or an LFW pairs file
     * @return its pairs
     * @throws InvalidInputException if it is something else; the message says in which line
     * @throws StorageException if it cannot be read
     */
    public static LabeledPairs read(Path file) {
        return read(file, WholeFile.folderOf(file));
    }

    /**
     * Reads a file whose paths start from some folder.
     *
     * @param file a table or an LFW pairs file
     * @param root the folder
     * @return its pairs
     * @throws InvalidInputException if it is something else; the message says in which line
     * @throws StorageException if it cannot be read
     */
    public static LabeledPairs read(Path file, Path root) {
        try (BufferedReader lines = Utf8Text.reader(file)) {
            lines.mark(LONGEST_FIRST_LINE);
            char[] start = new char[LONGEST_FIRST_LINE];
            String beginning = new String(start, 0, Math.max(0, lines.read(start)));
            lines.reset();
            return new LabeledPairs(
                    LfwPairs.isBeginning(beginning) ? LfwPairs.read(lines, file, root) : table(lines, file, root));
        } catch (CsvParseException e) {
            throw wrong(file.toString(), COLUMNS, String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            throw unreadable(file, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static RuntimeException unreadable(Path file, IOException failure) {
        return failure instanceof CharacterCodingException
                ? wrong(file.toString(), "text in UTF-8", "other bytes")
                : new StorageException(
                        new Problem(
                                "cannot read the pairs", file.toString(), "a file that can be read",
                                failure.toString(), "Check the path and the permissions."),
                        failure);
    }

    private static List<Pair> table(Reader lines, Path file, Path root) throws IOException {
        try (CsvReader<CsvRecord> rows = CsvReader.builder().ofCsvRecord(lines)) {
            Iterator<CsvRecord> row = rows.iterator();
            if (!row.hasNext()) {
                throw wrong(file.toString(), COLUMNS, "nothing");
            }
            PairColumns columns = PairColumns.of(file, row.next());
            List<Pair> pairs = new ArrayList<>();
            row.forEachRemaining(fields -> pairs.add(columns.pair(fields, root)));
            return pairs;
        }
    }

    static Path path(String place, Path root, String name) {
        try {
            return root.resolve(name);
        } catch (InvalidPathException e) {
            throw wrong(place, "a path", e.getReason());
        }
    }

    static InvalidInputException wrong(String place, String expected, String found) {
        return new InvalidInputException(
                new Problem("cannot read the pairs", place, expected, found, "Mend the table."));
    }

    /**
     * Embeds the pictures, each once, and compares the pairs. A pair with a picture that cannot be used is left out.
     *
     * @param pipeline embeds; of a picture with several faces the first one counts
     * @param rejected takes each picture that cannot be used
     * @return the similarities, to take thresholds from
     * @throws InvalidInputException if there is no pair of a kind
     */
    public ThresholdCalibration calibration(FacePipeline pipeline, Consumer<? super RejectedPicture> rejected) {
        Map<String, Embedding> embeddings = new HashMap<>();
        pipeline.process(sources(), FaceWork.embedded(), picture -> picture.faces()
                .accept(
                        faces -> embeddings.put(picture.source(), faces.get(0).value()),
                        no -> rejected.accept(new RejectedPicture(picture.source(), no.cause(), no.message()))));
        return ThresholdCalibration.ofPairs(similarities(embeddings, true), similarities(embeddings, false));
    }

    private List<ImageSource> sources() {
        return pictures().stream().map(ImageSource::of).toList();
    }

    /**
     * The pictures that the pairs are of.
     *
     * @return each once, in the order of their paths
     */
    public List<Path> pictures() {
        TreeSet<Path> files = new TreeSet<>();
        for (Pair pair : pairs) {
            files.add(pair.first());
            files.add(pair.second());
        }
        return List.copyOf(files);
    }

    private double[] similarities(Map<String, Embedding> embeddings, boolean matching) {
        return pairs.stream()
                .filter(pair -> pair.isMatch() == matching)
                .filter(pair -> embeddings.containsKey(pair.first().toString())
                        && embeddings.containsKey(pair.second().toString()))
                .mapToDouble(pair -> Objects.requireNonNull(embeddings.get(pair.first().toString()))
                        .cosine(Objects.requireNonNull(embeddings.get(pair.second().toString()))))
                .toArray();
    }
}
