package io.facequality.pipeline;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.facequality.Embedding;
import io.facequality.ImageSource;
import io.facequality.InvalidInputException;
import io.facequality.Outcome;
import io.facequality.Problem;
import io.facequality.StorageException;
import io.facequality.group.ThresholdCalibration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Pairs of pictures that are known to match or not: of one person and of two, or of one shot and of two. They come from a
 * table in UTF-8 with the columns {@code first}, {@code second} and {@code match}: two paths, from the table's own folder
 * on, and {@code 1} or {@code 0}.
 *
 * @param pairs the pairs
 */
public record LabelledPairs(List<Pair> pairs) {

    private static final String COLUMNS = "a table with the columns first, second and match";

    /** Copies the list. */
    public LabelledPairs {
        pairs = List.copyOf(pairs);
    }

    /**
     * Two pictures.
     *
     * @param first one picture
     * @param second the other
     * @param isMatch whether they should match
     */
    public record Pair(Path first, Path second, boolean isMatch) {

        /** Checks that nothing is missing. */
        public Pair {
            Objects.requireNonNull(first, "first");
            Objects.requireNonNull(second, "second");
        }
    }

    /**
     * Reads a table.
     *
     * @param file the table
     * @return its pairs
     * @throws InvalidInputException if it is something else; the message says in which line
     * @throws StorageException if it cannot be read
     */
    public static LabelledPairs read(Path file) {
        List<Pair> pairs = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(file)) {
            rows.forEach(row -> pairs.add(pair(file, row)));
        } catch (CsvParseException e) {
            throw wrong(file.toString(), COLUMNS, String.valueOf(e.getMessage()));
        } catch (IOException | UncheckedIOException e) {
            throw new StorageException(
                    new Problem(
                            "cannot read the pairs", file.toString(), "a file that can be read", e.toString(),
                            "Check the path and the permissions."),
                    e);
        }
        return new LabelledPairs(pairs);
    }

    private static Pair pair(Path file, NamedCsvRecord row) {
        String place = file + ", line " + row.getStartingLineNumber();
        String match = field(place, row, "match");
        if (!match.equals("0") && !match.equals("1")) {
            throw wrong(place, "0 or 1 as match", match);
        }
        return new Pair(
                file.resolveSibling(field(place, row, "first")),
                file.resolveSibling(field(place, row, "second")),
                match.equals("1"));
    }

    private static String field(String place, NamedCsvRecord row, String name) {
        return row.findField(name)
                .orElseThrow(() -> wrong(place, COLUMNS, "no " + name + " among " + row.getFieldsAsMap().keySet()));
    }

    private static InvalidInputException wrong(String place, String expected, String found) {
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
        pipeline.embed(sources(), picture -> {
            if (picture.faces() instanceof Outcome.Ok<List<EmbeddedFace>> ok) {
                embeddings.put(picture.source(), ok.value().get(0).embedding());
            } else if (picture.faces() instanceof Outcome.Rejected<List<EmbeddedFace>> no) {
                rejected.accept(new RejectedPicture(
                        picture.source(), no.rejection().cause(), no.rejection().message()));
            }
        });
        return ThresholdCalibration.ofPairs(similarities(embeddings, true), similarities(embeddings, false));
    }

    private List<ImageSource> sources() {
        TreeSet<Path> files = new TreeSet<>();
        for (Pair pair : pairs) {
            files.add(pair.first());
            files.add(pair.second());
        }
        return files.stream().map(ImageSource::of).toList();
    }

    private double[] similarities(Map<String, Embedding> embeddings, boolean matching) {
        return pairs.stream()
                .filter(pair -> pair.isMatch() == matching)
                .filter(pair -> embeddings.containsKey(pair.first().toString())
                        && embeddings.containsKey(pair.second().toString()))
                .mapToDouble(pair -> embeddings
                        .get(pair.first().toString())
                        .cosine(embeddings.get(pair.second().toString())))
                .toArray();
    }
}
