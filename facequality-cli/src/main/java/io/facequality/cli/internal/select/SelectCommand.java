package io.facequality.cli.internal.select;

import io.facequality.Keep;
import io.facequality.cli.internal.console.Console;
import io.facequality.cli.internal.console.ExitCode;
import io.facequality.cli.internal.console.ProgramVersion;
import io.facequality.cli.internal.console.ProgressDisplay;
import io.facequality.cli.internal.console.ProgressOptions;
import io.facequality.cli.internal.pictures.FaceModelOptions;
import io.facequality.cli.internal.pictures.RunOptions;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.Grouping;
import io.facequality.pipeline.PictureSearch;
import io.facequality.select.FaceSelector;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Chooses the best faces of every person. */
@Command(
        name = "select",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        customSynopsis = "facequality select [OPTION]... ROOT --keep N|auto",
        header = "Choose the best faces of every person, and say why.",
        description = {
            "Every folder below ROOT that holds pictures is one person; --group makes other groups.",
            "Writes the plan as plan.json, plan.csv and report.html, which says for every face why it is kept or "
                    + "dropped; 'facequality apply' carries it out. With --out also copies what is kept, with its "
                    + "folders, and writes each person's representative vector as best_encoding.npy (float64).",
            "Pictures that cannot be used are named on standard error and in the plan, with the reason."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  facequality select people --keep 3 --out selected",
            "  facequality select people --keep 3 --plan review/plan.json",
            "  facequality select people --videos --keep 3 --out selected",
            "  facequality select people --keep auto --keep-at-most 6 --objective quality",
            "  facequality select --crop as-is aligned-crops --keep 5",
            "  facequality select camera-roll --group faces --keep 1"
        })
public final class SelectCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "ROOT", description = "The folder that holds a folder of pictures for every person.")
    private Path root;

    @Mixin
    private ChoosingOptions choosing;

    @Option(
            names = "--group",
            paramLabel = "folders|faces|pictures",
            defaultValue = "folders",
            description = "What is chosen among. folders: the faces of each folder. faces, pictures: groups of "
                    + "near-duplicate faces, or of pictures that look alike, whatever folders they lie in. "
                    + "Default: ${DEFAULT-VALUE}.")
    private GroupKind group;

    @Mixin
    private CloseOptions close;

    @Option(
            names = "--videos",
            description = "Take videos among the pictures, too: each frame that is looked at is a candidate, every 0.1 "
                    + "seconds where there is a face. Such a frame is copied as a PNG.")
    private boolean videos;

    @Mixin
    private IsolationOptions isolation;

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

    public SelectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Grouping grouping = places.corrected(close.grouping(group));
        Keep keep = choosing.keep();
        SelectionJob job = new SelectionJob(
                root,
                folders.applyTo(search()),
                (pipeline, folder) -> pipeline.select(folder, grouping, keep),
                places.files(),
                places.out());
        job.requireUsablePlaces(console);
        try (ProgressDisplay display = progress.display(console)) {
            FaceSelector selector = choosing.selector(run.threads(), display);
            SelectionJob.Result result = job.run(pipeline(selector), display);
            Summary summary = new Summary(console);
            if (group == GroupKind.FOLDERS) {
                summary.people(job, result);
            } else {
                summary.groups(job, result);
            }
            return result.isComplete() ? run.exitCode(result.plan().rejected().size()) : ExitCode.FAILED;
        }
    }

    private PictureSearch search() {
        if (!videos) {
            isolation.requireNone();
            return run.search();
        }
        return isolation.isolation().map(run.search()::withIsolatedVideos).orElseGet(run.search()::withVideos);
    }

    private FacePipeline.Builder pipeline(FaceSelector selector) {
        FacePipeline.Builder builder = run.builder().selector(selector, choosing.copies());
        models.applyTo(builder);
        return builder;
    }
}
