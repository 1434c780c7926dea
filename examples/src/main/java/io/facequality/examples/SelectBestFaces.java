package io.facequality.examples;

import io.facequality.Keep;
import io.facequality.pipeline.FacePipeline;
import io.facequality.plan.SelectionPlan;
import java.nio.file.Path;

/** The main job: the best three faces of every person, one sub-folder a person. */
public final class SelectBestFaces {

    private SelectBestFaces() {}

    /**
     * Selects and copies.
     *
     * @param arguments the folder with the pictures, and the folder to copy to
     */
    public static void main(String[] arguments) {
        Path pictures = Path.of(arguments[0]);
        Path selected = Path.of(arguments[1]);
        try (FacePipeline faces = FacePipeline.builder().build()) {
            SelectionPlan plan = faces.select(pictures, Keep.best(3));
            plan.writeTo(selected);
            plan.copyTo(selected);
            plan.groups().forEach(person -> System.out.printf(
                    "%s: kept %d of %d%n", person.name(), person.kept().size(), person.faces().size()));
        }
    }
}
