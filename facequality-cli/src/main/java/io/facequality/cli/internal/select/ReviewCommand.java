package io.facequality.cli.internal.select;

import io.facequality.cli.internal.console.Console;
import io.facequality.cli.internal.console.ExitCode;
import io.facequality.cli.internal.console.ProgramVersion;
import io.facequality.cli.internal.pictures.FaceModelOptions;
import io.facequality.cli.internal.pictures.PictureOptions;
import io.facequality.images.FaceChoice;
import io.facequality.pipeline.FacePipeline;
import io.facequality.review.ReviewServer;
import java.awt.Desktop;
import java.awt.GraphicsEnvironment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Opens the page on which a person does the whole job. */
@Command(
        name = "review",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        customSynopsis = "facequality review [OPTION]... [ROOT | PLAN]",
        header = "Look at a choice in the browser, correct it and apply it.",
        description = {
            "Opens a page on this machine. There you pick a folder and start a run, or open a plan. You see every group, "
                    + "least sure first, keep and drop with a key, and apply the plan.",
            "Each decision is saved at once in decisions.json beside the plan. 'facequality apply' and later runs honor "
                    + "it. No picture is touched before you apply the plan, and none is ever deleted.",
            "Only this machine can reach the page, and only with the link that is printed. It ends with Ctrl-C."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  facequality review",
            "  facequality review camera-roll",
            "  facequality review plan.json --no-open"
        })
public final class ReviewCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(
            arity = "0..1",
            paramLabel = "ROOT|PLAN",
            description = "A folder with pictures, which is then the only one that the page shows; or a plan.json. "
                    + "Default: pick a folder below the home folder.")
    private @Nullable Path place;

    @Option(
            names = "--plans",
            paramLabel = "DIR",
            defaultValue = "facequality-review",
            description = "Where plans go that are made on the page, each in a folder of its own. "
                    + "Default: ${DEFAULT-VALUE}.")
    private Path plans;

    @Option(names = "--no-open", description = "Print the link only; do not open a browser.")
    private boolean noOpen;

    @Option(names = "--until-closed", description = "End when the last window is closed.")
    private boolean untilClosed;

    @Mixin
    private FaceModelOptions models;

    @Mixin
    private PictureOptions pictures;

    public ReviewCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        PrintWriter words = console.words();
        try (ReviewServer server = settings().start()) {
            URI link = server.newLink();
            words.println("Review: " + link);
            words.println("The link works once. Press Enter for another one, Ctrl-C to end.");
            if (!noOpen) {
                openBrowser(link);
            }
            printLinksOnRequest(server, words);
            server.awaitEnd();
        }
        return ExitCode.DONE;
    }

    private ReviewServer.Builder settings() {
        ReviewServer.Builder builder = ReviewServer.builder().plansBelow(plans).pipelines(this::pipeline);
        if (place != null) {
            if (Files.isDirectory(place)) {
                builder.folder(place);
            } else {
                builder.plan(place);
            }
        }
        return untilClosed ? builder.untilClosed() : builder;
    }

    private FacePipeline.Builder pipeline(FaceChoice usual) {
        FacePipeline.Builder builder = FacePipeline.builder();
        pictures.applyTo(builder, usual);
        models.applyTo(builder);
        return builder;
    }

    private static void openBrowser(URI link) {
        if (GraphicsEnvironment.isHeadless() || !Desktop.isDesktopSupported()) {
            return;
        }
        try {
            Desktop.getDesktop().browse(link);
        } catch (IOException | UnsupportedOperationException e) {
            // The link is printed.
        }
    }

    /** On a thread of its own: reading what is typed cannot be interrupted. */
    private void printLinksOnRequest(ReviewServer server, PrintWriter words) {
        console.answers().ifPresent(answers -> {
            Thread thread = new Thread(() -> printLinks(answers, server, words), "facequality-review-links");
            thread.setDaemon(true);
            thread.start();
        });
    }

    private static void printLinks(BufferedReader answers, ReviewServer server, PrintWriter words) {
        try {
            while (answers.readLine() != null) {
                words.println("Review: " + server.newLink());
            }
        } catch (IOException e) {
            // Nobody types any more.
        }
    }
}
