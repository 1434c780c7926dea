package io.facequality.examples;

import io.facequality.Keep;
import io.facequality.pipeline.FacePipeline;
import io.facequality.select.FaceSelector;
import io.facequality.select.Objective;
import io.facequality.select.Objective.ChoiceValue;
import io.facequality.select.Objective.ComparedFaces;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** Chooses by an objective of its own: good faces that look little alike. */
public record FewLookAlikes() implements Objective {

    @Override
    public String description() {
        return "mean cosine between kept faces, less their mean quality";
    }

    @Override
    public ChoiceValue among(ComparedFaces faces) {
        return kept -> IntStream.of(kept)
                .mapToDouble(one -> IntStream.of(kept).mapToDouble(two -> faces.cosine(one, two)).sum() / kept.length
                        - faces.quality(one))
                .average().orElseThrow();
    }

    /**
     * Prints how many faces of each person are worth keeping, and why.
     *
     * @param arguments the folder with the pictures
     */
    public static void main(String[] arguments) {
        FaceSelector selector = FaceSelector.builder().objective(new FewLookAlikes()).build();
        try (FacePipeline faces = FacePipeline.builder().selector(selector).build()) {
            faces.select(Path.of(arguments[0]), Keep.auto(3)).groups()
                    .forEach(person -> System.out.println(person.name() + ": " + person.search()));
        }
    }
}
