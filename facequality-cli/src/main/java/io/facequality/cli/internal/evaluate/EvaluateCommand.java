package io.facequality.cli.internal.evaluate;

import io.facequality.cli.internal.console.Console;
import io.facequality.cli.internal.console.Counts;
import io.facequality.cli.internal.console.PositiveNumber;
import io.facequality.cli.internal.console.ProgramVersion;
import io.facequality.cli.internal.console.ProgressDisplay;
import io.facequality.cli.internal.console.ProgressOptions;
import io.facequality.cli.internal.console.RejectionLine;
import io.facequality.cli.internal.pictures.PassedOverLines;
import io.facequality.cli.internal.pictures.RunOptions;
import io.facequality.eval.ComparisonPairs;
import io.facequality.eval.Evaluation;
import io.facequality.eval.PairQuality;
import io.facequality.eval.folder.EvaluatedFolder;
import io.facequality.eval.folder.EvaluationModels;
import io.facequality.eval.folder.FolderEvaluation;
import io.facequality.pipeline.FacePipeline;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures quality scores. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        customSynopsis = {
            "facequality evaluate [OPTION]... ROOT --out DIR",
            "facequality evaluate [OPTION]... ROOT --pairs FILE --out DIR"
        },
        header = "Measure how good quality scores are on your pictures, and which score is good enough.",
        description = {
            "Compares faces that are known to match or not and discards pictures, the lowest score first: the errors "
                    + "must fall. Every folder below ROOT that contains pictures is one person. If a picture has several "
                    + "faces, the first one counts.",
            "Writes report.html, evaluation.json, tables (CSV), plots (SVG, PNG) and for each scorer a score "
                    + "calibration from 0 to 100, to put beside its model. Prints the most important figures. The "
                    + "results of the models are kept in --cache: a second run is fast, and an interrupted run "
                    + "continues where it stopped."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  facequality evaluate people --embedding-model fr_feature.onnx --embedding-channels bgr --out evaluation",
            "  facequality evaluate --crop as-is lfw --pairs pairs.txt --embedding-model other.onnx --out evaluation",
            "  facequality evaluate people --quality-model built-in --quality-model mine.onnx --out evaluation"
        })
