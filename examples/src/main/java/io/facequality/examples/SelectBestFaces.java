package io.facequality.examples;

import io.facequality.Keep;
import io.facequality.pipeline.FacePipeline;
import io.facequality.plan.SelectionPlan;
import java.nio.file.Path;

/** Keeps the best three faces of each person. Each folder below the given one is one person. */
public final class SelectBestFaces {

    private SelectBestFaces() {}

    /**
     * Selects the faces and copies their pictures.
     *
     * @param arguments the folder with the pictures, and the folder to copy to
     */
    public static void main(String[] arguments) {
        Path pictures = Path.of(arguments[0]);
        Path selected = Path.of(arguments[1]);
        try (FacePipeline faces = FacePipeline.open()) {
            SelectionPlan plan = faces.select(pictures, Keep.best(3));
            plan.writeTo(selected);
            plan.copyTo(selected);
            plan.groups().forEach(person -> System.out.printf(
                    "%s: kept %d of %d%n", person.name(), person.kept().size(), person.faces().size()));
        }
    }
}
