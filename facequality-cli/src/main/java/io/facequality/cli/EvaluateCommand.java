package io.facequality.cli;

import io.facequality.eval.PairQuality;
import io.facequality.eval.PairSampling;
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
            "Compares faces that are known to match or not and discards pictures, the lowest quality first: the errors "
                    + "must fall. Every folder below ROOT that holds pictures is one person; of a picture with several "
                    + "faces the first one counts.",
            "Writes report.html, evaluation.json, tables (CSV), plots (SVG, PNG) and for each scorer a score "
                    + "calibration from 0 to 100, to be put beside its model. Prints what matters most. What models said "
                    + "is kept in --cache, so that another run is quick; an interrupted one goes on where it stopped."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  facequality evaluate people --embedding-model fr_feature.onnx --embedding-channels bgr --out evaluation",
            "  facequality evaluate --crop as-is lfw --pairs pairs.txt --embedding-model judge.onnx --out evaluation",
            "  facequality evaluate people --quality-model built-in --quality-model mine.onnx --out evaluation"
        })
final class EvaluateCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "ROOT", description = "The folder that holds a folder of pictures for every person.")
    private Path root;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder to write the results to.")
    private Path out;

    @Option(
            names = "--pairs",
            paramLabel = "FILE",
            description = "Compare these pairs instead of drawing some: a table (CSV) with the columns first, second and "
                    + "match, paths from ROOT on and 1 or 0, and if wanted fold; or a pairs file of LFW.")
    private @Nullable Path pairs;

    @Mixin
    private EvaluatedModels models;

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
            description = "How the qualities of two pictures become that of their pair. Default: ${DEFAULT-VALUE}.")
    private PairQuality pairQuality;

    @Option(
            names = "--max-genuine",
            paramLabel = "N",
            defaultValue = "500000",
            converter = PositiveNumber.OfInt.class,
            description = "Draw so many pairs of one person if there are more. Default: ${DEFAULT-VALUE}.")
    private int maximumGenuine;

    @Option(
            names = "--max-impostor",
            paramLabel = "N",
            defaultValue = "1000000",
            converter = PositiveNumber.OfInt.class,
            description = "Draw so many pairs of two people if there are more. Default: ${DEFAULT-VALUE}.")
    private int maximumImpostor;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "500",
            description = "How often the people are drawn anew for the intervals; 0 for none. "
                    + "Default: ${DEFAULT-VALUE}.")
    private int samples;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Which pairs, samples and folds are drawn. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--degrade",
            paramLabel = "N",
            defaultValue = "40",
            description = "Make so many clean faces worse in every way, and see whether the scores fall; 0 for none. "
                    + "Default: ${DEFAULT-VALUE}.")
    private int degraded;

    @Option(
            names = "--faces-to-show",
            paramLabel = "N",
            defaultValue = "24",
            description = "Show so many of the best, the worst and the most disagreed-on faces; 0 for none. The report "
                    + "holds their pictures. Default: ${DEFAULT-VALUE}.")
    private int shown;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Where to keep what the models said. Default: the folder cache in --out.")
    private @Nullable Path cache;

    @Option(
            names = "--reference",
            paramLabel = "TEXT",
            defaultValue = "the evaluated pictures",
            description = "What the pictures are, for the calibrations' provenance. Default: ${DEFAULT-VALUE}.")
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

    EvaluateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        requireUsable();
        EvaluationJob job = new EvaluationJob(
                root, pairs, out, cache == null ? out.resolve("cache") : cache,
                new PairSampling(maximumGenuine, maximumImpostor, seed), degraded, shown);
        try (ProgressDisplay display = progress.display(console)) {
            EvaluationJob.Result result = job.run(
                    models, run, display,
                    evaluation -> evaluation
                            .falseMatchRate(falseMatchRate)
                            .pairQuality(pairQuality)
                            .areaRates(areaRates)
                            .replicates(samples)
                            .seed(seed),
                    reference, notes);
            display.close();
            result.lines().forEach(console.words()::println);
            return run.exitCode(result.rejected());
        }
    }

    private void requireUsable() {
        models.requireDifferentLabels();
        require(falseMatchRate > 0 && falseMatchRate < 1, "a number between 0 and 1 as --fmr", falseMatchRate);
        for (double rate : areaRates) {
            require(rate > 0 && rate <= 1, "numbers above 0 and at most 1 as --area-to", rate);
        }
        require(samples >= 0, "at least 0 as --samples", samples);
        require(degraded >= 0, "at least 0 as --degrade", degraded);
        require(shown >= 0, "at least 0 as --faces-to-show", shown);
    }

    private void require(boolean isRight, String expected, Number found) {
        if (!isRight) {
            throw new ParameterException(command.commandLine(), "expected " + expected + ", found " + found);
        }
    }
}
