package io.facequality.examples;

import io.facequality.Keep;
import io.facequality.pipeline.FacePipeline;
import io.facequality.plan.PlannedFace;
import io.facequality.plan.SelectionPlan;
import io.facequality.select.ChoiceValue;
import io.facequality.select.ComparedFaces;
import io.facequality.select.FaceSelector;
import io.facequality.select.Objective;
import java.nio.file.Path;

/** Chooses by an objective of its own: good faces that look little alike. */
public final class FewLookAlikes {

    private FewLookAlikes() {}

    /** Good faces that look little alike. */
    record GoodAndUnlike() implements Objective {

        @Override
        public String description() {
            return "mean cosine between kept faces, less their mean quality";
        }

        @Override
        public ChoiceValue among(ComparedFaces faces) {
            return kept -> {
                double sum = 0;
                for (int one : kept) {
                    for (int other : kept) {
                        sum += faces.cosine(one, other) / kept.length;
                    }
                    sum -= faces.quality(one);
                }
                return sum / kept.length;
            };
        }
    }

    public static void main(String[] arguments) {
        FaceSelector selector = FaceSelector.builder().objective(new GoodAndUnlike()).build();
        try (FacePipeline faces = FacePipeline.builder().selector(selector).build()) {
            SelectionPlan plan = faces.select(Path.of(arguments[0]), Keep.auto(3));
            plan.groups().forEach(person -> {
                System.out.println(person.name() + ": " + person.search());
                person.kept().stream().map(PlannedFace::reason).forEach(System.out::println);
            });
        }
    }
}
