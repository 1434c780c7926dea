package io.facequality.cli.internal.select;

import io.facequality.cli.internal.console.Console;
import io.facequality.cli.internal.console.ExitCode;
import io.facequality.cli.internal.console.PositiveNumber;
import io.facequality.cli.internal.console.ProgramVersion;
import io.facequality.cli.internal.console.ProgressDisplay;
import io.facequality.cli.internal.console.ProgressOptions;
import io.facequality.cli.internal.pictures.FaceModelOptions;
import io.facequality.cli.internal.pictures.RunOptions;
import io.facequality.images.FaceChoice;
import io.facequality.pipeline.FacePipeline;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sorts pictures that nobody sorted by the people in them. */
@Command(
        name = "people",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        customSynopsis = "facequality people [OPTION]... ROOT",
        header = "Find the people in unsorted pictures.",
        description = {
            "Takes every face of every picture below ROOT and puts the faces of one person together. A face that is "
                    + "too bad to compare goes to its most likely person, or stays unknown.",
            "Writes people.json, people.csv (one row per face) and people.html (one row per person, the most uncertain "
                    + "first). A people.json that is there already gives people the names that they had, and what "
                    + "people decided on the review page holds (decisions.json).",
            "With --keep also chooses the best faces of each person, and writes the plan as plan.json, plan.csv and "
                    + "report.html. With --copy also copies pictures. Nothing else is touched.",
            "Pictures that cannot be used are named on standard error, with the reason."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  facequality people camera-roll --out people",
            "  facequality people camera-roll --out people --corrections corrections.csv --known sorted",
            "  facequality people camera-roll --out people --keep 5 --copy"
        })
public final class PeopleCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "ROOT", description = "The folder that holds the pictures.")
    private Path root;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Write the results into this folder, which may lie inside ROOT and is then not looked into. "
                    + "Default: the working folder.")
    private @Nullable Path out;

    @Option(
            names = "--keep",
            paramLabel = "N",
            converter = PositiveNumber.OfInt.class,
            description = "Also choose this many faces of each person, as 'select' does.")
    private @Nullable Integer keep;

    @Option(
            names = "--copy",
            description = "Also copy each person's pictures into a folder of the person's name in the folder of --out, "
                    + "and those of unknown faces into the folder unknown; with --keep, what is kept.")
    private boolean copy;

    @Option(
            names = "--known",
            paramLabel = "DIR",
            description = "A folder with a folder of pictures for each known person; the name of the folder is the "
                    + "person's name. Of a picture with several faces the largest one counts.")
    private @Nullable Path known;

    @Option(
            names = "--corrections",
            paramLabel = "FILE",
            description = "A table (CSV) with the columns picture, face, other_picture, other_face and people, which is "
                    + "same or different: pairs of faces as people.csv names them.")
    private @Nullable Path corrections;

    @Option(
            names = "--calibrate-on",
            paramLabel = "DIR",
            description = "Calibrate first, on this folder. It holds a folder of pictures for each of some hundred "
                    + "people. Default: the built-in model's own calibration; another model needs this option.")
    private @Nullable Path calibrateOn;

    @Mixin
    private FolderOptions folders;

    @Mixin
    private FaceModelOptions models;

    @Mixin
    private RunOptions run;

    @Mixin
    private ProgressOptions progress;

    @Spec
    private CommandSpec command;

    public PeopleCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (copy && out == null) {
            throw new ParameterException(command.commandLine(), "--copy needs --out");
        }
        PeopleJob job = new PeopleJob(
                root,
                folders.applyTo(run.search()),
                new PeopleJob.Knowledge(
                        Optional.ofNullable(known), Optional.ofNullable(corrections), Optional.ofNullable(calibrateOn)),
                new PeopleJob.Results(Optional.ofNullable(out), Optional.ofNullable(keep), copy),
                run.threads());
        job.requireUsablePlaces();
        FacePipeline.Builder builder = run.builder(FaceChoice.ALL);
        models.applyTo(builder);
        try (ProgressDisplay display = progress.display(console)) {
            PeopleJob.Outcome outcome = job.run(builder, display);
            new Summary(console).foundPeople(job, outcome);
            return outcome.isComplete() ? run.exitCode(outcome.found().plan().rejected().size()) : ExitCode.FAILED;
        }
    }
}
