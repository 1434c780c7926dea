package io.facequality.cli.internal.evaluate;

import io.facequality.cli.internal.console.Console;
import io.facequality.cli.internal.console.ProgramVersion;
import io.facequality.cli.internal.console.ProgressDisplay;
import io.facequality.cli.internal.console.ProgressOptions;
import io.facequality.cli.internal.console.RejectionLine;
import io.facequality.cli.internal.pictures.FaceModelOptions;
import io.facequality.cli.internal.pictures.PassedOverLines;
import io.facequality.cli.internal.pictures.RunOptions;
import io.facequality.eval.folder.LabeledPairs;
import io.facequality.group.ThresholdCalibration;
import io.facequality.group.ThresholdCalibration.CalibratedThreshold;
import io.facequality.pipeline.FaceFolder;
import io.facequality.pipeline.FacePipeline;
import io.facequality.plan.SelectionPlan.RejectedPicture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds the similarity from which on faces match. */
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        customSynopsis = {
            "facequality calibrate [OPTION]... ROOT",
            "facequality calibrate [OPTION]... --pairs FILE"
        },
        header = "Find the similarity threshold at which two faces match, for a model and for faces like yours.",
        description = {
            "Compares pairs of faces that are known to match or not to match. They come from a folder that holds a "
                    + "folder of pictures for every person, or from a table. Prints the threshold for a wanted "
                    + "false match rate, its confidence interval, and the false non-match rate at that threshold.",
            "The intervals treat pairs as independent. Pairs of few people are not, and the true intervals are then "
                    + "wider."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  facequality calibrate people --fmr 0.001",
            "  facequality calibrate --pairs pairs.csv --embedding-model fr_feature.onnx --embedding-channels bgr"
        })
public final class CalibrateCommand implements Callable<Integer> {

    private final Console console;

    /** Where the pairs come from. */
    public static final class Source {

        @Parameters(
                arity = "0..1",
                paramLabel = "ROOT",
                description = "A folder that holds a folder of pictures for every person.")
        private @Nullable Path root;

        @Option(
                names = "--pairs",
                paramLabel = "FILE",
                description = "A table (CSV) with the columns first, second and match: two pictures, their paths from "
                        + "the table's folder on, and 1 or 0.")
        private @Nullable Path pairs;
    }

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Source source;

    @Option(
            names = "--fmr",
            paramLabel = "X",
            defaultValue = "0.001",
            description = "The wanted false match rate, between 0 and 1. Default: ${DEFAULT-VALUE}.")
    private double falseMatchRate;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Decides which pairs of a large folder are drawn. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "Default: ${DEFAULT-VALUE}.")
    private CalibrationFormat format;

    @Mixin
    private FaceModelOptions models;

    @Mixin
    private RunOptions run;

    @Mixin
    private ProgressOptions progress;

    @Spec
    private CommandSpec command;

    public CalibrateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!(falseMatchRate > 0 && falseMatchRate < 1)) {
            throw new ParameterException(
                    command.commandLine(), "expected a number between 0 and 1 as --fmr, found " + falseMatchRate);
        }
        FacePipeline.Builder builder = run.builder();
        models.applyTo(builder);
        List<RejectedPicture> rejected = new ArrayList<>();
        try (ProgressDisplay display = progress.displayBesideResults(console);
                FacePipeline pipeline = builder.listener(display).build()) {
            ThresholdCalibration calibration = calibration(pipeline, rejected, display);
            rejected.forEach(picture -> display.line(RejectionLine.of(picture.cause(), picture.message())));
            CalibratedThreshold threshold = calibration.atFalseMatchRate(falseMatchRate);
            display.close();
            write(format.text(threshold));
        }
        return run.exitCode(rejected.size());
    }

    private ThresholdCalibration calibration(
            FacePipeline pipeline, List<RejectedPicture> rejected, ProgressDisplay display) {
        if (source.pairs != null) {
            return LabeledPairs.read(source.pairs).calibration(pipeline, rejected::add);
        }
        FaceFolder folder = pipeline.read(Objects.requireNonNull(source.root), run.search());
        rejected.addAll(folder.rejected());
        PassedOverLines.of(folder.passedOver()).forEach(display::line);
        return ThresholdCalibration.ofPeople(folder.people(), seed);
    }

    private void write(String text) {
        Console.write(() -> {
            console.out().write(text.getBytes(StandardCharsets.UTF_8));
            console.out().flush();
        });
    }
}
