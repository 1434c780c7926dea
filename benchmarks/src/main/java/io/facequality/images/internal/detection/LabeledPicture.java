package io.facequality.images.internal.detection;

import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.Image;
import io.facequality.ImageSource;
import io.facequality.images.OpenCvImageDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A picture, and where a person sees faces in it.
 *
 * @param name its folder and file
 * @param labels the faces; what is no label is no face
 */
record LabeledPicture(Path file, String name, List<Label> labels) {

    static final String PEOPLE = "people-photos";
    static final String PHOTOGRAPHS = "photos";
    static final String CROWDS = "tilted";
    static final String NO_FACES = "no-faces";

    static final List<String> FOLDERS = List.of(PEOPLE, PHOTOGRAPHS, CROWDS, NO_FACES);

    private static final OpenCvImageDecoder DECODER = OpenCvImageDecoder.builder().build();

    /** A person is in the middle of each of these pictures, as large as this, and there may be others. */
    private static final Point PORTRAIT = new Point(125, 130);

    private static final double PORTRAIT_SIZE = 90;

    /** Whether there is a face. */
    enum Kind {
        /** A person sees a face. */
        FACE,
        /** It is hidden, blurred or too small, so it counts neither as found nor as wrong. */
        UNSURE
    }

    /** A place where a person looked for a face. */
    record Label(Point center, double size, Kind kind) {

        private static final double NEAR = 0.5;
        private static final double SAME_SIZE = 2.2;

        boolean isAt(Finding finding) {
            double larger = Math.max(size, finding.size());
            double smaller = Math.min(size, finding.size());
            return center.distanceTo(finding.center()) < NEAR * larger && larger < SAME_SIZE * smaller;
        }
    }

    /** Reads every picture of a folder, in the order of their names. */
    static List<LabeledPicture> of(Path data, String folder, Path labels) {
        Map<String, List<Label>> table = table(labels);
        try (Stream<Path> files = Files.walk(data.resolve(folder))) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(file -> of(file, data.relativize(file).toString().replace('\\', '/'), folder, table))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LabeledPicture of(Path file, String name, String folder, Map<String, List<Label>> table) {
        List<Label> labels = folder.equals(PEOPLE)
                ? List.of(new Label(PORTRAIT, PORTRAIT_SIZE, Kind.FACE))
                : table.getOrDefault(name, List.of());
        return new LabeledPicture(file, name, labels);
    }

    /** Reads lines of picture, x, y, size and kind. */
    private static Map<String, List<Label>> table(Path file) {
        Map<String, List<Label>> table = new HashMap<>();
        try {
            List<String> lines = Files.readAllLines(file);
            for (String line : lines.subList(1, lines.size())) {
                String[] cells = line.split(",");
                Point center = new Point(Double.parseDouble(cells[1]), Double.parseDouble(cells[2]));
                Kind kind = cells[4].equals("face") ? Kind.FACE : Kind.UNSURE;
                table.computeIfAbsent(cells[0], name -> new ArrayList<>())
                        .add(new Label(center, Double.parseDouble(cells[3]), kind));
            }
            return table;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Image image() {
        return DECODER.decode(ImageSource.of(file)).orElseThrow();
    }

    /** The faces that a person sees. */
    List<Label> faces() {
        return labels.stream().filter(label -> label.kind() == Kind.FACE).toList();
    }

    boolean isFace(Finding finding) {
        return faces().stream().anyMatch(label -> label.isAt(finding));
    }

    /** Whether it is known that there is no face: strangers behind a portrait are not labeled. */
    boolean isWrong(Finding finding) {
        return !name.startsWith(PEOPLE) && labels.stream().noneMatch(label -> label.isAt(finding));
    }
}
