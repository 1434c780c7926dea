package io.facequality.review.internal;

import io.facequality.Keep;
import io.facequality.ProgressListener;
import io.facequality.images.FaceChoice;
import io.facequality.pipeline.FaceFolder;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.Grouping;
import io.facequality.pipeline.PictureSearch;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.internal.PlanFiles;
import io.facequality.plan.internal.decisions.Corrections;
import io.facequality.review.internal.Questions.GroupBy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * Makes plans for folders that are picked on the page.
 *
 * @param pipelines starts a pipeline that takes such faces of a picture, without a listener
 * @param plans the folder that the plans are written below, one folder for each
 */
record Planner(Function<FaceChoice, FacePipeline.Builder> pipelines, Path plans) {

    private static final int MOST_KEPT = 1000;

    /**
     * Where the plan of a folder is written: in a folder of the same name, and not over the plan of another folder.
     *
     * @param root the folder with the pictures
     * @return the plan's file
     */
    Path planFor(Path root) {
        String name = root.getFileName() == null ? "root" : root.getFileName().toString();
        for (int number = 1; ; number++) {
            Path file = plans.resolve(number == 1 ? name : name + "-" + number).resolve("plan.json");
            if (Files.notExists(file) || SelectionPlan.read(file).root().equals(root)) {
                return file;
            }
        }
    }

    static void requireKeep(int keep) {
        if (keep < 1 || keep > MOST_KEPT) {
            throw new Refusal(Refusal.UNUSABLE, "Keep a number from 1 to " + MOST_KEPT + ".");
        }
    }

    /** Makes a plan and writes it. */
    void run(Path root, GroupBy group, int keep, Path file, ProgressListener listener) {
        PlanFiles files = PlanFiles.beside(file);
        try (FacePipeline pipeline = pipelines.apply(faces(group)).listener(listener).build()) {
            FaceFolder faces = pipeline.read(root, PictureSearch.usual().notIn(List.of(plans)));
            files.write(plan(pipeline, faces, group, keep, Corrections.beside(file)), listener);
        }
    }

    /** Anybody on a picture may be looked for; a folder or a copy goes by its main face. */
    private static FaceChoice faces(GroupBy group) {
        return group == GroupBy.PEOPLE ? FaceChoice.ALL : FaceChoice.MAIN;
    }

    private static SelectionPlan plan(
            FacePipeline pipeline, FaceFolder faces, GroupBy group, int keep, Corrections corrections) {
        return switch (group) {
            case FOLDERS -> pipeline.select(faces, corrections.of(Grouping.folders()), Keep.best(keep));
            case COPIES -> pipeline.keepBestCopies(faces, corrections.of(Grouping.faces()));
            case PEOPLE -> pipeline.select(faces, corrections.ofPeople(faces.faces()), Keep.best(keep));
        };
    }
}
