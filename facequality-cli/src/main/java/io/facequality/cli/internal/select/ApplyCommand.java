package io.facequality.cli.internal.select;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.cli.internal.console.Console;
import io.facequality.cli.internal.console.Counts;
import io.facequality.cli.internal.console.ExitCode;
import io.facequality.cli.internal.console.ProgramVersion;
import io.facequality.cli.internal.console.ProgressDisplay;
import io.facequality.cli.internal.console.ProgressOptions;
import io.facequality.cli.internal.console.YesNoQuestion;
import io.facequality.plan.PlanApplication;
import io.facequality.plan.PlanApplication.Mode;
import io.facequality.plan.PlanApplication.What;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.internal.decisions.DecisionFile;
import io.facequality.plan.internal.decisions.ReviewedPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Carries out a plan, or undoes it. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        customSynopsis = {
            "facequality apply [OPTION]... PLAN --out DIR --mode MODE", "facequality apply [OPTION]... UNDO"
        },
        header = "Carry out a plan, or undo it.",
        description = {
            "Carries out a plan of 'facequality select'. It copies or links the kept pictures into a folder, or "
                    + "moves the dropped ones into it as a quarantine, and writes undo.json there. Given an "
                    + "undo.json, it moves them back.",
            "Honors what people decided about the plan with 'facequality review', in decisions.json beside it.",
            "Nothing is ever deleted or overwritten. A picture that has changed since the plan was made is left "
                    + "alone. A dropped one moves only while a kept one of its group is there. A second run "
                    + "completes what is missing.",
            "The first line names the folder that the pictures come from, or go back to. Nothing is touched outside "
                    + "of that folder and --out, or the folder of the undo.json.",
            "An undo.json of somebody else may name any folder. So undoing asks before it moves pictures there. Where "
                    + "nobody can answer, it goes on only if the folder is below the current one, or you name it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  facequality apply plan.json --out selected --mode copy",
            "  facequality apply plan.json --out quarantine --mode move",
            "  facequality apply quarantine/undo.json"
        })
public final class ApplyCommand implements Callable<Integer> {

    private final Console console;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PLAN", description = "A plan.json, or an undo.json, whatever its name is.")
    private Path file;

    @Option(names = "--out", paramLabel = "DIR", description = "Where the pictures go. Needed for a plan.")
    private @Nullable Path out;

    @Option(
            names = "--mode",
            paramLabel = "copy|link|move",
            description = "What is done with them. link: hard links, or symbolic ones where those are not possible. "
                    + "Needed for a plan.")
    private @Nullable Mode mode;

    @Option(
            names = "--what",
            paramLabel = "kept|dropped",
            description = "Which pictures. Default: kept for copy and link, dropped for move.")
    private @Nullable What what;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "Where the folder with the pictures is now, if not where it was, such as on a drive that has "
                    + "another name. Default: as the plan or the undo file says.")
    private @Nullable Path root;

    @Option(names = "--yes", description = "Undo without asking, whatever folder the pictures go back to.")
    private boolean yes;

    @Mixin
    private ProgressOptions progress;

    public ApplyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return PlanApplication.isUndoFile(file) ? undo() : apply();
    }

    private int undo() {
        if (out != null || mode != null || what != null) {
            throw new ParameterException(
                    spec.commandLine(), "--out, --mode and --what have no part in undoing; leave them out");
        }
        Path home = shownRoot(PlanApplication.undoRoot(file));
        if (!isWanted(home)) {
            console.err().println("Nothing was moved.");
            return ExitCode.FAILED;
        }
        PlanApplication.Result result;
        try (ProgressDisplay display = progress.display(console)) {
            result = PlanApplication.undo(file, home, display);
        }
        new Summary(console).restored(result);
        return exitCode(result);
    }

    /** The file may come from anyone, and name any folder: the person says that it is the right one. */
    private boolean isWanted(Path home) {
        if (yes || root != null) {
            return true;
        }
        YesNoQuestion question = new YesNoQuestion(console, "Move the pictures back to " + home + "?");
        if (question.canBeAsked()) {
            return question.isAnsweredYes();
        }
        requireBelowCurrentFolder(home);
        return true;
    }

    private static void requireBelowCurrentFolder(Path home) {
        try {
            Path current = Path.of("").toRealPath();
            if (!home.toRealPath().startsWith(current)) {
                throw new InvalidInputException(new Problem(
                        "cannot undo the move", home.toString(), "a folder below the current one, " + current,
                        "another one, and nobody to ask",
                        "Nothing was done. If the pictures belong there, say --yes or name the folder with --root."));
            }
        } catch (IOException e) {
            throw new StorageException(
                    new Problem(
                            "cannot undo the move", home.toString(), "a folder that can be looked at",
                            String.valueOf(e.getMessage()), "Connect its drive, or name another folder with --root."),
                    e);
        }
    }

    private int apply() {
        if (yes) {
            throw new ParameterException(spec.commandLine(), "--yes has a part only in undoing; leave it out");
        }
        if (out == null || mode == null) {
            throw new ParameterException(spec.commandLine(), "a plan needs --out DIR and --mode copy, link or move");
        }
        ReviewedPlan reviewed = ReviewedPlan.read(file);
        SelectionPlan plan = reviewed.plan();
        Path pictures = shownRoot(plan.root());
        sayWhatPeopleChanged(reviewed);
        sayWhatIsThere(mode, out);
        PlanApplication.Result result;
        try (ProgressDisplay display = progress.display(console)) {
            result = PlanApplication.of(plan, out)
                    .withRoot(pictures)
                    .withListener(display)
                    .apply(mode, what == null ? mode.usualWhat() : what);
        }
        new Summary(console).applied(mode, result, out);
        return exitCode(result);
    }

    private void sayWhatPeopleChanged(ReviewedPlan reviewed) {
        long changed = reviewed.changedGroups();
        if (changed > 0) {
            console.words().println(
                    Counts.of(changed, "group") + " as decided in " + DecisionFile.beside(file).getFileName() + ".");
        }
    }

    /** A quarantine takes pictures more than once, and keeps a way back for each; a choice should be by itself. */
    private void sayWhatIsThere(Mode chosen, Path folder) {
        int pictures = chosen == Mode.MOVE ? 0 : PlanApplication.picturesIn(folder);
        if (pictures > 0) {
            console.words().println(folder + " holds " + Counts.of(pictures, "picture")
                    + " already. Those of another choice stay among the new ones.");
        }
    }

    /** The file may come from anyone, and the folder that it names may be gone. */
    private Path shownRoot(Path named) {
        Path shown = root == null ? named : root.toAbsolutePath().normalize();
        if (!Files.isDirectory(shown)) {
            throw new StorageException(new Problem(
                    "cannot carry out " + file,
                    shown.toString(),
                    "the folder with the pictures",
                    Files.exists(shown) ? "a file" : "no such folder",
                    "Name the folder that it is now with --root DIR, or connect its drive."));
        }
        console.words().println("Pictures of " + shown);
        return shown;
    }

    private static int exitCode(PlanApplication.Result result) {
        return result.failures().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
