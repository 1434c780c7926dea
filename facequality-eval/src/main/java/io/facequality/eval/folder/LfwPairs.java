package io.facequality.eval.folder;

import io.facequality.eval.folder.LabeledPairs.Pair;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads the pairs files of Labeled Faces in the Wild (Huang and others, 2007). */
final class LfwPairs {

    private static final Pattern COUNTS = Pattern.compile("\\d{1,9}([ \\t]+\\d{1,9})?");
    private static final List<String> ENDINGS = List.of("jpg", "jpeg", "png", "webp", "bmp", "tif", "tiff");

    private final Path file;
    private final Path root;
    private int line;

    private LfwPairs(Path file, Path root) {
        this.file = file;
        this.root = root;
    }

    /** Whether a file that starts so is one of these: its first line is one or two numbers and nothing else. */
    static boolean isBeginning(String text) {
        return text.lines().findFirst().map(String::strip).filter(it -> COUNTS.matcher(it).matches()).isPresent();
    }

    static List<Pair> read(BufferedReader lines, Path file, Path root) throws IOException {
        return new LfwPairs(file, root).read(lines);
    }

    private List<Pair> read(BufferedReader lines) throws IOException {
        String[] counts = next(lines).split("[ \t]+");
        boolean hasFolds = counts.length == 2;
        int folds = hasFolds ? Integer.parseInt(counts[0]) : 1;
        int ofEachKind = Integer.parseInt(counts[counts.length - 1]);
        List<Pair> pairs = new ArrayList<>();
        for (int fold = 0; fold < folds; fold++) {
            for (int i = 0; i < 2L * ofEachKind; i++) {
                pairs.add(pair(next(lines), i < ofEachKind, hasFolds ? OptionalInt.of(fold) : OptionalInt.empty()));
            }
        }
        String more = lines.readLine();
        if (more != null && !more.isBlank()) {
            line++;
            throw LabeledPairs.wrong(place(), "the end, after " + pairs.size() + " pairs", more.strip());
        }
        return pairs;
    }

    private String next(BufferedReader lines) throws IOException {
        line++;
        String next = lines.readLine();
        if (next == null) {
            throw LabeledPairs.wrong(place(), "another pair, as the first line counts them", "the end of the file");
        }
        return next.strip();
    }

    private Pair pair(String text, boolean isMatch, OptionalInt fold) {
        String[] fields = text.split(text.contains("\t") ? "\t+" : " +");
        if (fields.length != (isMatch ? 3 : 4)) {
            throw LabeledPairs.wrong(
                    place(), isMatch ? "a name and two numbers" : "a name and a number, twice", text);
        }
        return isMatch
                ? new Pair(picture(fields[0], fields[1]), picture(fields[0], fields[2]), true, fold)
                : new Pair(picture(fields[0], fields[1]), picture(fields[2], fields[3]), false, fold);
    }

    /** A picture that is not there is found out when it is read, like any other. */
    private Path picture(String name, String number) {
        try {
            String stem = name + "/" + name + String.format(Locale.ROOT, "_%04d.", Integer.parseInt(number));
            return ENDINGS.stream()
                    .map(ending -> LabeledPairs.path(place(), root, stem + ending))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseGet(() -> LabeledPairs.path(place(), root, stem + ENDINGS.get(0)));
        } catch (NumberFormatException e) {
            throw LabeledPairs.wrong(place(), "a picture's number", number);
        }
    }

    private String place() {
        return file + ", line " + line;
    }
}