public final class EvaluateCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "ROOT", description = "The folder that contains one folder of pictures per person.")
    private Path root;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder to write the results to.")
    private Path out;

    @Option(
            names = "--pairs",
            paramLabel = "FILE",
            description = "Compare these pairs instead of a sample: a table (CSV) with the columns first, second (paths "
                    + "relative to ROOT), match (1 or 0) and optionally fold; or a pairs file of LFW.")
    private @Nullable Path pairs;

    @Mixin
    private EvaluatedModelOptions models;

    @Option(
            names = "--fmr",
            paramLabel = "X",
            defaultValue = "0.001",
            description = "The false match rate at which false non-matches are counted. Default: ${DEFAULT-VALUE}.")
    private double falseMatchRate;

    @Option(
            names = "--area-to",
            paramLabel = "X",
            split = ",",
            defaultValue = "0.2,0.3",
            description = "Measure the area under the curve up to these discard rates. Default: ${DEFAULT-VALUE}.")
    private List<Double> areaRates;

    @Option(
            names = "--pair-quality",
            paramLabel = "minimum|mean|maximum",
            defaultValue = "minimum",
            description = "How the scores of two pictures become the quality of their pair. Default: ${DEFAULT-VALUE}.")
    private PairQuality pairQuality;

    @Option(
            names = "--max-genuine",
            paramLabel = "N",
            defaultValue = "500000",
            converter = PositiveNumber.OfInt.class,
            description = "Compare at most so many pairs of one person. Default: ${DEFAULT-VALUE}.")
    private int maximumGenuine;

    @Option(
            names = "--max-impostor",
            paramLabel = "N",
            defaultValue = "1000000",
            converter = PositiveNumber.OfInt.class,
            description = "Compare at most so many pairs of two people. Default: ${DEFAULT-VALUE}.")
    private int maximumImpostor;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "500",
            description = "How many samples of the people give the intervals; 0 for none. "
                    + "Default: ${DEFAULT-VALUE}.")
    private int samples;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Decides which pairs, samples and folds are drawn. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--degrade",
            paramLabel = "N",
            defaultValue = "40",
            description = "Degrade so many clean faces in every way, and see whether the scores fall; 0 for none. "
                    + "Default: ${DEFAULT-VALUE}.")
    private int degraded;

    @Option(
            names = "--explain",
            paramLabel = "N",
            defaultValue = "500",
            description = "Look at so many faces once more, to see how much of the scores sharpness, light, pose and so on "
                    + "explain; 0 for none. Default: ${DEFAULT-VALUE}.")
    private int explained;

    @Option(
            names = "--faces-to-show",
            paramLabel = "N",
            defaultValue = "24",
            description = "Show so many of the best, the worst and the most disputed faces; 0 for none. The report "
                    + "contains their pictures. Default: ${DEFAULT-VALUE}.")
    private int shown;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Where to keep the results of the models. Default: the folder cache in --out.")
    private @Nullable Path cache;

    @Option(
            names = "--reference",
            paramLabel = "TEXT",
            defaultValue = "the evaluated pictures",
            description = "What the pictures are, for the provenance of the calibrations. Default: ${DEFAULT-VALUE}.")
    private String reference;

    @Option(
            names = "--note",
            paramLabel = "TEXT",
            description = "What a user of the calibrations should know; any number of times.")
    private List<String> notes = List.of();

    @Mixin
    private RunOptions run;

    @Mixin
    private ProgressOptions progress;

    @Spec
    private CommandSpec command;

    public EvaluateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        requireUsable();
        EvaluationModels.Builder models = this.models.models(run.modelOptions());
        try (ProgressDisplay display = progress.display(console);
                EvaluationModels open = models.open();
                FacePipeline pictures = run.builder().listener(display).build()) {
            EvaluatedFolder evaluated = evaluation(pictures, open, display).evaluate(root, out);
            display.close();
            print(evaluated);
            return run.exitCode(evaluated.rejected().size());
        }
    }

    private FolderEvaluation evaluation(FacePipeline pictures, EvaluationModels open, ProgressDisplay display) {
        FolderEvaluation.Builder evaluation = FolderEvaluation.builder(pictures, open)
                .evaluation(Evaluation.builder()
                        .falseMatchRate(falseMatchRate)
                        .pairQuality(pairQuality)
                        .areaRates(areaRates)
                        .samples(samples)
                        .seed(seed)
                        .reference(reference)
                        .notes(notes)
                        .build())
                .search(run.search())
                .sampling(new ComparisonPairs.Sampling(maximumGenuine, maximumImpostor, seed))
                .degradedFaces(degraded)
                .explainedFaces(explained)
                .facesToShow(shown)
                .threads(run.threads())
                .listener(display)
                .rejections(rejected -> display.line(RejectionLine.of(rejected.cause(), rejected.message())));
        if (pairs != null) {
            evaluation.pairs(pairs);
        }
        if (cache != null) {
            evaluation.cache(cache);
        }
        return evaluation.build();
    }

    private void print(EvaluatedFolder evaluated) {
        evaluated.result().summary().forEach(console.words()::println);
        console.words().println();
        PassedOverLines.of(evaluated.passedOver()).forEach(console.words()::println);
        if (!evaluated.rejected().isEmpty()) {
            console.words().println(Counts.of(evaluated.rejected().size(), "picture") + " rejected.");
        }
        console.words().println("Report: " + evaluated.files().report());
    }

    private void requireUsable() {
        require(falseMatchRate > 0 && falseMatchRate < 1, "a number between 0 and 1 as --fmr", falseMatchRate);
        for (double rate : areaRates) {
            require(rate > 0 && rate <= 1, "numbers above 0 and at most 1 as --area-to", rate);
        }
        require(samples >= 0, "at least 0 as --samples", samples);
        require(degraded >= 0, "at least 0 as --degrade", degraded);
        require(explained >= 0, "at least 0 as --explain", explained);
        require(shown >= 0, "at least 0 as --faces-to-show", shown);
    }

    private void require(boolean isRight, String expected, Number found) {
        if (!isRight) {
            throw new ParameterException(command.commandLine(), "expected " + expected + ", found " + found);
        }
    }
}
