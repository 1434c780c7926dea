package io.facequality.cli.internal.select;

import io.facequality.cli.internal.console.Console;
import io.facequality.cli.internal.console.Counts;
import io.facequality.cli.internal.console.ProgressDisplay;
import io.facequality.cli.internal.console.RejectionLine;
import io.facequality.cli.internal.console.Terminal;
import io.facequality.pipeline.FaceFolder;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.PictureSearch;
import io.facequality.pipeline.PictureSearch.PassedOver;
import io.facequality.plan.PlanApplication;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.SelectionPlan.RejectedPicture;
import io.facequality.plan.internal.PlanFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The main job: a folder of people in, a plan out, and if wanted its pictures copied.
 *
 * @param root the folder
 * @param search where pictures are looked for
 * @param choice what is kept
 * @param files where the plan is written
 * @param out where the kept pictures are copied to, if they are
 */
record SelectionJob(Path root, PictureSearch search, Choice choice, PlanFiles files, Optional<Path> out) {

    /** Makes a plan from the faces of a folder. */
    @FunctionalInterface
    public interface Choice {
        SelectionPlan plan(FacePipeline pipeline, FaceFolder folder);
    }

    /** Finds out before the long work what would stop it at its end, or may. */
    void requireUsablePlaces(Console console) {
        out.ifPresent(folder -> {
            PlanApplication.requireUsable(root, folder);
            int pictures = PlanApplication.picturesIn(folder);
            if (pictures > 0) {
                console.words().println(folder + " holds " + Counts.of(pictures, "picture")
                        + " of an earlier run. If this choice is another one, nothing is written there.");
            }
        });
        files.requireWritable();
    }

    /** What came of it. */
    record Result(SelectionPlan plan, PassedOver passedOver, Optional<PlanApplication.Result> copied) {

        boolean isComplete() {
            return copied.map(result -> result.failures().isEmpty()).orElse(true);
        }
    }

    Result run(FacePipeline.Builder builder, ProgressDisplay display) {
        try (FacePipeline pipeline = builder.listener(display).build()) {
            FaceFolder faces = pipeline.read(root, search.notIn(out.map(List::of).orElse(List.of())));
            SelectionPlan made = choice.plan(pipeline, faces);
            SelectionPlan plan = files.reviewed(made);
            for (RejectedPicture rejected : plan.rejected()) {
                display.line(RejectionLine.of(rejected.cause(), rejected.message()));
            }
            faces.damaged()
                    .forEach((picture, damage) ->
                            display.line(Terminal.oneLine("damaged: " + picture + ": " + damage)));
            Optional<PlanApplication> copying =
                    out.map(folder -> PlanApplication.of(plan, folder).withListener(display));
            copying.ifPresent(PlanApplication::requireNoOtherChoice);
            files.write(made, display);
            Optional<PlanApplication.Result> copied =
                    copying.map(copy -> copy.apply(PlanApplication.Mode.COPY, PlanApplication.What.KEPT));
            display.close();
            return new Result(plan, faces.passedOver(), copied);
        }
    }
}
