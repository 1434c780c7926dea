package io.facequality.cli.internal.select;

import io.facequality.Keep;
import io.facequality.cli.internal.console.Console;
import io.facequality.cli.internal.console.ExitCode;
import io.facequality.cli.internal.console.ProgramVersion;
import io.facequality.cli.internal.console.ProgressDisplay;
import io.facequality.cli.internal.console.ProgressOptions;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.Grouping;
import io.facequality.pipeline.PictureSearch;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.SelectionPlan.RejectedPicture;
import io.facequality.plan.internal.PlanFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the main job on pictures that come with the program. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        customSynopsis = "facequality demo [OPTION]...",
        header = "Show the main job on pictures that come with the program.",
        description = {
            "Takes two photographs of one person, makes near-duplicates of them (blurred, dark, noisy, small, turned), "
                    + "keeps three, and says why. Needs nothing but a folder to write to.",
            "A second run continues in the same folder. A folder that holds anything else is not touched."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  facequality demo", "  facequality demo --out /tmp/faces"})
public final class DemoCommand implements Callable<Integer> {

    private static final int KEEP = 3;

    private final Console console;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "facequality-demo",
            description = "The folder to write to. Default: ${DEFAULT-VALUE}.")
    private Path out;

    @Mixin
    private ProgressOptions progress;

    public DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        DemoPictures pictures = DemoPictures.in(out);
        pictures.write();
        Path selected = out.resolve("selected");
        SelectionJob job = new SelectionJob(
                pictures.root(),
                PictureSearch.usual(),
                (pipeline, folder) -> pipeline.select(folder, Grouping.folders(), Keep.best(KEEP)),
                PlanFiles.in(out),
                Optional.of(selected));
        SelectionJob.Result result;
        try (ProgressDisplay display = progress.display(console)) {
            result = job.run(FacePipeline.builder(), display);
        }
        PrintWriter words = console.words();
        printTable(result.plan(), words);
        words.println();
        words.println("There are two shots, each with five worse copies. The best copy of each shot is kept. Three faces "
                + "are wanted, so one more copy is kept.");
        words.println("The scores of the built-in model are sound, and its embedding finds near-duplicates and people. "
                + "Choose other models with --quality-model and --embedding-model.");
        words.println();
        new Summary(console).people(job, result);
        return result.isComplete() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static void printTable(SelectionPlan plan, PrintWriter words) {
        words.println("decision  quality  picture");
        for (PlannedGroup person : plan.groups()) {
            bestFirst(person.kept()).forEach(face -> printRow("kept", face, words));
            bestFirst(person.dropped()).forEach(face -> printRow("dropped", face, words));
        }
        for (RejectedPicture rejected : plan.rejected()) {
            words.println("rejected       -  " + rejected.picture());
        }
    }

    private static List<PlannedFace> bestFirst(List<PlannedFace> faces) {
        return faces.stream()
                .sorted(Comparator.comparingDouble(PlannedFace::quality).reversed())
                .toList();
    }

    private static void printRow(String decision, PlannedFace face, PrintWriter words) {
        words.println(String.format(Locale.ROOT, "%-8s  %7.3f  %s", decision, face.quality(), face.picture()));
    }
}
