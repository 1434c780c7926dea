package io.facequality.cli.internal.select;

import io.facequality.cli.internal.console.Console;
import io.facequality.cli.internal.console.ExitCode;
import io.facequality.cli.internal.console.ProgramVersion;
import io.facequality.cli.internal.console.ProgressDisplay;
import io.facequality.cli.internal.console.ProgressOptions;
import io.facequality.cli.internal.pictures.FaceModelOptions;
import io.facequality.cli.internal.pictures.RunOptions;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.Grouping;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keeps the best of each group of near-duplicates, wherever they lie. */
@Command(
        name = "dedupe",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        customSynopsis = "facequality dedupe [OPTION]... ROOT",
        header = "Find near-duplicates, and keep the best of each.",
        description = {
            "Looks at all pictures below ROOT together, whatever folders they lie in, puts near-duplicates into groups, "
                    + "and keeps the best copy of each group; what has no near-duplicate is kept.",
            "Writes the plan as plan.json, plan.csv and report.html. Each group has a number, and names its two "
                    + "least similar members. 'facequality apply' carries the plan out. With --out also copies what "
                    + "is kept. Nothing else is touched.",
            "Pictures that cannot be used are named on standard error and in the plan, with the reason."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  facequality dedupe camera-roll",
            "  facequality dedupe camera-roll --threshold 0.95 --out distinct",
            "  facequality dedupe camera-roll --group pictures --plan review/plan.json"
        })
public final class DedupeCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "ROOT", description = "The folder that holds the pictures.")
    private Path root;

    @Option(
            names = "--group",
            paramLabel = "faces|pictures",
            defaultValue = "faces",
            description = "faces: faces that are alike, whatever the pictures went through. pictures: pictures that look "
                    + "alike as a whole. Default: ${DEFAULT-VALUE}.")
    private CopyKind group;

    @Mixin
    private CloseOptions close;

    @Option(
            names = "--keep",
            paramLabel = "best",
            defaultValue = "best",
            description = "best: of each group the one copy that holds most of the shot: whole before damaged, then by "
                    + "quality, the size of the face, no bars, the camera's date, and bytes; and each copy that shows "
                    + "other faces, which that one does not show. Default: ${DEFAULT-VALUE}.")
    private KeptCopy keep;

    @Mixin
    private FolderOptions folders;

    @Mixin
    private PlanPlaces places;

    @Mixin
    private FaceModelOptions models;

    @Mixin
    private RunOptions run;

    @Mixin
    private ProgressOptions progress;

    public DedupeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Grouping grouping = places.corrected(close.grouping(group.kind()));
        SelectionJob job = new SelectionJob(
                root,
                folders.applyTo(run.search()),
                (pipeline, folder) -> keep.plan(pipeline, folder, grouping),
                places.files(),
                places.out());
        job.requireUsablePlaces(console);
        FacePipeline.Builder builder = run.builder();
        models.applyTo(builder);
        try (ProgressDisplay display = progress.display(console)) {
            SelectionJob.Result result = job.run(builder, display);
            new Summary(console).groups(job, result);
            return result.isComplete() ? run.exitCode(result.plan().rejected().size()) : ExitCode.FAILED;
        }
    }
}
