package io.facequality.cli.internal.select;

import io.facequality.FaceQualityException.Problem;
import io.facequality.cli.internal.console.Console;
import io.facequality.cli.internal.console.Counts;
import io.facequality.cli.internal.pictures.PassedOverLines;
import io.facequality.group.People;
import io.facequality.pipeline.PictureSearch.PassedOver;
import io.facequality.plan.PlanApplication;
import io.facequality.plan.PlanApplication.Mode;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.SelectionPlan;
import java.io.PrintWriter;
import java.nio.file.Path;

/** Says in a few lines what came of the work: what was done on standard output, what failed on standard error. */
final class Summary {

    private final Console console;
    private final PrintWriter words;

    Summary(Console console) {
        this.console = console;
        this.words = console.words();
    }

    void people(SelectionJob job, SelectionJob.Result result) {
        plan(result.plan(), Counts.of(result.plan().groups().size(), "person", "people"));
        passedOver(result.passedOver());
        files(job, result);
    }

    void groups(SelectionJob job, SelectionJob.Result result) {
        plan(result.plan(), Counts.of(result.plan().groups().size(), "group"));
        passedOver(result.passedOver());
        files(job, result);
    }

    void foundPeople(PeopleJob job, PeopleJob.Outcome outcome) {
        People people = outcome.found().people();
        long faces = people.persons().stream().mapToLong(person -> person.faces().size()).sum();
        words.println(Counts.of(people.persons().size(), "person", "people") + ": " + Counts.of(faces, "face") + ", "
                + Counts.of(people.unknown().size(), "unknown face") + "; "
                + Counts.of(outcome.found().plan().rejected().size(), "picture") + " rejected.");
        passedOver(outcome.passedOver());
        outcome.copied().ifPresent(copied -> applied(Mode.COPY, copied, job.results().out().orElseThrow()));
        words.println("People: " + job.files().page());
        job.planFiles().ifPresent(files -> words.println("Report: " + files.report()));
    }

    private void files(SelectionJob job, SelectionJob.Result result) {
        result.copied().ifPresent(copied -> applied(Mode.COPY, copied, job.out().orElseThrow()));
        words.println("Report: " + job.files().report());
    }

    private void plan(SelectionPlan plan, String groups) {
        long kept = plan.groups().stream().map(PlannedGroup::kept).mapToLong(faces -> faces.size()).sum();
        long dropped = plan.groups().stream().map(PlannedGroup::dropped).mapToLong(faces -> faces.size()).sum();
        words.println(groups + ": " + Counts.of(kept, "face") + " kept, "
                + dropped + " dropped; " + Counts.of(plan.rejected().size(), "picture") + " rejected.");
        if (!plan.findings().isEmpty()) {
            words.println(Counts.of(plan.findings().size(), "finding")
                    + " for you to look at: faces that may lie under the wrong person.");
        }
    }

    private void passedOver(PassedOver passedOver) {
        PassedOverLines.of(passedOver).forEach(words::println);
    }

    void applied(Mode mode, PlanApplication.Result result, Path folder) {
        String done = switch (mode) {
            case COPY -> "copied";
            case LINK -> "linked";
            case MOVE -> "moved";
        };
        words.println(Counts.of(result.done(), "picture") + " " + done + " to " + folder + alreadyThere(result));
        result.undoFile().ifPresent(file -> words.println("To move them back: facequality apply " + file));
        failures(result);
    }

    void restored(PlanApplication.Result result) {
        words.println(Counts.of(result.done(), "picture") + " moved back" + alreadyThere(result));
        failures(result);
    }

    private static String alreadyThere(PlanApplication.Result result) {
        return result.alreadyThere() == 0 ? "." : "; " + result.alreadyThere() + " in place before.";
    }

    private void failures(PlanApplication.Result result) {
        for (Problem failure : result.failures()) {
            console.err().println("facequality: " + failure.message());
        }
    }
}
