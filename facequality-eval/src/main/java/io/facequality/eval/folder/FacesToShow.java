package io.facequality.eval.folder;

import io.facequality.AlignedFace;
import io.facequality.ImageSource;
import io.facequality.eval.EvaluatedFaces;
import io.facequality.eval.internal.report.ContactSheet;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Picture;
import io.facequality.pipeline.FaceWork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The faces that the report shows and those that are degraded. Their pictures are read once more, for their pixels. */
final class FacesToShow {

    private final EvaluatedFaces faces;
    private final List<Integer> clean;
    private final List<Sheet> sheets;
    private final Map<String, AlignedFace> pixels = new HashMap<>();

    /**
     * Chooses.
     *
     * @param faces the faces
     * @param cleanCount how many clean faces are degraded
     * @param shownCount how many faces each contact sheet shows
     */
    FacesToShow(EvaluatedFaces faces, int cleanCount, int shownCount) {
        FaceChoices choices = new FaceChoices(faces);
        this.faces = faces;
        this.clean = choices.clean(cleanCount);
        this.sheets = sheets(faces, choices, shownCount);
    }

    /** A contact sheet before its pixels are known; the captions are the scores of one or two scorers. */
    private record Sheet(String name, String title, List<Integer> faces, List<EvaluatedFaces.Scores> captions) {}

    private static List<Sheet> sheets(EvaluatedFaces faces, FaceChoices choices, int count) {
        List<Sheet> sheets = new ArrayList<>();
        for (int i = 0; i < faces.scorers().size(); i++) {
            EvaluatedFaces.Scores scorer = faces.scorers().get(i);
            String label = scorer.label();
            sheets.add(new Sheet("best-" + label, "The best by " + label, choices.best(i, count), List.of(scorer)));
            sheets.add(new Sheet("worst-" + label, "The worst by " + label, choices.worst(i, count), List.of(scorer)));
            for (int j = i + 1; j < faces.scorers().size(); j++) {
                EvaluatedFaces.Scores other = faces.scorers().get(j);
                sheets.add(new Sheet(
                        "disagreed-" + label + "-" + other.label(),
                        "Where " + label + " and " + other.label() + " disagree most (their scores in this order)",
                        choices.disagreedOn(i, j, count), List.of(scorer, other)));
            }
        }
        return sheets;
    }

    /** Reads the pixels of the chosen faces. */
    void read(FacePipeline pictures, List<ImageSource> sources) {
        Set<String> wanted = new LinkedHashSet<>();
        clean.forEach(face -> wanted.add(faces.name(face)));
        sheets.forEach(sheet -> sheet.faces().forEach(face -> wanted.add(faces.name(face))));
        Consumer<Picture<AlignedFace>> results = picture -> {
            picture.faces().accept(
                    faces -> pixels.put(picture.source(), faces.get(0).value()), rejection -> {});
        };
        pictures.process(
                sources.stream().filter(source -> wanted.contains(source.id())).toList(),
                FaceWork.aligned(),
                results);
    }

    private Optional<AlignedFace> pixels(int face) {
        return Optional.ofNullable(pixels.get(faces.name(face)));
    }

    /** The pixels of the clean faces. */
    List<AlignedFace> clean() {
        return clean.stream().map(this::pixels).flatMap(Optional::stream).toList();
    }

    List<ContactSheet> contactSheets() {
        return sheets.stream().map(this::contactSheet).flatMap(Optional::stream).toList();
    }

    private Optional<ContactSheet> contactSheet(Sheet sheet) {
        List<ContactSheet.Tile> tiles = sheet.faces().stream()
                .flatMap(face -> pixels(face).map(it -> new ContactSheet.Tile(it, caption(sheet, face))).stream())
                .toList();
        return tiles.isEmpty() ? Optional.empty() : Optional.of(new ContactSheet(sheet.name(), sheet.title(), tiles));
    }

    private static String caption(Sheet sheet, int face) {
        return String.join(
                " / ",
                sheet.captions().stream()
                        .map(scores -> String.format(Locale.ROOT, "%.3f", scores.get(face)))
                        .toList());
    }
}
