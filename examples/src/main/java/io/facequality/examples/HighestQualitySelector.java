package io.facequality.examples;

import io.facequality.DuplicateSelector;
import io.facequality.FaceGroup;
import io.facequality.Keep;
import io.facequality.Selection;
import io.facequality.pipeline.FacePipeline;
import java.nio.file.Path;
import java.util.Comparator;

/** A selector of one's own: the faces with the highest scores, whatever they look like. */
public record HighestQualitySelector() implements DuplicateSelector {

    @Override
    public Selection select(FaceGroup group, Keep keep) {
        int count = keep instanceof Keep.Best best ? best.count() : 1;
        var bestFirst = group.faces().stream()
                .sorted(Comparator.comparingDouble(face -> -face.quality().value()))
                .toList();
        var kept = bestFirst.subList(0, Math.min(count, group.size()));
        return Selection.of(group, kept, face -> "Its score has rank " + (bestFirst.indexOf(face) + 1) + ".");
    }

    /**
     * Selects the three best of each person.
     *
     * @param arguments the folder with the pictures
     */
    public static void main(String[] arguments) {
        try (FacePipeline faces = FacePipeline.builder().selector(new HighestQualitySelector()).build()) {
            faces.select(Path.of(arguments[0]), Keep.best(3))
                    .keptPictures()
                    .forEach(picture -> System.out.println(picture.path()));
        }
    }
}
