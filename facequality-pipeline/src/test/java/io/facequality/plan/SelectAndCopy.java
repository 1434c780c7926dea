package io.facequality.plan;

import io.facequality.FaceQualityException;
import io.facequality.Keep;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.internal.TestPictures;
import java.nio.file.Path;

/** The main job as a program of its own, for tests that need a process with fewer rights. */
public final class SelectAndCopy {

    private SelectAndCopy() {}

    /** Selects one face a person below the first path, and copies it to the second; prints what came of it. */
    public static void main(String[] arguments) {
        try (FacePipeline pipeline = TestPictures.pipeline().build()) {
            SelectionPlan plan = pipeline.select(Path.of(arguments[0]), Keep.best(1));
            plan.groups().forEach(person -> System.out.println("scored " + person.faces().size()));
            plan.rejected().forEach(rejected -> System.out.println(rejected.cause() + " " + rejected.message()));
            plan.copyTo(Path.of(arguments[1]));
            System.out.println("copied");
        } catch (FaceQualityException e) {
            System.out.println(e.getClass().getSimpleName() + " " + e.getMessage());
        }
    }
}
